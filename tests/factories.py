"""Valid things with no arguments. What belongs to one app stands in `tests/<app>/factories.py`.

Everybody's password is `PASSWORD`; its hash is made once.
"""

from datetime import date, datetime, time
from functools import cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from alliance.models import (
    Agreement,
    AgreementParty,
    AgreementScope,
    DutyShift,
    Institution,
    Licence,
    Membership,
    Person,
    SiteRegistration,
    Specialty,
    Title,
)
from alliance.roles import Role

PASSWORD = "a-calm-bridge-2026"
_numbers = count(1)


@cache
def _hash() -> str:
    return make_password(PASSWORD)


def make_alliance(**fields: Any) -> Institution:
    """The root of a tree."""
    return make_institution(**{"kind": Institution.Kind.ALLIANCE, "function": Institution.Function.LEAD, **fields})


def make_institution(**fields: Any) -> Institution:
    """A community health centre."""
    fields.setdefault("name", f"第{next(_numbers)}社区卫生服务中心")
    fields.setdefault("kind", Institution.Kind.HEALTH_CENTRE)
    fields.setdefault("phone", "025-8400 1200")
    return Institution.objects.create(**fields)


def make_centre(**fields: Any) -> Institution:
    """The consultation centre of an alliance; without a parent it brings one."""
    fields.setdefault("name", f"第{next(_numbers)}人民医院")
    fields.setdefault("kind", Institution.Kind.SPECIALIST_HOSPITAL)
    fields.setdefault("function", Institution.Function.CENTRE)
    fields.setdefault("duty_phone", "025-8400 1999")
    if "parent" not in fields:
        fields["parent"] = make_alliance(name=f"第{next(_numbers)}医联体")
    return make_institution(**fields)


def make_person(**fields: Any) -> Person:
    """Somebody who can sign in, but belongs nowhere yet."""
    number = next(_numbers)
    fields.setdefault("name", f"周{number}")
    fields.setdefault("email", f"person{number}@xinqiao.test")
    fields.setdefault("password", _hash())
    if fields.get("mobile"):
        fields.setdefault("mobile_verified", True)
    return Person.objects.create(**fields)


def make_membership(
    person: Person | None = None,
    institution: Institution | None = None,
    role: str = Role.COMMUNITY_DOCTOR,
    **fields: Any,
) -> Membership:
    """A role at an institution; the first one of a person is their main site."""
    person = person or make_person()
    fields.setdefault("is_main", not person.memberships.live().filter(is_main=True).exists())  # type: ignore[attr-defined]
    fields.setdefault("began_at", timezone.now())
    person.__dict__.pop("live_memberships", None)
    return Membership.objects.create(person=person, institution=institution or make_institution(), role=role, **fields)


def make_member(role: str, institution: Institution | None = None, **fields: Any) -> Person:
    """A person with one membership."""
    person = make_person(**fields)
    make_membership(person, institution, role)
    return person


def make_licence(person: Person, **fields: Any) -> Licence:
    """A psychiatrist in practice for ten years, who may answer for mood disorders."""
    fields.setdefault("number", f"1103201{next(_numbers):08}")
    fields.setdefault("scope", Licence.Scope.PSYCHIATRY)
    fields.setdefault("title", Title.ASSOCIATE_CHIEF)
    fields.setdefault("independent_since", date(2014, 7, 1))
    fields.setdefault("specialties", [Specialty.MOOD, Specialty.PSYCHOSIS])
    return Licence.objects.create(person=person, **fields)


def make_site(person: Person, institution: Institution, **fields: Any) -> SiteRegistration:
    """Leave to practise there, without end."""
    fields.setdefault("is_main", not person.site_registrations.filter(is_main=True).exists())
    fields.setdefault("valid_from", date(2020, 1, 1))
    return SiteRegistration.objects.create(person=person, institution=institution, **fields)


def make_expert(institution: Institution, **fields: Any) -> Person:
    """A licensed psychiatrist with leave to practise at `institution`."""
    person = make_member(Role.EXPERT, institution, **fields)
    make_licence(person)
    make_site(person, institution)
    return person


def make_agreement(
    inviting: Institution,
    invited: Institution,
    scopes: tuple[str, ...] = ("liaison", "expert", "school", "panel"),
    **fields: Any,
) -> Agreement:
    """A cooperation agreement in force, for every kind of consultation."""
    fields.setdefault("number", f"XQ-{next(_numbers):04}")
    fields.setdefault("title", "远程会诊合作协议")
    fields.setdefault("valid_from", date(2024, 3, 1))
    agreement = Agreement.objects.create(**fields)
    AgreementParty.objects.create(agreement=agreement, institution=inviting, side=AgreementParty.Side.INVITING)
    AgreementParty.objects.create(agreement=agreement, institution=invited, side=AgreementParty.Side.INVITED)
    AgreementScope.objects.bulk_create(AgreementScope(agreement=agreement, scope=scope) for scope in scopes)
    return agreement


def make_shift(person: Person, institution: Institution, weekday: int = 0, **fields: Any) -> DutyShift:
    """A day of duty, eight to eight."""
    fields.setdefault("begins", time(8))
    fields.setdefault("hours", 12)
    return DutyShift.objects.create(person=person, institution=institution, weekday=weekday, **fields)


def make_round_the_clock(person: Person, institution: Institution) -> list[DutyShift]:
    """Duty in every hour of the week."""
    return [make_shift(person, institution, day, begins=time(0), hours=24) for day in range(7)]


def at(text: str, zone: str = "+08:00") -> datetime:
    """`at("2027-03-01 09:30")`: a moment in China."""
    return datetime.fromisoformat(text.replace(" ", "T") + zone)
