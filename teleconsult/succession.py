"""One side of a case passes to somebody else while the case stays where it is: the row, its clocks, and the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alliance.models import Deadline
from teleconsult.models import Consultation, HandOver

if TYPE_CHECKING:
    from alliance.models import Institution, Person


class Passed(Exception):
    """Somebody else was faster: the person it was taken from does not have it any more."""


def owner(consultation: Consultation, to: Person, *, by: Person, at: datetime, because: str) -> None:
    """Who answers for it on the asking side, also once closed. The caller holds the transaction. Raises Passed."""
    before = consultation.owner
    rows = Consultation.objects.filter(pk=consultation.pk, state=consultation.state, owner=before)
    if before == to or not rows.update(owner=to):
        raise Passed
    codes = [consultation.code, *consultation.rounds.values_list("code", flat=True)]
    _clocks(codes, before, to, consultation.inviting)
    _write(consultation, HandOver.Side.ASKING, before, to, by=by, at=at, because=because)


def expert(consultation: Consultation, to: Person, *, by: Person, at: datetime, because: str) -> None:
    """Who answers for it at the centre once it is signed. The caller holds the transaction. Raises Passed."""
    before = consultation.expert
    rows = Consultation.objects.filter(pk=consultation.pk, state=consultation.state, expert=before)
    if before == to or not rows.update(expert=to):
        raise Passed
    _clocks([consultation.code], before, to, consultation.invited)
    _write(consultation, HandOver.Side.ANSWERING, before, to, by=by, at=at, because=because)


def vacate(consultation: Consultation, person: Person, place: Institution) -> None:
    """Whoever had it has left: its clocks run on there as nobody's, and their notices reach no stranger."""
    _clocks([consultation.code, *consultation.rounds.values_list("code", flat=True)], person, None, place)


def _clocks(codes: list[UUID], before: Person | None, to: Person | None, place: Institution) -> None:
    Deadline.objects.running().filter(subject_code__in=codes, institution=place, owner=before).update(owner=to)


def _write(
    consultation: Consultation,
    side: str,
    before: Person | None,
    to: Person,
    *,
    by: Person,
    at: datetime,
    because: str,
) -> None:
    consultation.refresh_from_db()
    HandOver.objects.create(
        consultation=consultation, side=side, before=before, after=to, by=by, at=at, because=because
    )
