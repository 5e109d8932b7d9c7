"""An institution comes to belong to another one of its alliance; what is below it comes along."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from alliance import audit, institutions
from alliance.furnishing import NameTaken
from alliance.models import Institution, Person
from alliance.reach import places_below
from alliance.roles import Permission


class BelowItself(Exception):
    """What lies below an institution cannot be above it."""


class AnotherAlliance(Exception):
    """An institution does not change its alliance by moving: it leaves the one and is entered in the other."""


def kept_from_above(institution: Institution, by: Person) -> bool:
    """Whether `by` keeps what it belongs to: nobody takes their own institution out of their leader's reach."""
    return institution.parent_id is not None and institution.parent_id in places_below(by, Permission.KEEP_ALLIANCE)


def check(institution: Institution, *, by: Person, at: datetime) -> None:
    """Raises PermissionDenied, and writes the refusal down, where `by` does not keep what it belongs to."""
    if not kept_from_above(institution, by):
        audit.refused(institution, by=by, to=Permission.KEEP_ALLIANCE, at=at)
        raise PermissionDenied


def targets(institution: Institution, by: Person) -> set[int]:
    """Primary keys of what it may belong to, its present place among them."""
    kept = places_below(by, Permission.KEEP_ALLIANCE) & institutions.around([institution])
    return kept - institutions.below([institution])


def move(institution: Institution, *, to: Institution, by: Person, at: datetime) -> None:
    """It belongs to `to` from now on.

    Raises PermissionDenied where `by` does not keep both places, BelowItself, AnotherAlliance, NameTaken, and
    HasLeft where either of the two is no longer part of the alliance.
    """
    with transaction.atomic():
        one_at_a_time(institution)
        institution.refresh_from_db(fields=["parent", "left_on"])
        to.refresh_from_db(fields=["parent", "left_on"])
        if institution.left_on is not None or to.left_on is not None:
            raise institutions.HasLeft
        if not kept_from_above(institution, by) or to.pk not in places_below(by, Permission.KEEP_ALLIANCE):
            raise PermissionDenied
        if to.pk not in institutions.around([institution]):
            raise AnotherAlliance
        if to.pk in institutions.below([institution]):
            raise BelowItself
        _put(institution, to, by, at)


def one_at_a_time(institution: Institution) -> None:
    """Until the transaction ends nobody else moves anything in this alliance.

    Two moves that are each lawful can make a ring together; the row of the alliance lets one of them wait.
    """
    root = institutions.root_of(institution)
    Institution.objects.select_for_update().get(pk=root.pk)


def _put(institution: Institution, to: Institution, by: Person, at: datetime) -> None:
    before = str(institution.parent.code) if institution.parent else ""
    institution.parent = to
    try:
        with transaction.atomic():
            institution.save(update_fields=["parent"])
    except IntegrityError as error:
        raise NameTaken from error
    facts = {"before": before, "after": str(to.code)}
    audit.record(by, "institution.moved", about=institution, at=at, institution=to, **facts)
