"""The coordinator routes: assigns, reassigns, returns with what is missing, closes; the expert accepts or declines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, institutions, notices
from alliance.roles import Permission
from teleconsult import asking, filing_away, panels, qualifying, scheduling, succession, timers
from teleconsult.call import rooms
from teleconsult.models import WRITING, Consultation, MovedOn, State

if TYPE_CHECKING:
    from alliance.models import Person


_OWED_BEFORE = (timers.TRIAGE, timers.REROUTE, timers.ACCEPT, timers.START, timers.OPINION, timers.ANSWER_BACK)


class NotAssigned(Exception):
    """Only the expert to whom the case is assigned may do this."""


def check_expert(consultation: Consultation, by: Person) -> None:
    """Raises NotAssigned."""
    if consultation.expert_id != by.pk:
        raise NotAssigned


def assign(
    consultation: Consultation,
    *,
    to: Person,
    by: Person,
    at: datetime,
    because: str = "",
    seen: int | None = None,
    readers: Sequence[Person] = (),
) -> None:
    """Gives the case to an expert who passes the gate; also re-routes one assigned, accepted, booked or declined, one
    that is being answered in writing, and one whose expert has left before signing.

    `seen`: how many steps the case had when the coordinator looked at it; re-routing is lawful from “assigned”, so the
    state alone would let a second coordinator undo the first one's choice unawares. `readers` are asked to read along;
    a reader who becomes the lead reads along no longer. Raises NotQualified, MovedOn where somebody else was faster,
    and what `panels.ask` and `panels.check_enough` do.
    """
    if seen is not None and seen != consultation.steps.count():
        raise MovedOn(consultation)
    qualifying.check(consultation, to, at=at)
    panels.check_enough(consultation, lead=to, chosen=readers, at=at)
    before = consultation.expert
    if consultation.state in WRITING and before is not None and not consultation.is_written:
        raise MovedOn(consultation)  # the two have met: whoever met signs
    with transaction.atomic():
        consultation.move(State.TRIAGED, by=by, at=at, because=because, expert=to, accepted_at=None)
        scheduling.release(consultation, by=by, at=at, because=because or "reassigned")
        if consultation.room and before:
            rooms.revoke(consultation.room, before, at=at, by=by)
        panels.make_way(consultation, to, by=by, at=at)
        for reader in readers:
            panels.ask(consultation, person=reader, by=by, at=at)
        timers.stop(consultation, *_OWED_BEFORE, at=at)
        timers.start(timers.ACCEPT, consultation, at=at, owed_by=consultation.invited, owner=to)
        facts = _facts(consultation)
        url = consultation.get_absolute_url()
        notices.send(to, "case-assigned", about=consultation, at=at, url=url, **facts)
        if before and before != to:
            notices.send(before, "case-reassigned", about=consultation, at=at, who=by.name, **facts)
        audit.record(
            by,
            "consultation.assigned",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
            to=str(to.code),
        )


def pass_signed(consultation: Consultation, *, to: Person, by: Person, at: datetime, because: str) -> None:
    """After the signature somebody else answers further questions; the signature stays whose it is.

    Raises NotQualified, or MovedOn where somebody was faster or the case is not signed or has ended.
    """
    qualifying.check(consultation, to, at=at)
    before = consultation.expert
    if consultation.signed_at is None or not consultation.is_open:
        raise MovedOn(consultation)
    with transaction.atomic():
        try:
            succession.expert(consultation, to, by=by, at=at, because=because)
        except succession.Passed:
            raise MovedOn(consultation) from None
        panels.make_way(consultation, to, by=by, at=at)
        people = {one for one in (before, to, consultation.owner) if one is not None and one != by}
        url = consultation.get_absolute_url()
        facts = {"who": to.name, "number": consultation.number or "", "because": because}
        notices.send(people, "case-taken-over", about=consultation, at=at, url=url, **facts)
        audit.record(
            by,
            "consultation.passed_on",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
            to=str(to.code),
        )


def _facts(consultation: Consultation) -> dict[str, str]:
    return {"place": consultation.inviting.label, "number": consultation.number or ""}


def return_for_more(
    consultation: Consultation, *, missing: Sequence[str], because: str, by: Person, at: datetime
) -> None:
    """Back to the doctor with what is missing; the case keeps its number and its place in the record."""
    words = "\n".join([*missing, because]).strip()
    with transaction.atomic():
        consultation.move(State.RETURNED, by=by, at=at, because=words, only_from=[State.SUBMITTED])
        timers.stop(consultation, timers.TRIAGE, at=at)
        timers.start(timers.RETURNED, consultation, at=at, owed_by=consultation.inviting, owner=consultation.owner)
        _tell_inviter(consultation, "case-returned", at=at)
        audit.record(
            by,
            "consultation.returned",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )


def _tell_inviter(consultation: Consultation, kind: str, *, at: datetime, **facts: str) -> None:
    url = consultation.get_absolute_url()
    notices.send(
        asking.inviting_side(consultation), kind, about=consultation, at=at, url=url, **_facts(consultation), **facts
    )


def accept(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The expert takes the case. Raises NotAssigned, NotQualified, MovedOn."""
    check_expert(consultation, by)
    qualifying.check(consultation, by, at=at)
    with transaction.atomic():
        consultation.move(State.ACCEPTED, by=by, at=at, only_from=[State.TRIAGED], accepted_at=at)
        timers.stop(consultation, timers.ACCEPT, at=at)
        owed = timers.OPINION if consultation.is_written else timers.START
        timers.start(owed, consultation, at=at, owed_by=consultation.invited, owner=by)
        kind = "case-accepted-in-writing" if consultation.is_written else "case-accepted"
        _tell_inviter(consultation, kind, at=at, who=by.name)
        audit.record(
            by,
            "consultation.accepted",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="consultation",
        )


