"""What people above the case may know of an overdue step: number, age, urgency, whom to call. Never the patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alliance import escalating
from teleconsult import timers
from teleconsult.models import Booking, Consultation, PanelSeat

if TYPE_CHECKING:
    from alliance.models import Person

NAMES = {
    timers.TRIAGE: _("assign the request"),
    timers.ACCEPT: _("accept or decline"),
    timers.REROUTE: _("find another expert"),
    timers.START: _("meet the doctor"),
    timers.OPINION: _("write and sign the opinion"),
    timers.ANSWER_BACK: _("answer the expert's question"),
    timers.FOLLOW_UP_QUESTION: _("answer the doctor's further question"),
    timers.DISPOSE: _("act on the opinion"),
    timers.ROUND: _("answer the follow-up"),
    timers.CONSENT_DUE: _("obtain the consent that is still due"),
    timers.REVIEW_EMERGENCY: _("review the emergency approval"),
    timers.PANEL_COMMENT: _("comment on the case read along"),
}
# one ends by itself, one is a courtesy, one is between the doctor and the patient
_STAYS = {timers.RETURNED, timers.SURVEY, timers.CHECK}
# What became of the advice weeks later, and a comment that the lead can sign without, end with the coordinator.
_HEIGHT = {timers.ROUND: 1, timers.PANEL_COMMENT: 1}


def register() -> None:
    """Every step with a clock climbs, all the way where nothing else is said."""
    for kind in timers.TIMERS.keys() - _STAYS:
        rests = booked_until if kind == timers.START else None
        name = NAMES.get(kind, _("the next step"))
        about = readers if kind == timers.PANEL_COMMENT else subjects
        escalating.register(kind, escalating.Ladder(name, about, rests=rests, height=_HEIGHT.get(kind, 3)))


def subjects(codes: Iterable[UUID]) -> Mapping[UUID, escalating.Subject]:
    """The cases by code, without anything clinical; one query."""
    cases = Consultation.objects.filter(code__in=list(codes)).select_related("inviting", "invited", "owner", "expert")
    return {case.code: _subject(case) for case in cases}


def readers(codes: Iterable[UUID]) -> Mapping[UUID, escalating.Subject]:
    """The same by the code of a reader's seat, and the reader's telephone first."""
    seats = PanelSeat.objects.filter(code__in=list(codes)).select_related(
        "person", *(f"consultation__{name}" for name in ("inviting", "invited", "owner", "expert"))
    )
    return {seat.code: _subject(seat.consultation, seat.person) for seat in seats}


def _subject(case: Consultation, reader: Person | None = None) -> escalating.Subject:
    people = [(f"{case.invited.label} {person.name}", person.mobile) for person in [reader] if person]
    people += [(f"{case.inviting.label} {person.name}", person.mobile) for person in [case.owner] if person]
    people += [(f"{case.invited.label} {person.name}", person.mobile) for person in [case.expert] if person]
    places = [(case.inviting.label, case.inviting.phone), (case.invited.label, case.invited.duty_phone)]
    return escalating.Subject(
        number=case.number or "",
        place=case.inviting.label,
        urgency=case.urgency,
        since=case.submitted_at or case.created_at,
        url=case.get_absolute_url(),
        calls=tuple((who, number) for who, number in [*people, *places] if number),
    )


def booked_until(code: UUID) -> datetime | None:
    """The end of the hour that is booked for a case: until then its meeting is not owed."""
    live = Booking.objects.live().filter(consultation__code=code, confirmed_at__isnull=False)
    return live.values_list("slot__ends_at", flat=True).first()
