"""Which institutions an alliance has, and what is known of each."""

from __future__ import annotations

from datetime import datetime, time
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from alliance import audit, institutions
from alliance.models import Institution, Person
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


class NameTaken(Exception):
    """An institution beside it has this name."""


class ClosesBeforeItOpens(Exception):
    """Deadlines run in opening hours: there must be some."""


class LastCentre(Exception):
    """The alliance has no other centre: nobody would answer a request or an alarm."""


def add(parent: Institution, *, by: Person, at: datetime, **facts: Unpack[Facts]) -> Institution:
    """An institution under `parent`, in its time zone.

    Raises PermissionDenied where `by` does not keep `parent`, NameTaken and ClosesBeforeItOpens.
    """
    if parent.pk not in places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    institution = Institution(parent=parent, time_zone=parent.time_zone, joined_on=at.astimezone(parent.tz).date())
    _keep(institution, "institution.added", facts, by, at)
    return institution


def change(institution: Institution, *, by: Person, at: datetime, **facts: Unpack[Facts]) -> None:
    """Other facts. Raises PermissionDenied, NameTaken, ClosesBeforeItOpens, and LastCentre."""
    if institution.pk not in places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    centre = Institution.Function.CENTRE
    if institution.function == centre and facts.get("function", centre) != centre:
        _another_centre_than(institution)
    _keep(institution, "institution.changed", facts, by, at)


def _another_centre_than(institution: Institution) -> None:
    if all(centre == institution for centre in institutions.centres_of(institution)):
        raise LastCentre


def _keep(institution: Institution, action: str, facts: Facts, by: Person, at: datetime) -> None:
    changed = [name for name, value in facts.items() if getattr(institution, name) != value]
    for name, value in facts.items():
        setattr(institution, name, value)
    if institution.opens_at >= institution.closes_at:
        raise ClosesBeforeItOpens
    try:
        with transaction.atomic():
            institution.save()
            audit.record(by, action, about=institution, at=at, institution=institution, changed=",".join(changed))
    except IntegrityError as error:
        raise NameTaken from error
