"""Open cases of an institution that has left the alliance: nobody there can finish them, the centre ends them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, clocks, notices
from teleconsult import asking, filing_away, panels, timers
from teleconsult.call import rooms
from teleconsult.models import OutcomeRound, State

if TYPE_CHECKING:
    from alliance.models import Person
    from teleconsult.models import Consultation


class StillHere(Exception):
    """The asking institution is part of the alliance: its own doctors finish or withdraw the case."""


def end(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """Before the signature the case is cancelled, after it closed and filed; nobody is asked about it again.

    Raises StillHere, or MovedOn where it has ended or was never sent.
    """
    if consultation.inviting.left_on is None:
        raise StillHere
    signed = consultation.signed_at is not None
    with transaction.atomic():
        to = State.CLOSED if signed else State.CANCELLED
        told = [*([consultation.expert] if consultation.expert else []), *panels.readers(consultation)]
        consultation.move(to, by=by, at=at, because=because, closed_at=at)
        if signed:
            filing_away.number(consultation, at=at)
        asking.end_everything(consultation, by=by, at=at, room=rooms.Because.CANCELLED)
        _ask_no_more(consultation, at=at)
        facts = {"number": consultation.number or "", "place": consultation.inviting.name, "who": by.name}
        notices.send(told, "case-ended-departed", about=consultation, at=at, **facts)
        audit.record(
            by,
            "consultation.ended_departed",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )


def _ask_no_more(consultation: Consultation, *, at: datetime) -> None:
    coming = OutcomeRound.objects.filter(consultation=consultation, outcome=None, ended_at=None)
    for asked in coming:
        clocks.meet(timers.ROUND, asked.code, at=at)
    coming.update(ended_at=at)
