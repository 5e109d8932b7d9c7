"""Hours, slots, holds and bookings. The database decides who gets a slot; whoever loses is told, and loses no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q

from alliance import audit, notices
from alliance.models import Person
from teleconsult import timers
from teleconsult.call import rooms
from teleconsult.call.models import Room, Seat
from teleconsult.models import Availability, Booking, Consultation, MovedOn, Slot, State

if TYPE_CHECKING:
    from collections.abc import Sequence


HORIZON = timedelta(days=14)
WRITTEN_OUT_FOR = 600  # seconds
EMERGENCY_LENGTH = timedelta(minutes=60)
BOOKABLE = (State.ACCEPTED, State.SCHEDULED)


class SlotTaken(Exception):
    """Somebody else holds or has booked this slot."""


class SlotGone(Exception):
    """The slot is past, withdrawn, or not this expert's."""


class HoldLapsed(Exception):
    """The ten minutes are over; the slot has to be chosen again."""


class NotBookable(Exception):
    """The consultation is not at a point where it can be booked."""


class ExpertBusy(Exception):
    """The expert has another consultation at that time."""


# --- slots ----------------------------------------------------------------------------------------------------------
def _of_day(rule: Availability, day: date) -> list[tuple[datetime, datetime]]:
    tz = rule.institution.tz
    begins, ends = datetime.combine(day, rule.begins, tzinfo=tz), datetime.combine(day, rule.ends, tzinfo=tz)
    length = timedelta(minutes=rule.slot_minutes)
    spans = []
    while begins + length <= ends:
        spans.append((begins.astimezone(UTC), (begins + length).astimezone(UTC)))
        begins += length
    return spans


def make_slots(expert: Person, *, at: datetime, until: datetime) -> None:
    """Writes out the weekly hours as slots up to `until`; passes over those that exist. Safe to run twice at once."""
    rules = Availability.objects.filter(person=expert, ended_at=None).select_related("institution")
    wanted = []
    for rule in rules:
        day = at.astimezone(rule.institution.tz).date()
        while datetime.combine(day, rule.begins, tzinfo=rule.institution.tz) < until:
            if day.weekday() == rule.weekday:
                wanted += [(rule.institution, *span) for span in _of_day(rule, day) if span[0] > at]
            day += timedelta(days=1)
    spans = {begins: ends for _place, begins, ends in wanted}
    known = Slot.objects.filter(expert=expert, begins_at__gt=at)
    back = list(known.filter(begins_at__in=spans).exclude(withdrawn_at=None))
    for slot in back:  # hours that were taken out and put in again, perhaps in another length
        slot.withdrawn_at, slot.ends_at = None, spans[slot.begins_at]
    Slot.objects.bulk_update(back, ["withdrawn_at", "ends_at"])
    existing = set(known.values_list("begins_at", flat=True))
    Slot.objects.bulk_create(
        [
            Slot(expert=expert, institution=place, begins_at=begins, ends_at=ends)
            for place, begins, ends in wanted
            if begins not in existing
        ],
        ignore_conflicts=True,
    )


def write_out_hours(at: datetime) -> None:
    """Keeps the coming weeks of every expert written out; a chore of `tick` that does its work every ten minutes."""
    if not cache.add("teleconsult.hours_written_out", "1", WRITTEN_OUT_FOR):
        return
    for rule in Availability.objects.filter(ended_at=None).order_by().values_list("person", flat=True).distinct():
        make_slots(Person.objects.get(pk=rule), at=at, until=at + HORIZON)


def free_slots(consultation: Consultation, *, at: datetime) -> Sequence[Slot]:
    """What can be booked for this consultation now, soonest first."""
    if consultation.expert is None:
        return []
    make_slots(consultation.expert, at=at, until=at + HORIZON)
    running = Booking.objects.live().filter(Q(confirmed_at__isnull=False) | Q(held_until__gt=at))
    busy = running.exclude(consultation=consultation).filter(slot__expert=consultation.expert)
    slots = Slot.objects.filter(
        expert=consultation.expert,
        institution=consultation.invited,
        begins_at__gt=at,
        begins_at__lt=at + HORIZON,
        withdrawn_at=None,
        is_emergency=False,
    ).exclude(bookings__in=running)
    spans = list(busy.values_list("slot__begins_at", "slot__ends_at"))
    return [
        slot for slot in slots if not any(slot.begins_at < ends and begins < slot.ends_at for begins, ends in spans)
    ]


