"""What consultations add to pages below: lines for the leader, a part of the patient's page, the names of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance.departing import Line
from alliance.overview import Row
from alliance.reach import places_below
from alliance.roles import Permission
from care.sections import Link
from teleconsult.models import Booking, Consultation, EmergencyApproval, OutcomeRound, State, WaitingEntry

if TYPE_CHECKING:
    from alliance.models import Institution, Person
    from alliance.staff import StaffRequest
    from care.models import Patient

MISSED_SHOWN = timedelta(days=30)


def for_leader(person: Person, at: datetime) -> Iterable[Row]:
    """Cases that nobody answers for, emergencies that wait for a decision, approvals that still owe their review."""
    places = places_below(person, Permission.READ_OVERVIEW)
    unowned = Consultation.objects.unowned().filter(inviting__in=places).count()
    yield Row(_("Open cases with nobody responsible"), unowned, red=unowned > 0)
    owing = Consultation.objects.filter(inviting__in=places, state=State.DISPOSED).count()
    yield Row(_("Opinions awaiting close-out"), owing)
    rounds = OutcomeRound.objects.open(at).filter(consultation__inviting__in=places).count()
    yield Row(_("Follow-up rounds awaiting an answer"), rounds)
    waits = WaitingEntry.objects.filter(ended_at=None, consultation__invited__in=places).count()
    yield Row(_("Cases on the waiting list"), waits)
    missed = Booking.objects.filter(cancelled_at__gt=at - MISSED_SHOWN, consultation__invited__in=places)
    counts = dict(missed.exclude(no_show="").order_by().values_list("no_show").annotate(Count("pk")))
    for who in Booking.NoShow:
        yield Row(_("Missed in the last 30 days by %(who)s") % {"who": who.label}, counts.get(who, 0))
    mine = EmergencyApproval.objects.filter(approver_place__in=person.ids_where(Permission.APPROVE_EMERGENCY))
    undecided = mine.filter(approved=None).order_by("asked_at")
    yield Row(
        _("Emergency requests waiting for your decision"),
        undecided.count(),
        _address(undecided),
        red=undecided.exists(),
    )
    owed = mine.filter(approved=True, reviewed_at=None).order_by("asked_at")
    yield Row(_("Emergency approvals to review"), owed.count(), _address(owed))


def for_departure(institution: Institution) -> Iterable[Line]:
    """Open cases on either side: nobody of an institution that has left could finish them."""
    cases = Consultation.objects.open()
    yield Line(
        _("Open consultations requested there"),
        cases.filter(inviting=institution).count(),
        _("They lose their doctor. Have them completed or withdrawn first."),
    )
    yield Line(
        _("Open consultations to be answered there"),
        cases.filter(invited=institution).exclude(submitted_at=None).count(),
        _("Nobody would answer them. Have them completed or declined first."),
    )


def _address(approvals: Any) -> str:
    first = approvals.first()
    return reverse("teleconsult:emergency", args=[first.code]) if first else ""


def for_patient(request: StaffRequest, patient: Patient) -> tuple[str, Mapping[str, Any]] | None:
    """The patient's consultations that the reader may open."""
    cases = (
        Consultation.objects.within_reach_of(request.user).filter(patient=patient).select_related("expert", "invited")
    )
    return "teleconsult/patient_cases.html", {"cases": cases, "patient": patient, "reader": request.user}


def named(code: UUID, person: Person) -> Link | None:
    """What an alarm is about."""
    case = Consultation.objects.within_reach_of(person).filter(code=code).first()
    if case is None:
        return None
    return Link(case.get_absolute_url(), case.number or _("a request being written"))
