"""What allows somebody to practise, as their leader enters it: the licence, and leave to work at a site.

The expert gate (domain.md §2.1) reads it when a case is assigned and again when the consultation starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from alliance import audit
from alliance.models import Institution, Licence, Membership, Person, SiteRegistration
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.signals import leave_shortened


class Facts(TypedDict):
    """What the register of doctors says of a licence."""

    number: str
    scope: str
    title: str
    independent_since: date
    specialties: list[str]


class NumberTaken(Exception):
    """Somebody else's licence has this number."""


class SecondMainSite(Exception):
    """The person has another main site."""


@dataclass(frozen=True)
class Outside:
    """Something arranged for a day on which the person may no longer practise, and what is offered instead."""

    name: str
    begins_at: datetime
    place: Institution
    instead: datetime | None


Source = Callable[[SiteRegistration, date | None, datetime], Iterable[Outside]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds to what is told before leave to practise is shortened; upper apps call it in `apps.py`."""
    _sources[name] = source


def outside(site: SiteRegistration, valid_until: date | None, *, at: datetime) -> list[Outside]:
    """What would fall outside if that were its last day; empty where it does not end earlier."""
    if not _ends_earlier(valid_until, site.valid_until):
        return []
    return [each for source in _sources.values() for each in source(site, valid_until, at)]


def _ends_earlier(last: date | None, before: date | None) -> bool:
    return last is not None and (before is None or last < before)


class EndsBeforeItBegins(Exception):
    """Its last day lies before its first."""


def licence_of(person: Person) -> Licence | None:
    """The licence, where one is entered."""
    return Licence.objects.filter(person=person).first()


def sites_of(person: Person) -> QuerySet[SiteRegistration]:
    """Where the person has leave to practise, the main site first."""
    return person.site_registrations.select_related("institution").order_by("-is_main", "valid_from", "pk")


def sites_kept_by(by: Person, person: Person) -> QuerySet[SiteRegistration]:
    """Those of them that `by` may change."""
    return sites_of(person).filter(institution__in=places_below(by, Permission.MANAGE_PEOPLE))


def record_licence(person: Person, *, suspended: bool, by: Person, at: datetime, **facts: Unpack[Facts]) -> Licence:
    """Enters the licence or changes it. Raises PermissionDenied where `by` does not lead them, and NumberTaken."""
    _may_keep(person, by)
    licence = licence_of(person) or Licence(person=person)
    for name, value in facts.items():
        setattr(licence, name, value)
    licence.suspended_at = (licence.suspended_at or at) if suspended else None
    try:
        with transaction.atomic():
            licence.save()
            audit.record(
                by,
                "licence.recorded",
                about=person,
                at=at,
                scope=licence.scope,
                title=licence.title,
                suspended=suspended,
            )
    except IntegrityError as error:
        raise NumberTaken from error
    return licence


def register_site(
    person: Person,
    institution: Institution,
    *,
    is_main: bool,
    valid_from: date,
    valid_until: date | None,
    by: Person,
    at: datetime,
) -> SiteRegistration:
    """Leave to practise there, both days included (None: without end).

    Raises PermissionDenied where `by` leads neither them nor the place, EndsBeforeItBegins and SecondMainSite.
    """
    _may_keep(person, by)
    if institution.pk not in places_below(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    site = SiteRegistration(
        person=person, institution=institution, is_main=is_main, valid_from=valid_from, valid_until=valid_until
    )
    _keep(site, "site.registered", by, at)
    return site


def change_site(site: SiteRegistration, *, is_main: bool, valid_until: date | None, by: Person, at: datetime) -> None:
    """Another last day, or another main site; upper apps hear of an earlier end and move what falls outside.

    Raises PermissionDenied, EndsBeforeItBegins and SecondMainSite.
    """
    _may_keep(site.person, by)
    if site.institution_id not in places_below(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    shortened = _ends_earlier(valid_until, site.valid_until)
    site.is_main, site.valid_until = is_main, valid_until
    with transaction.atomic():
        _keep(site, "site.changed", by, at)
        if shortened:
            leave_shortened.send(SiteRegistration, site=site, by=by, at=at)


def _keep(site: SiteRegistration, action: str, by: Person, at: datetime) -> None:
    if site.valid_until is not None and site.valid_until < site.valid_from:
        raise EndsBeforeItBegins
    until = site.valid_until.isoformat() if site.valid_until else None
    try:
        with transaction.atomic():
            site.save()
            audit.record(
                by, action, about=site.person, at=at, institution=site.institution, main=site.is_main, valid_until=until
            )
    except IntegrityError as error:
        raise SecondMainSite from error


def _may_keep(person: Person, by: Person) -> None:
    places = places_below(by, Permission.MANAGE_PEOPLE)
    if not Membership.objects.live().filter(person=person, institution__in=places).exists():
        raise PermissionDenied