# --- holds and bookings ---------------------------------------------------------------------------------------------
def live_booking(consultation: Consultation) -> Booking | None:
    """The confirmed booking."""
    found = consultation.bookings.filter(cancelled_at=None, confirmed_at__isnull=False)
    return found.select_related("slot__expert", "slot__institution").first()


def latest_booking(consultation: Consultation) -> Booking | None:
    """The last one that was confirmed, cancelled or not: what a calendar must know."""
    found = consultation.bookings.filter(confirmed_at__isnull=False)
    return found.select_related("slot__institution").order_by("pk").last()


def slot(code: UUID) -> Slot | None:
    """A slot by its code; `hold` checks whose it is and whether it is free."""
    return Slot.objects.filter(code=code).first()


def running_hold(consultation: Consultation, *, at: datetime) -> Booking | None:
    """A hold that has not lapsed."""
    found = consultation.bookings.filter(cancelled_at=None, confirmed_at=None, held_until__gt=at)
    return found.select_related("slot__expert", "slot__institution").first()


def let_holds_lapse(at: datetime) -> None:
    """Frees what was held too long; done by every tick and before every hold."""
    lapsed = Booking.objects.live().filter(confirmed_at=None, held_until__lte=at)
    lapsed.update(cancelled_at=at, cancelled_because="hold lapsed")


def hold(consultation: Consultation, slot: Slot, *, by: Person, at: datetime) -> Booking:
    """Keeps a slot for ten minutes; a new choice replaces an earlier hold. Raises NotBookable, SlotGone, SlotTaken."""
    if consultation.state not in BOOKABLE:
        raise NotBookable
    if slot.expert_id != consultation.expert_id or slot.withdrawn_at or slot.begins_at <= at:
        raise SlotGone
    if _overlaps(slot, consultation, at=at):
        raise SlotTaken
    try:
        with transaction.atomic():
            Booking.objects.live().filter(confirmed_at=None, held_until__lte=at, slot=slot).update(
                cancelled_at=at, cancelled_because="hold lapsed"
            )
            consultation.bookings.filter(cancelled_at=None, confirmed_at=None).update(
                cancelled_at=at, cancelled_by=by, cancelled_because="chose another"
            )
            return Booking.objects.create(
                slot=slot,
                consultation=consultation,
                held_by=by,
                held_at=at,
                held_until=at + settings.XINQIAO["SLOT_HOLD"],
            )
    except IntegrityError as error:
        raise SlotTaken from error


def _overlaps(slot: Slot, consultation: Consultation, *, at: datetime) -> bool:
    """Whether another case has the expert at that time by another slot: a longer one, or one opened at once."""
    running = Booking.objects.live().filter(Q(confirmed_at__isnull=False) | Q(held_until__gt=at))
    others = running.exclude(consultation=consultation).exclude(slot=slot).filter(slot__expert=slot.expert_id)
    return others.filter(slot__begins_at__lt=slot.ends_at, slot__ends_at__gt=slot.begins_at).exists()


def confirm(consultation: Consultation, *, by: Person, at: datetime, because: str = "") -> Booking:
    """Turns the hold into the booking; replaces an earlier one (a reschedule, which needs a reason).

    Raises HoldLapsed or MovedOn.
    """
    held = running_hold(consultation, at=at)
    if held is None:
        raise HoldLapsed
    before = live_booking(consultation)
    with transaction.atomic():
        if before is not None:
            _must_be_booked(consultation)
            _cancel_row(before, by=by, at=at, because=because)
        latest = consultation.bookings.filter(confirmed_at__isnull=False).aggregate(most=Max("sequence"))["most"]
        sequence = 0 if latest is None else latest + 1
        mine = Booking.objects.live().filter(pk=held.pk, confirmed_at=None, held_until__gt=at)
        if not mine.update(confirmed_at=at, sequence=sequence):
            raise HoldLapsed
        if before is None:
            room = _room_for(consultation, held.slot, at=at)
            consultation.move(State.SCHEDULED, by=by, at=at, only_from=[State.ACCEPTED], room=room)
        elif consultation.room:
            rooms.move(consultation.room, starts_at=held.slot.begins_at)
        _told(consultation, "booking-made" if before is None else "booking-moved", held.slot, by=by, at=at)
        audit.record(
            by, "booking.confirmed", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )
    held.refresh_from_db()
    return held


