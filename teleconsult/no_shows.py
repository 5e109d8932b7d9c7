"""Somebody did not come: the booking ends with who and why, and the case is offered a time again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from alliance import audit, notices, telling_time
from teleconsult import scheduling, timers, waiting_list
from teleconsult.call import presence
from teleconsult.models import Booking, Consultation, MovedOn, State

if TYPE_CHECKING:
    from alliance.models import Person


class TooEarly(Exception):
    """They may still come: the minutes after the start that everybody is given are not over."""


class TheyAreThere(Exception):
    """Whoever is said not to have come is in the room now."""


def is_open(booking: Booking | None, *, at: datetime) -> bool:
    """Whether it is late enough to say that somebody did not come."""
    return booking is not None and bool(at >= booking.slot.begins_at + settings.XINQIAO["NO_SHOW_AFTER"])


def mark(consultation: Consultation, *, who: str, because: str, by: Person, at: datetime) -> None:
    """Ends the booking; the case goes back to “accepted” with its clock and onto the waiting list.

    `who` is one of `Booking.NoShow`. Raises MovedOn, TooEarly and TheyAreThere.
    """
    booking = scheduling.live_booking(consultation)
    if booking is None or consultation.state != State.SCHEDULED:
        raise MovedOn(consultation)
    if not is_open(booking, at=at):
        raise TooEarly
    if _is_there(consultation, who, at=at):
        raise TheyAreThere
    with transaction.atomic():
        consultation.move(State.ACCEPTED, by=by, at=at, because=because, only_from=[State.SCHEDULED])
        missed = Booking.objects.live().filter(pk=booking.pk)
        missed.update(
            cancelled_at=at, cancelled_by=by, cancelled_because=because, no_show=who, sequence=F("sequence") + 1
        )
        timers.start(timers.START, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)
        if waiting_list.entry_of(consultation) is None:  # it has waited since it was sent
            waiting_list.join(consultation, by=by, at=at, since=consultation.submitted_at)
        _tell(consultation, booking, by=by, at=at)
        audit.record(
            by,
            "booking.no_show",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
            who=who,
        )


def _is_there(consultation: Consultation, who: str, *, at: datetime) -> bool:
    """A doctor may be there without her patient; for the two doctors the room knows."""
    if consultation.room is None or who == Booking.NoShow.PATIENT:
        return False
    person = consultation.expert_id if who == Booking.NoShow.EXPERT else consultation.owner_id
    return any(each.seat.person_id == person for each in presence.present(consultation.room, at))


def _tell(consultation: Consultation, booking: Booking, *, by: Person, at: datetime) -> None:
    people = [*waiting_list.people(consultation), *filter(None, [consultation.expert])]
    when = telling_time.kept(booking.slot.begins_at, booking.slot.institution)
    facts = {"number": consultation.number or "", "when": when, "who": by.name}
    url = consultation.get_absolute_url()
    notices.send([one for one in people if one != by], "no-show", about=consultation, at=at, url=url, **facts)
