"""The expert's hours: of every week, of single days, and how closely they may be booked; put in and taken out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit
from teleconsult import slotting
from teleconsult.models import Availability, BookingRule, ExtraHours, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.models import Institution, Person


def add_hours(
    person: Person, institution: Institution, *, weekday: int, begins: time, ends: time, slot_minutes: int, at: datetime
) -> bool:
    """Adds weekly hours; False where they overlap with others of the same person."""
    overlapping = Availability.objects.filter(
        person=person, ended_at=None, weekday=weekday, begins__lt=ends, ends__gt=begins
    )
    with transaction.atomic():
        slotting.lock(person.pk)  # a second click waits here
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
        slotting.lock(rule.person_id)
        Availability.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=at)
        tz = rule.institution.tz
        ahead = Slot.objects.filter(expert=rule.person, begins_at__gt=at)
        mine = [slot.pk for slot in ahead if slot.begins_at.astimezone(tz).weekday() == rule.weekday]
        _withdraw_between(ahead.filter(pk__in=mine), rule, at=at)
        audit.record(
            rule.person, "availability.ended", about=rule, at=at, institution=rule.institution, purpose="coordination"
        )


def _withdraw_between(slots: Iterable[Slot], hours: Availability | ExtraHours, *, at: datetime) -> None:
    tz = hours.institution.tz
    gone = [slot.pk for slot in slots if hours.begins <= slot.begins_at.astimezone(tz).time() < hours.ends]
    slotting.withdraw(Slot.objects.filter(pk__in=gone), at=at)


def add_extra(
    person: Person,
    institution: Institution,
    *,
    day: date,
    begins: time,
    ends: time,
    slot_minutes: int,
    at: datetime,
) -> bool:
    """Adds hours on one day; False where they overlap with hours that the day has already."""
    weekly = Availability.objects.filter(person=person, ended_at=None, weekday=day.weekday())
    single = ExtraHours.objects.filter(person=person, ended_at=None, day=day)
    with transaction.atomic():
        slotting.lock(person.pk)
        if any(rows.filter(begins__lt=ends, ends__gt=begins).exists() for rows in (weekly, single)):
            return False
        extra = ExtraHours.objects.create(
            person=person, institution=institution, day=day, begins=begins, ends=ends, slot_minutes=slot_minutes
        )
        audit.record(person, "extra_hours.added", about=extra, at=at, institution=institution, purpose="coordination")
    return True


def end_extra(extra: ExtraHours, *, at: datetime) -> None:
    """Takes the hours of one day out again. Free slots made from them are withdrawn; booked ones stay."""
    tz = extra.institution.tz
    first = datetime.combine(extra.day, extra.begins, tzinfo=tz).astimezone(UTC)
    last = datetime.combine(extra.day, extra.ends, tzinfo=tz).astimezone(UTC)
    with transaction.atomic():
        slotting.lock(extra.person_id)
        ExtraHours.objects.filter(pk=extra.pk, ended_at=None).update(ended_at=at)
        slotting.withdraw(Slot.objects.filter(expert=extra.person, begins_at__gte=first, begins_at__lt=last), at=at)
        audit.record(
            extra.person, "extra_hours.ended", about=extra, at=at, institution=extra.institution, purpose="coordination"
        )


def set_rule(person: Person, *, buffer_minutes: int, most_a_day: int, at: datetime) -> None:
    """How closely this expert may be booked from now on: 0–60 minutes between, 1–30 bookings a day.

    Free slots are cut anew where the buffer changes; what is booked stays as it is.
    """
    with transaction.atomic():
        slotting.lock(person.pk)
        before = slotting.rules_of(person).buffer
        BookingRule.objects.update_or_create(
            person=person, defaults={"buffer_minutes": buffer_minutes, "most_a_day": most_a_day}
        )
        if before != timedelta(minutes=buffer_minutes):
            slotting.withdraw(Slot.objects.filter(expert=person), at=at)
            slotting.make_slots(person, at=at, until=at + slotting.HORIZON)
        audit.record(
            person,
            "booking_rule.set",
            about=person,
            at=at,
            purpose="coordination",
            buffer_minutes=buffer_minutes,
            most_a_day=most_a_day,
        )


def extras_of(person: Person, *, at: datetime) -> list[ExtraHours]:
    """Hours of single days that are not over."""
    return slotting.extras(ExtraHours.objects.filter(person=person), at=at)
