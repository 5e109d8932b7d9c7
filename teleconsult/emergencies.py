"""The emergency path: life in danger, and consent not to be had in time or the agreement lapsed (DESIGN rule 3).

A named responsible person approves with a reason. The missing consent becomes a due item, and the approval is reviewed
on the next working day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alliance import audit, institutions, notices
from alliance.roles import Permission
from teleconsult import timers
from teleconsult.models import EmergencyApproval, Urgency

if TYPE_CHECKING:
    from alliance.models import Institution, Person
    from teleconsult.models import Consultation


class NotAnEmergency(Exception):
    """The path is open for urgency “emergency” only."""


class NobodyResponsible(Exception):
    """No leader above either side could approve."""


class NothingMissing(Exception):
    """Consent is given and the agreement holds: the ordinary way is open."""


class AlreadyDecided(Exception):
    """Somebody else has decided meanwhile."""


class AlreadyAsked(Exception):
    """The emergency path was asked for before."""


class OwnRequest(Exception):
    """Nobody approves their own emergency."""


def approver_place(consultation: Consultation) -> Institution:
    """The nearest institution at or above the inviting side, then the invited one, that has a leader."""
    for start in (consultation.inviting, consultation.invited):
        place: Institution | None = start
        while place is not None:
            if institutions.holders(Permission.APPROVE_EMERGENCY, at=place):
                return place
            place = place.parent
    raise NobodyResponsible


def ask(
    consultation: Consultation, *, because: str, consent: bool, agreement: bool, by: Person, at: datetime
) -> EmergencyApproval:
    """Asks the responsible leader. Raises NotAnEmergency, NothingMissing, NobodyResponsible or AlreadyAsked."""
    if consultation.urgency != Urgency.EMERGENCY:
        raise NotAnEmergency
    if not (consent or agreement):
        raise NothingMissing
    place = approver_place(consultation)
    try:
        with transaction.atomic():
            approval = EmergencyApproval.objects.create(
                consultation=consultation,
                approver_place=place,
                waives_consent=consent,
                waives_agreement=agreement,
                asked_by=by,
                asked_at=at,
                asked_because=because,
            )
            audit.record(by, "emergency.asked", about=approval, at=at, institution=place, purpose="emergency")
            leaders = institutions.holders(Permission.APPROVE_EMERGENCY, at=place)
            facts = {
                "place": consultation.inviting.label,
                "doctor": by.name,
                "phone": by.mobile or consultation.inviting.phone,
            }
            notices.send(leaders, "emergency-asked", about=approval, at=at, url=url(approval), **facts)
    except IntegrityError as error:
        raise AlreadyAsked from error
    return approval


def url(approval: EmergencyApproval) -> str:
    """The page on which it is decided."""
    from django.urls import reverse  # kept here: urls import views, which import this module

    return reverse("teleconsult:emergency", args=[approval.code])


def decide(approval: EmergencyApproval, *, approved: bool, because: str, by: Person, at: datetime) -> None:
    """The responsible person decides, once. Raises OwnRequest or AlreadyDecided."""
    if approval.asked_by_id == by.pk:
        raise OwnRequest
    with transaction.atomic():
        undecided = EmergencyApproval.objects.filter(pk=approval.pk, approved=None)
        if not undecided.update(approved=approved, decided_by=by, decided_at=at, decided_because=because):
            raise AlreadyDecided
        approval.refresh_from_db()
        audit.record(
            by,
            "emergency.approved" if approved else "emergency.refused",
            about=approval,
            at=at,
            institution=approval.approver_place,
            purpose="emergency",
            lawful_basis="emergency",
        )
        case = approval.consultation
        kind = "emergency-approved" if approved else "emergency-refused"
        notices.send(approval.asked_by, kind, about=case, at=at, url=case.get_absolute_url(), who=by.name)


def review(approval: EmergencyApproval, *, words: str, by: Person, at: datetime) -> None:
    """The next-day review of what was approved, once. Raises AlreadyDecided."""
    with transaction.atomic():
        owed = EmergencyApproval.objects.filter(pk=approval.pk, approved=True, reviewed_at=None)
        if not owed.update(reviewed_by=by, reviewed_at=at, review=words):
            raise AlreadyDecided
        timers.stop(approval.consultation, timers.REVIEW_EMERGENCY, at=at)
        audit.record(
            by, "emergency.reviewed", about=approval, at=at, institution=approval.approver_place, purpose="emergency"
        )


def approved(consultation: Consultation) -> EmergencyApproval | None:
    """The approval that opens the path, if there is one; for no case that has become less than an emergency."""
    if consultation.urgency != Urgency.EMERGENCY:
        return None
    return EmergencyApproval.objects.filter(consultation=consultation, approved=True).first()


def owe(consultation: Consultation, approval: EmergencyApproval, *, at: datetime, consent: bool) -> None:
    """What the emergency path leaves owing: the consent, and the review on the next working day."""
    timers.start(
        timers.REVIEW_EMERGENCY, consultation, at=at, owed_by=approval.approver_place, owner=approval.decided_by
    )
    if consent:
        owner = consultation.owner
        timers.start(timers.CONSENT_DUE, consultation, at=at, owed_by=consultation.inviting, owner=owner)
