"""Calendars others can read (RFC 5545): an event for a booking, and a private feed. Never with a patient's identity."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vText

from alliance import audit
from alliance.models import Person
from teleconsult.models import Booking

if TYPE_CHECKING:
    from collections.abc import Iterable


PAST_SHOWN = timedelta(days=30)
BEFORE_A_CALL, BEFORE_SETTING_OUT = timedelta(minutes=15), timedelta(hours=1)


def of(bookings: Iterable[Booking], *, at: datetime, method: str = "PUBLISH") -> bytes:
    """The bookings as one calendar file; cancelled ones as cancelled, each with its SEQUENCE."""
    calendar = Calendar()
    calendar.add("prodid", "-//Xinqiao//telepsychiatry//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", _("Consultations"))
    for booking in bookings:
        calendar.add_component(_event(booking, at=at))
    return bytes(calendar.to_ical())


def _event(booking: Booking, *, at: datetime) -> Event:
    case, slot = booking.consultation, booking.slot
    zone = slot.institution.tz
    event = Event()
    event.add("uid", f"{case.code}@{settings.PUBLIC_URL.split('//')[-1]}")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", slot.begins_at.astimezone(zone))
    event.add("dtend", slot.ends_at.astimezone(zone))
    what = _("Consultation in person %(number)s") if slot.clinic_id else _("Video consultation %(number)s")
    summary = what % {"number": case.number or ""}
    event.add("summary", summary)
    event.add("description", f"{case.inviting.label} ↔ {case.invited.label}")
    if slot.clinic_id is not None:
        event.add("location", slot.institution.name)
    event.add("status", "CANCELLED" if booking.cancelled_at else "CONFIRMED")
    if case.room is not None and slot.clinic_id is None:
        event["url"] = vText(f"{settings.PUBLIC_URL}{case.room.get_absolute_url()}")
    if not booking.cancelled_at:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", -(BEFORE_A_CALL if slot.clinic_id is None else BEFORE_SETTING_OUT))
        event.add_component(alarm)
    return event


def reader(token: UUID) -> Person | None:
    """Whose private feed this is; the address is the key."""
    return Person.objects.filter(calendar_token=token, is_active=True).first()


def bookings_of(person: Person, *, at: datetime) -> list[Booking]:
    """This person's meetings, one row per case: the confirmed one, else the latest that was cancelled."""
    mine = Q(consultation__owner=person) | Q(slot__expert=person)
    rows = Booking.objects.filter(mine, slot__begins_at__gt=at - PAST_SHOWN, confirmed_at__isnull=False)
    rows = rows.select_related(
        "slot__institution", "consultation__room", "consultation__inviting", "consultation__invited"
    )
    latest: dict[int, Booking] = {}
    for row in rows.order_by("sequence", "pk"):
        latest[row.consultation_id] = row
    return list(latest.values())


def renew_feed(person: Person, *, at: datetime) -> None:
    """Gives the private calendar feed a new address."""
    with transaction.atomic():
        person.calendar_token = uuid4()
        person.save(update_fields=["calendar_token"])
        audit.record(person, "calendar.renewed", at=at, purpose="own")
