"""What becomes of open cases when somebody leaves or consent is taken back: answers to signals from below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from alliance import audit, institutions, notices
from alliance.roles import Permission
from care.models import Purpose
from teleconsult import meeting
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
    if not _still(person, place, Permission.ANSWER):
        for case in Consultation.objects.open().filter(expert=person, invited=place, state__in=ANSWERED_BY):
            fields: dict[str, Any] = {"expert": None}
            _let_go(case, person, fields, by=by, at=at)


def _still(person: Person, place: Any, permission: Permission) -> bool:
    from alliance.models import Membership  # the cached memberships of `person` are from before the leaving

    return Membership.objects.carrying(permission).filter(person=person, institution=place).exists()


def _let_go(case: Consultation, person: Person, fields: dict[str, Any], *, by: Person, at: datetime) -> None:
    if "expert" in fields and case.state == State.IN_SESSION:
        fields = {}  # a running session is met by somebody: the constraint asks for the name; the room closes instead
    Consultation.objects.filter(pk=case.pk).update(**fields)
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
    case = Consultation.objects.filter(code=grant.consent.about_code, invited=grant.recipient).first()
    if case is not None:
        meeting.consent_gone(case, by=by, at=at)
