"""Holds and bookings. The database decides who gets a slot; whoever loses is told, and loses no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.dispatch import Signal

from alliance import audit, notices, telling_time
from alliance.models import Person
from teleconsult import qualifying, slotting, timers
from teleconsult.call import rooms
from teleconsult.call.models import Room, Seat
from teleconsult.models import Booking, Consultation, MovedOn, Slot, State, WaitingEntry

freed = Signal()  # after the commit: expert, at -- a slot of this expert became free
EMERGENCY_LENGTH = timedelta(minutes=60)
BOOKABLE = (State.ACCEPTED, State.SCHEDULED)


class SlotTaken(Exception):
    """Somebody else holds or has booked this slot."""


class SlotGone(Exception):
    """The slot is past, withdrawn, or not this expert's."""


class DayFull(Exception):
    """The expert has as many bookings on that day as a day may have."""


class HoldLapsed(Exception):
    """The ten minutes are over; the slot has to be chosen again."""


class NotBookable(Exception):
    """The consultation is not at a point where it can be booked."""


class ExpertBusy(Exception):
    """The expert has another consultation at that time."""


# --- holds and bookings ---------------------------------------------------------------------------------------------
def live_booking(consultation: Consultation) -> Booking | None:
    """The confirmed booking."""
    found = consultation.bookings.filter(cancelled_at=None, confirmed_at__isnull=False)
    return found.select_related("slot__expert", "slot__institution", "slot__clinic").first()


def latest_booking(consultation: Consultation) -> Booking | None:
    """The last one that was confirmed, cancelled or not: what a calendar must know."""
    found = consultation.bookings.filter(confirmed_at__isnull=False)
    return found.select_related("slot__institution").order_by("pk").last()


def running_hold(consultation: Consultation, *, at: datetime) -> Booking | None:
    """A hold that has not lapsed."""
    found = consultation.bookings.filter(cancelled_at=None, confirmed_at=None, held_until__gt=at)
    return found.select_related("slot__expert", "slot__institution", "slot__clinic").first()


def let_holds_lapse(at: datetime) -> None:
    """Frees what was held too long; done by every tick and before every hold."""
    lapsed = Booking.objects.live().filter(confirmed_at=None, held_until__lte=at)
    lapsed.update(cancelled_at=at, cancelled_because="hold lapsed")


def hold(
    consultation: Consultation,
    slot: Slot,
    *,
    by: Person,
    at: datetime,
    until: datetime | None = None,
    instead: bool = True,
) -> Booking:
    """Keeps a slot for ten minutes, or `until` a moment; a new choice replaces an earlier hold, unless not `instead`.

    Raises NotBookable, SlotGone, SlotTaken and DayFull.
    """
    if consultation.state not in BOOKABLE or consultation.is_written:
        raise NotBookable
    try:
        with transaction.atomic():
            slotting.lock(slot.expert_id)
            _must_be_free(slot, consultation, at=at)
            lapsed = Booking.objects.live().filter(confirmed_at=None, held_until__lte=at)
            lapsed = lapsed.filter(Q(slot=slot) | Q(consultation=consultation))
            lapsed.update(cancelled_at=at, cancelled_because="hold lapsed")
            if not instead and running_hold(consultation, at=at) is not None:
                raise SlotTaken
            held = consultation.bookings.filter(cancelled_at=None, confirmed_at=None)
            if held.update(cancelled_at=at, cancelled_by=by, cancelled_because="chose another"):
                tell_freed(consultation, at=at)
            return Booking.objects.create(
                slot=slot,
                consultation=consultation,
                held_by=by,
                held_at=at,
                held_until=until or at + settings.XINQIAO["SLOT_HOLD"],
            )
    except IntegrityError as error:
        raise SlotTaken from error


def _must_be_free(slot: Slot, consultation: Consultation, *, at: datetime) -> None:
    """Read under the lock: nobody withdraws, holds or fills in the meantime."""
    slot = Slot.objects.select_related("institution", "expert").get(pk=slot.pk)
    if slot.expert_id != consultation.expert_id or slot.withdrawn_at or slot.begins_at <= at:
        raise SlotGone
    if slot.clinic_id is not None and slot.institution_id != consultation.inviting_id:
        raise SlotGone  # a clinic is for the patients of its site
    day = slot.begins_at.astimezone(slot.institution.tz).date()
    if not qualifying.practises(slot.expert, slot.institution)(day):
        raise SlotGone
    rules = slotting.rules_of(slot.expert)
    span = {"begins": slot.begins_at, "ends": slot.ends_at}
    diary = slotting.Diary(slot.expert_id, rules=rules, beside=consultation, at=at, **span)
    if diary.clashes(slot):
        raise SlotTaken
    if diary.is_full(slot):
        raise DayFull


