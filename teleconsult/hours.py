"""The expert's week: the hours in which one can be booked, put in and taken out."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit
from alliance.models import Person
from teleconsult.models import Availability, Booking, Slot

if TYPE_CHECKING:
    from alliance.models import Institution


def add_hours(
    person: Person, institution: Institution, *, weekday: int, begins: time, ends: time, slot_minutes: int, at: datetime
) -> bool:
    """Adds weekly hours; False where they overlap with others of the same person."""
    overlapping = Availability.objects.filter(
        person=person, ended_at=None, weekday=weekday, begins__lt=ends, ends__gt=begins
    )
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # a second click waits here
        if overlapping.exists():
            return False
        rule = Availability.objects.create(
            person=person, institution=institution, weekday=weekday, begins=begins, ends=ends, slot_minutes=slot_minutes
        )
        audit.record(person, "availability.added", about=rule, at=at, institution=institution, purpose="coordination")
    return True


def end_hours(rule: Availability, *, at: datetime) -> None:
    """Takes hours out of the week. Free future slots made from them are withdrawn; booked ones stay."""
    with transaction.atomic():
        Availability.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=at)
        free = Slot.objects.filter(expert=rule.person, begins_at__gt=at, is_emergency=False, withdrawn_at=None)
        free = free.exclude(bookings__in=Booking.objects.live())
        tz = rule.institution.tz
        gone = [
            slot.pk
            for slot in free
            if slot.begins_at.astimezone(tz).weekday() == rule.weekday
            and rule.begins <= slot.begins_at.astimezone(tz).time() < rule.ends
        ]
        Slot.objects.filter(pk__in=gone).update(withdrawn_at=at)
        audit.record(
            rule.person, "availability.ended", about=rule, at=at, institution=rule.institution, purpose="coordination"
        )