def decline(consultation: Consultation, *, because: str, suggestion: str, by: Person, at: datetime) -> None:
    """The expert says no, with a reason and perhaps a better address; the coordinator re-routes or closes."""
    check_expert(consultation, by)
    words = "\n".join(filter(None, (because, suggestion)))
    with transaction.atomic():
        consultation.move(State.DECLINED, by=by, at=at, because=words, only_from=[State.TRIAGED], expert=None)
        timers.stop(consultation, timers.ACCEPT, at=at)
        timers.start(timers.REROUTE, consultation, at=at, owed_by=consultation.invited)
        coordinators = institutions.holders(Permission.TRIAGE, at=consultation.invited)
        url = consultation.get_absolute_url()
        notices.send(
            coordinators, "case-declined", about=consultation, at=at, url=url, who=by.name, **_facts(consultation)
        )
        audit.record(
            by,
            "consultation.declined",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="consultation",
        )


def close_declined(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """The coordinator ends a case that nobody of the centre can answer, and says why."""
    with transaction.atomic():
        consultation.move(State.CLOSED, by=by, at=at, because=because, only_from=[State.DECLINED], closed_at=at)
        filing_away.number(consultation, at=at)
        asking.end_everything(consultation, by=by, at=at, room=rooms.Because.CANCELLED)
        _tell_inviter(consultation, "case-closed", at=at)
        audit.record(
            by,
            "consultation.closed",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )


def let_returned_lapse(consultation: Consultation, *, at: datetime) -> None:
    """A returned request that nobody completed in time ends by itself (due-handler of `timers.RETURNED`)."""
    with transaction.atomic():
        consultation.move(State.EXPIRED, by=None, at=at, only_from=[State.RETURNED], closed_at=at)
        asking.end_everything(consultation, by=None, at=at, room=rooms.Because.CANCELLED)
        _tell_inviter(consultation, "case-lapsed", at=at)
        audit.record(
            None,
            "consultation.lapsed",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )
