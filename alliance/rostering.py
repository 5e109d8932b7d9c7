"""Keeping the weekly roster: who answers danger at a centre, in which hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from alliance import audit
from alliance.models import DutyShift, Institution, Person
from alliance.reach import places_below
from alliance.roles import Permission


class HourTaken(Exception):
    """Another shift begins at the same hour."""


class NotOnTheStaff(Exception):
    """Only somebody who may answer danger at the place can be on duty there."""


class AlreadyRemoved(Exception):
    """Somebody else has taken the shift out meanwhile."""


def add(
    institution: Institution,
    *,
    person: Person,
    weekdays: Iterable[int],
    begins: time,
    hours: int,
    phone: str,
    by: Person,
    at: datetime,
) -> list[DutyShift]:
    """A shift on each of these days of every week: 0–6 from Monday, `hours` 1–24, past midnight where it must.

    Raises PermissionDenied, NotOnTheStaff, or HourTaken; then no day was added.
    """
    if institution.pk not in places_below(by, Permission.KEEP_ROSTER):
        raise PermissionDenied
    if not person.may(Permission.ANSWER_DANGER, at=institution):
        raise NotOnTheStaff
    try:
        with transaction.atomic():
            shifts = [
                DutyShift.objects.create(
                    institution=institution, person=person, weekday=day, begins=begins, hours=hours, phone=phone
                )
                for day in weekdays
            ]
            for shift in shifts:
                audit.record(by, "duty.added", about=shift, at=at, institution=institution, person=str(person.code))
    except IntegrityError as error:
        raise HourTaken from error
    return shifts


def pass_on(shift: DutyShift, *, to: Person, by: Person, at: datetime) -> None:
    """A colleague is on call at these hours from now on. Raises NotOnTheStaff or AlreadyRemoved."""
    if not to.may(Permission.ANSWER_DANGER, at=shift.institution):
        raise NotOnTheStaff
    with transaction.atomic():
        if not DutyShift.objects.filter(pk=shift.pk, person=shift.person_id).update(person=to):
            raise AlreadyRemoved
        facts = {"person": str(to.code), "before": str(shift.person.code)}
        audit.record(by, "duty.passed_on", about=shift, at=at, institution=shift.institution, **facts)


def remove(shift: DutyShift, *, by: Person, at: datetime) -> None:
    """Takes a shift out of every week. Raises AlreadyRemoved."""
    with transaction.atomic():
        removed, _ = DutyShift.objects.filter(pk=shift.pk).delete()
        if not removed:
            raise AlreadyRemoved
        audit.record(
            by, "duty.removed", about=shift, at=at, institution=shift.institution, person=str(shift.person.code)
        )