def _must_be_booked(consultation: Consultation) -> None:
    """An hour is moved only while the case waits for it, not under a session that is running or over."""
    booked = Consultation.objects.select_for_update().filter(pk=consultation.pk, state=State.SCHEDULED)
    if booked.first() is None:
        consultation.refresh_from_db()
        raise MovedOn(consultation)


def _room_for(consultation: Consultation, slot: Slot, *, at: datetime) -> Room:
    if consultation.room is not None and consultation.room.closed_at is None:
        rooms.move(consultation.room, starts_at=slot.begins_at)
        if not consultation.room.seats.filter(person=slot.expert, revoked_at=None).exists():
            rooms.give_seat(consultation.room, slot.expert, consultation.invited, part=Seat.Part.HOST)
        return consultation.room
    guests = [(consultation.owner, consultation.inviting)] if consultation.owner else []
    title = f"{consultation.inviting.label} ↔ {consultation.invited.label} · {consultation.number}"
    host = (slot.expert, consultation.invited)
    return rooms.open_room(title=title, starts_at=slot.begins_at, host=host, guests=guests, at=at)


def _cancel_row(booking: Booking, *, by: Person | None, at: datetime, because: str) -> None:
    rows = Booking.objects.live().filter(pk=booking.pk)
    rows.update(cancelled_at=at, cancelled_by=by, cancelled_because=because, sequence=F("sequence") + 1)


def cancel(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """Frees the slot; the case goes back to “accepted” and can be booked anew. Raises MovedOn."""
    booking = live_booking(consultation)
    with transaction.atomic():
        consultation.move(State.ACCEPTED, by=by, at=at, because=because, only_from=[State.SCHEDULED])
        if booking is not None:
            _cancel_row(booking, by=by, at=at, because=because)
            _told(consultation, "booking-cancelled", booking.slot, by=by, at=at)
        audit.record(
            by, "booking.cancelled", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )


def open_now(consultation: Consultation, *, by: Person, at: datetime) -> Booking:
    """The expert opens a slot at this minute for an accepted case and books it. Raises ExpertBusy or MovedOn."""
    ends = at + EMERGENCY_LENGTH
    live = Booking.objects.live().filter(confirmed_at__isnull=False, slot__expert=by)
    overlapping = live.filter(slot__begins_at__lt=ends, slot__ends_at__gt=at, consultation__state=State.IN_SESSION)
    if overlapping.exclude(consultation=consultation).exists():
        raise ExpertBusy
    with transaction.atomic():
        begins = at.replace(microsecond=at.microsecond or 1)  # never equal to a slot of the weekly hours
        slot = Slot.objects.create(
            expert=by, institution=consultation.invited, begins_at=begins, ends_at=ends, is_emergency=True
        )
        until = at + settings.XINQIAO["SLOT_HOLD"]
        consultation.bookings.filter(cancelled_at=None, confirmed_at=None).update(
            cancelled_at=at, cancelled_by=by, cancelled_because="opened now"
        )
        Booking.objects.create(slot=slot, consultation=consultation, held_by=by, held_at=at, held_until=until)
        return confirm(consultation, by=by, at=at, because="emergency")


def _told(consultation: Consultation, kind: str, slot: Slot, *, by: Person, at: datetime) -> None:
    people = [person for person in (consultation.owner, consultation.expert) if person is not None and person != by]
    when = slot.begins_at.astimezone(consultation.invited.tz).strftime("%Y-%m-%d %H:%M")
    facts = {"who": by.name, "when": when, "number": consultation.number or ""}
    notices.send(people, kind, about=consultation, at=at, url=consultation.get_absolute_url(), **facts)
    if kind == "booking-cancelled":
        timers.start(timers.START, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)
