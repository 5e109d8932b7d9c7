"""How an alliance divides its district: zones (片区), each with a leader who answers for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet

from alliance import access, audit, institutions
from alliance.models import Institution, Membership, Person, Zone
from alliance.roles import Permission


class NameTaken(Exception):
    """Another zone of the alliance has this name."""


class LeadsNothing(Exception):
    """Only somebody who leads an institution of the alliance can answer for a zone: nobody else sees what is wrong."""


class Inhabited(Exception):
    """Institutions lie in it; they are given another zone first."""


def alliances_of(person: Person) -> list[Institution]:
    """The alliances that this person may divide."""
    return [place for place in person.places_where(Permission.KEEP_ALLIANCE) if place.parent_id is None]


def zones_for(person: Person) -> QuerySet[Zone]:
    """The zones that the person can know of, each with the institutions that lie in it and have not left."""
    inside = Prefetch("institutions", Institution.objects.filter(left_on=None))
    return Zone.objects.within_reach_of(person).select_related("alliance", "leader").prefetch_related(inside)


def outside(alliances: Collection[Institution]) -> QuerySet[Institution]:
    """What lies in no zone of these alliances, although they are divided."""
    divided = [alliance for alliance in alliances if alliance.zones.exists()]
    inside = institutions.below(divided) - {alliance.pk for alliance in divided}
    return Institution.objects.filter(pk__in=inside, zone=None, left_on=None)


def leaders(alliances: Collection[Institution]) -> QuerySet[Person]:
    """Who can answer for a zone: everybody who leads the alliance or an institution of it."""
    leading = Membership.objects.carrying(Permission.READ_OVERVIEW).filter(
        institution__in=institutions.below(alliances)
    )
    return Person.objects.filter(pk__in=leading.values("person")).order_by("name", "pk")


def add(alliance: Institution, *, name: str, leader: Person | None, by: Person, at: datetime) -> Zone:
    """A zone more. Raises PermissionDenied where `by` does not lead the alliance, LeadsNothing and NameTaken."""
    zone = Zone(alliance=alliance)
    _keep(zone, "zone.added", name, leader, by, at)
    return zone


def change(zone: Zone, *, name: str, leader: Person | None, by: Person, at: datetime) -> None:
    """Another name or another leader. Raises what `add` raises."""
    _keep(zone, "zone.changed", name, leader, by, at)


def remove(zone: Zone, *, by: Person, at: datetime) -> None:
    """Takes an empty zone out. Raises PermissionDenied and Inhabited."""
    _may_keep(zone, by)
    with transaction.atomic():
        Zone.objects.select_for_update().get(pk=zone.pk)
        if zone.institutions.filter(left_on=None).exists():
            raise Inhabited
        audit.record(by, "zone.removed", about=zone, at=at, institution=zone.alliance)
        zone.delete()


def _keep(zone: Zone, action: str, name: str, leader: Person | None, by: Person, at: datetime) -> None:
    _may_keep(zone, by)
    if leader is not None and leader != zone.leader and not leaders([zone.alliance]).filter(pk=leader.pk).exists():
        raise LeadsNothing
    zone.name, zone.leader = name.strip(), leader
    try:
        with transaction.atomic():
            zone.save()
            audit.record(by, action, about=zone, at=at, institution=zone.alliance)
    except IntegrityError as error:
        raise NameTaken from error


def _may_keep(zone: Zone, by: Person) -> None:
    if zone.alliance.parent_id is not None or not access.allows(zone, by=by, to=Permission.KEEP_ALLIANCE):
        raise PermissionDenied