def confirm(consultation: Consultation, *, by: Person, at: datetime, because: str = "") -> Booking:
    """Turns the hold into the booking; replaces an earlier one (a reschedule, which needs a reason).

    Raises HoldLapsed or MovedOn.
    """
    held = running_hold(consultation, at=at)
    if held is None or held.slot.expert_id != consultation.expert_id:  # the case went to another expert meanwhile
        raise HoldLapsed
    before = live_booking(consultation)
    with transaction.atomic():
        if before is not None:
            _must_be_booked(consultation)
            _cancel_row(before, by=by, at=at, because=because)
            tell_freed(consultation, at=at)
        latest = consultation.bookings.filter(confirmed_at__isnull=False).aggregate(most=Max("sequence"))["most"]
        sequence = 0 if latest is None else latest + 1
        mine = Booking.objects.live().filter(pk=held.pk, confirmed_at=None, held_until__gt=at)
        if not mine.update(confirmed_at=at, sequence=sequence):
            raise HoldLapsed
        where = _where(consultation, held.slot, by=by, at=at)
        if before is None:
            consultation.move(State.SCHEDULED, by=by, at=at, only_from=[State.ACCEPTED], **where)
        else:
            Consultation.objects.filter(pk=consultation.pk).update(**where)
            consultation.refresh_from_db()
        waiting = consultation.waiting_entries.filter(ended_at=None)
        waiting.update(ended_at=at, ended_because=WaitingEntry.Ended.BOOKED)
        timers.stop(consultation, timers.REROUTE, at=at)
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


def _where(consultation: Consultation, slot: Slot, *, by: Person, at: datetime) -> dict[str, Any]:
    """A room to meet in; at a fixed clinic none, for the expert sits there with the patient."""
    if slot.clinic_id is None:
        return {"in_person": False, "room": _room_for(consultation, slot, at=at)}
    if consultation.room:
        rooms.close(consultation.room, because=rooms.Because.NO_CALL, by=by, at=at)
    return {"in_person": True}


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
            tell_freed(consultation, at=at)
            _told(consultation, "booking-cancelled", booking.slot, by=by, at=at)
        audit.record(
            by, "booking.cancelled", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )


def release(consultation: Consultation, *, by: Person | None, at: datetime, because: str) -> None:
    """Frees whatever a case holds or has booked; the caller moves the case itself."""
    live = consultation.bookings.filter(cancelled_at=None)
    experts = set(Person.objects.filter(slots__bookings__in=live))
    live.update(cancelled_at=at, cancelled_by=by, cancelled_because=because, sequence=F("sequence") + 1)
    for expert in experts:
        send_freed(expert, at=at)


def tell_freed(consultation: Consultation, *, at: datetime) -> None:
    """After the commit, whoever waits for a slot of this case's expert hears that one is free."""
    if consultation.expert is not None:
        send_freed(consultation.expert, at=at)


def send_freed(expert: Person, *, at: datetime) -> None:
    """The same for an expert."""
    transaction.on_commit(lambda: freed.send(sender=Slot, expert=expert, at=at), robust=True)


def open_now(consultation: Consultation, *, by: Person, at: datetime) -> Booking:
    """The expert opens a slot at this minute for an accepted case and books it; buffers and limits do not count here.

    Raises NotBookable, ExpertBusy or MovedOn.
    """
    if consultation.is_written:
        raise NotBookable
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
    when = telling_time.kept(slot.begins_at, slot.institution)
    facts = {"who": by.name, "when": when, "number": consultation.number or ""}
    if slot.clinic_id is not None and kind != "booking-cancelled":
        kind, facts["place"] = "booked-in-person", slot.institution.label
    notices.send(people, kind, about=consultation, at=at, url=consultation.get_absolute_url(), **facts)
    if kind == "booking-cancelled":
        timers.start(timers.START, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)
