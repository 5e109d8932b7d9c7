"""Open cases of an institution that has left the alliance: nobody there can finish them.

The centre ends what was sent to it. Of what was never sent it knows nothing: that ends by itself after some days, in
which an institution that left by mistake may be taken back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alliance import audit, notices
from teleconsult import asking, filing_away, following_up, panels
from teleconsult.call import rooms
from teleconsult.models import UNSEEN, Consultation, MovedOn, State

if TYPE_CHECKING:
    from alliance.models import Person

UNSENT_KEPT = timedelta(days=7)


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
        following_up.ask_no_more(consultation, at=at)
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


def end_unsent(at: datetime) -> None:
    """A chore of `tick`: requests that were never sent end a week after their institution has left."""
    since = timezone.localdate(at, ZoneInfo(settings.TIME_ZONE)) - UNSENT_KEPT
    unsent = Consultation.objects.open().filter(state__in=UNSEEN, inviting__left_on__lte=since)
    for case in unsent.select_related("inviting", "inviter", "expert", "room"):
        try:
            _end_unsent(case, at=at)
        except MovedOn:
            continue  # another tick in the same moment


def _end_unsent(case: Consultation, *, at: datetime) -> None:
    last = case.hand_overs.filter(side="asking").order_by("-pk").first()
    with transaction.atomic():
        case.move(State.CANCELLED, by=None, at=at, only_from=UNSEEN, because=case.inviting.left_because, closed_at=at)
        asking.end_everything(case, by=None, at=at, room=rooms.Because.CANCELLED)
        wrote = last.after if last else case.inviter  # nobody answers for it any more: whoever had it last is told
        if wrote.is_active:
            notices.send(wrote, "unsent-ended", about=case, at=at, place=case.inviting.name)
        audit.record(None, "consultation.cancelled", about=case, at=at, institution=case.inviting, purpose="care")
