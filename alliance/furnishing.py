"""Which institutions an alliance has, and what is known of each."""

from __future__ import annotations

from datetime import datetime, time
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from alliance import audit, institutions
from alliance.models import Institution, Person, Zone
from alliance.reach import places_below
from alliance.roles import Permission


class Facts(TypedDict, total=False):
    """What is known of an institution; what is left out stays as it was."""

    name: str
    short_name: str
    kind: str
    function: str
    phone: str
    duty_phone: str
    address: str
    opens_at: time
    closes_at: time
    zone: Zone | None


class NameTaken(Exception):
    """An institution beside it has this name."""


class ClosesBeforeItOpens(Exception):
    """Deadlines run in opening hours: there must be some."""


class LastCentre(Exception):
    """The alliance has no other centre: nobody would answer a request or an alarm."""


class ZoneElsewhere(Exception):
    """The zone is another alliance's."""


def add(parent: Institution, *, by: Person, at: datetime, **facts: Unpack[Facts]) -> Institution:
    """An institution under `parent`, in its time zone.

    Raises PermissionDenied where `by` does not keep `parent`, HasLeft, NameTaken, ClosesBeforeItOpens, ZoneElsewhere.
    """
    if parent.pk not in places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    if parent.left_on is not None:
        raise institutions.HasLeft
    institution = Institution(parent=parent, time_zone=parent.time_zone, joined_on=at.astimezone(parent.tz).date())
    _keep(institution, "institution.added", facts, by, at)
    return institution


def change(institution: Institution, *, by: Person, at: datetime, **facts: Unpack[Facts]) -> None:
    """Other facts. Raises PermissionDenied, HasLeft, NameTaken, ClosesBeforeItOpens, ZoneElsewhere and LastCentre."""
    if institution.pk not in places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    if institution.left_on is not None:
        raise institutions.HasLeft
    centre = Institution.Function.CENTRE
    if institution.function == centre and facts.get("function", centre) != centre:
        another_centre_than(institution)
    _keep(institution, "institution.changed", facts, by, at)


def another_centre_than(institution: Institution) -> None:
    """Somebody else can be asked. Raises LastCentre where nobody could."""
    if all(centre == institution for centre in institutions.centres_of(institution)):
        raise LastCentre


def _keep(institution: Institution, action: str, facts: Facts, by: Person, at: datetime) -> None:
    changed = [name for name, value in facts.items() if getattr(institution, name) != value]
    for name, value in facts.items():
        setattr(institution, name, value)
    if institution.opens_at >= institution.closes_at:
        raise ClosesBeforeItOpens
    zone = facts.get("zone")
    if zone is not None and institutions.root_of(institution.parent or institution) != zone.alliance:
        raise ZoneElsewhere
    try:
        with transaction.atomic():
            # Only what was given: meanwhile somebody else may have moved it, or let it leave.
            institution.save(update_fields=list(facts) if institution.pk else None)
            audit.record(by, action, about=institution, at=at, institution=institution, changed=",".join(changed))
    except IntegrityError as error:
        raise NameTaken from error
