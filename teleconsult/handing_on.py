"""What becomes of open cases when somebody leaves or consent is taken back: answers to signals from below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F

from alliance import audit, institutions, notices
from alliance.roles import Permission
from care.models import Purpose
from teleconsult import clinics, following_up, meeting, panels, succession, timers
from teleconsult.call import rooms
from teleconsult.models import ANSWERED_BY, Consultation, State

if TYPE_CHECKING:
    from alliance.models import Membership, Person
    from care.models import ConsentGrant


def after_leaving(sender: Any, *, membership: Membership, by: Person, at: datetime, **_: Any) -> None:
    """Open cases of whoever left become unowned on that side, and both sides' responsible people are told."""
    person, place = membership.person, membership.institution
    if not _still(person, place, Permission.REQUEST_CONSULTATIONS):
        for case in Consultation.objects.open().filter(owner=person, inviting=place):
            _let_go(case, person, {"owner": None}, by=by, at=at)
        following_up.hand_on(person, place, at=at)
    if not _still(person, place, Permission.ANSWER):
        for case in Consultation.objects.open().filter(expert=person, invited=place, state__in=ANSWERED_BY):
            fields: dict[str, Any] = {"expert": None}
            _let_go(case, person, fields, by=by, at=at)
        panels.after_leaving(person, place, by=by, at=at)
        clinics.after_leaving(person, place, by=by, at=at)


def _still(person: Person, place: Any, permission: Permission) -> bool:
    from alliance.models import Membership  # the cached memberships of `person` are from before the leaving

    return Membership.objects.carrying(permission).filter(person=person, institution=place).exists()


def _let_go(case: Consultation, person: Person, fields: dict[str, Any], *, by: Person, at: datetime) -> None:
    if "expert" in fields and case.state == State.IN_SESSION and case.consent_withdrawn_at:
        meeting.stop_withdrawn(case, by=by, at=at)  # nobody is left to say goodbye
        return
    if "expert" in fields and case.state == State.IN_SESSION:  # nobody could end it: it counts as broken off
        case.move(State.SCHEDULED, by=by, at=at, **fields)
        timers.start(timers.START, case, at=at, owed_by=case.invited)
    Consultation.objects.filter(pk=case.pk).update(**fields)
    succession.vacate(case, person, case.invited if "expert" in fields else case.inviting)
    if case.room:
        rooms.revoke(case.room, person, at=at, by=by)
    audit.record(by, "consultation.unowned", about=case, at=at, purpose="coordination")
    people = [
        *institutions.holders(Permission.REQUEST_CONSULTATIONS, at=case.inviting),
        *institutions.holders(Permission.TRIAGE, at=case.invited),
    ]
    url = case.get_absolute_url()
    notices.send(people, "case-unowned", about=case, at=at, url=url, who=person.name, number=case.number or "")


def after_withdrawal(sender: Any, *, grant: ConsentGrant, by: Person, at: datetime, **_: Any) -> None:
    """Consent to a consultation was taken back."""
    if grant.purpose != Purpose.CONSULTATION or grant.consent.about_code is None:
        return
    cases = Consultation.objects.select_for_update()  # the state must not move while the case is being stopped
    case = cases.filter(code=grant.consent.about_code, invited=grant.recipient).first()
    if case is not None:
        meeting.consent_gone(case, by=by, at=at)


def end_grants(at: datetime) -> None:
    """A chore of `tick`: what was lent to the expert ends with the time after the close, the seat in the room too."""
    over = at - settings.XINQIAO["GRANT_AFTER_CLOSE"]
    seated = Consultation.objects.filter(room__seats__person=F("expert"), room__seats__revoked_at=None)
    for case in seated.filter(closed_at__lt=over).select_related("room", "expert"):
        if case.room and case.expert:
            rooms.revoke(case.room, case.expert, at=at)
