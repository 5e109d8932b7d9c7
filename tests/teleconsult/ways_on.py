"""What the people of a case would do next, and how it may go otherwise; by the verbs of `deeds`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teleconsult.models import Consultation, State

if TYPE_CHECKING:
    from alliance.models import Person
    from tests.teleconsult.deeds import Cast

_NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    State.DRAFT: (("complete", "owner"),),
    State.CONSENT_PENDING: (("agree", "owner"), ("submit", "owner")),
    State.SUBMITTED: (("assign_with", "coordinator"), ("assign_second", "coordinator")),
    State.RETURNED: (("submit", "owner"),),
    State.TRIAGED: (("accept", "expert"),),
    State.DECLINED: (("assign_second", "coordinator"),),
    State.ACCEPTED: (("hold", "owner"), ("confirm", "owner")),
    State.SCHEDULED: (("check", "owner"), ("check", "expert"), ("begin", "expert")),
    State.IN_SESSION: (("close_withdrawn", "expert"), ("end", "expert")),
    State.OPINION_DRAFT: (("sign", "expert"),),
    State.ASKED_BACK: (("reply", "owner"),),
    State.SIGNED: (("dispose", "owner"),),
    State.DISPOSED: (("close_out", "owner"),),
    State.FOLLOW_UP: (("tell", "owner"),),
    State.CLOSED: (("tell", "owner"),),
}


_ELSE: dict[str, tuple[tuple[str, str], ...]] = {
    State.SUBMITTED: (("return", "coordinator"),),
    State.RETURNED: (("complete", "owner"), ("submit", "owner")),
    State.TRIAGED: (("decline", "expert"),),
    State.DECLINED: (("close_declined", "coordinator"),),
    State.ACCEPTED: (("open_now", "expert"), ("to_writing", "owner")),
    State.SCHEDULED: (("give_back", "owner"),),
    State.IN_SESSION: (("abort", "expert"),),
    State.OPINION_DRAFT: (("seat_second", "coordinator"), ("comment", "second"), ("ask_back", "expert")),
    State.ASKED_BACK: (("go_on", "expert"),),
    State.SIGNED: (("ask_after", "owner"), ("add", "expert")),
    State.FOLLOW_UP: (("gone", "owner"),),
}


def next_steps(case: Consultation, cast: Cast, *, straight: bool) -> Iterator[tuple[str, Person]]:
    """The verbs that lead on from here, each with whoever it is up to; or else the other way that is open."""
    if case.owner is None and case.is_open:
        yield "take_over", cast.colleague
    steps = _NEXT if straight else {**_NEXT, **_ELSE}
    if case.state == State.ACCEPTED and case.is_written and straight:
        steps = {State.ACCEPTED: (("write", "expert"),)}
    for verb, who in steps.get(case.state, ()):
        people = {"owner": case.owner, "expert": case.expert or cast.way.expert, "coordinator": cast.way.coordinator}
        people["second"] = cast.second
        yield verb, people[who] or cast.colleague
