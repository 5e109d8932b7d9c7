"""What happens beside a case: people and whole institutions come and go, and what they had goes over to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alliance import departing, leaving
from alliance.models import Person
from teleconsult import departed, handing_over
from teleconsult.models import Consultation
from tests import factories

if TYPE_CHECKING:
    from tests.teleconsult.deeds import Cast


def _leave(person: Person | None, place: Any, at: datetime, cast: Cast) -> None:
    held = person.memberships.live().filter(institution=place).first() if person else None  # type: ignore[attr-defined]
    if held is not None:
        leaving.leave(held, by=cast.leader, at=max(at, held.began_at), because="调离")


def _come_back(person: Person, place: Any, role: str) -> None:
    live = person.memberships.live()  # type: ignore[attr-defined]
    if place.left_on is None and not live.filter(institution=place, role=role).exists():
        factories.make_membership(person, place, role)


def _hand(case: Consultation, side: str, *, holder: Person | None, to: Person, at: datetime, cast: Cast) -> None:
    """The row of this case, as the screen of whoever has it shows it."""
    place = case.inviting if side in ("doctor", "round") else case.invited
    rows = handing_over.held(holder, place, at=at) if holder else []
    for row in rows:
        if row.case == case and row.key.startswith(side):
            handing_over.hand(row, to=to, by=cast.leader, at=at, because="休产假")


def _hand_doctor(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    side = "doctor" if case.is_open else "round"
    to = cast.way.doctor if case.owner == cast.colleague else cast.colleague
    _hand(case, side, holder=case.owner, to=to, at=at, cast=cast)


def _hand_lead(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    to = cast.third if case.expert == cast.second else cast.second
    _hand(case, "lead", holder=case.expert, to=to, at=at, cast=cast)


def _hand_reading(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    _hand(case, "along", holder=cast.second, to=cast.third, at=at, cast=cast)


def _place_leaves(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    departing.leave(case.inviting, because="合并", anyway=True, by=cast.leader, at=at)


def _place_returns(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    if case.inviting.left_on is not None:
        departing.take_back(case.inviting, by=cast.leader, at=at)


HANDED = ("hand_doctor", "hand_lead", "hand_reading")
ASIDE: dict[str, Callable[[Consultation, Person, datetime, Cast], Any]] = {
    "hand_doctor": _hand_doctor,
    "hand_lead": _hand_lead,
    "hand_reading": _hand_reading,
    "place_leaves": _place_leaves,
    "place_returns": _place_returns,
    "end_departed": lambda case, by, at, cast: departed.end(case, because="x", by=by, at=at),
    "leave_asking": lambda case, by, at, cast: _leave(case.owner, case.inviting, at, cast),
    "leave_reading": lambda case, by, at, cast: _leave(cast.second, case.invited, at, cast),
    "return_reading": lambda case, by, at, cast: _come_back(cast.second, case.invited, "expert"),
    "leave_answering": lambda case, by, at, cast: _leave(case.expert, case.invited, at, cast),
    "return_asking": lambda case, by, at, cast: _come_back(cast.way.doctor, case.inviting, "community_doctor"),
    "return_answering": lambda case, by, at, cast: _come_back(cast.way.expert, case.invited, "expert"),
}
