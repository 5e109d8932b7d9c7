"""Guests knock; the host admits them or turns them away. The database decides when two do it at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from alliance import audit, notices
from teleconsult.call import presence, telling
from teleconsult.call.models import Room, Seat, Visitor
from teleconsult.call.rooms import NoSeat, RoomClosed, seat_of

if TYPE_CHECKING:
    from alliance.models import Person

KNOCKED = "call.knocked"  # the notice to a host who is not in the room
AGAIN = timedelta(minutes=10)  # a guest who knocks again sooner causes no second notice


class NotOpenYet(Exception):
    """People may come in from `room.opens_at` on."""


class NotTheHost(Exception):
    """Only the host admits people and turns them away."""


class NobodyKnocking(Exception):
    """That person is not waiting (any more): gone, admitted or turned away."""


def _must_be_open(room: Room, at: datetime) -> None:
    room.refresh_from_db(fields=["closed_at", "opens_at"])
    if room.closed_at is not None:
        raise RoomClosed
    if not room.is_open(at):
        raise NotOpenYet


def knock(room: Room, who: Person | Visitor, at: datetime) -> Seat:
    """A guest asks to be let in; whoever may walk in need not, and nothing changes for them.

    Raises RoomClosed, NotOpenYet, NoSeat.
    """
    with transaction.atomic():
        _must_be_open(room, at)
        seat = seat_of(room, who)
        waiting = Seat.objects.filter(pk=seat.pk, revoked_at=None, part=Seat.Part.GUEST).exclude(
            standing=Seat.Standing.ADMITTED
        )
        if waiting.update(standing=Seat.Standing.KNOCKING, knocked_at=at):
            if seat.knocked_at is None or at - seat.knocked_at > AGAIN:
                _tell_absent_host(room, seat, at)
            telling.lobby_changed(room)
        seat.refresh_from_db(fields=["standing", "knocked_at"])
    return seat


def _tell_absent_host(room: Room, guest: Seat, at: datetime) -> None:
    host = room.seats.filter(part=Seat.Part.HOST, revoked_at=None).select_related("person").first()
    if host is not None and host.person is not None and not presence.is_present(host, at):
        notices.send(
            host.person,
            KNOCKED,
            at=at,
            about=room,
            url=room.get_absolute_url(),
            name=guest.name,
            place=guest.institution.label,
        )


def stop_knocking(seat: Seat, knocked_at: datetime | None) -> bool:
    """The guest went away. A knock later than `knocked_at`, from another tab, stays."""
    gone = Seat.objects.filter(pk=seat.pk, standing=Seat.Standing.KNOCKING, knocked_at=knocked_at)
    if not gone.update(standing=Seat.Standing.OUTSIDE):
        return False
    telling.lobby_changed(seat.room)
    return True


def admit(room: Room, *, seat: UUID, by: Person | Visitor, at: datetime) -> Seat:
    """Lets a waiting guest in. Raises NotTheHost, RoomClosed, NotOpenYet, NobodyKnocking."""
    return _answer(room, seat, by, at, Seat.Standing.ADMITTED, admitted_at=at)


def turn_away(room: Room, *, seat: UUID, by: Person | Visitor, at: datetime) -> Seat:
    """Does not let a waiting guest in; they may knock again. Raises as `admit`."""
    return _answer(room, seat, by, at, Seat.Standing.TURNED_AWAY)


def _answer(
    room: Room, code: UUID, by: Person | Visitor, at: datetime, standing: Seat.Standing, **more: datetime
) -> Seat:
    with transaction.atomic():
        host = _must_be_the_host(room, by)
        _must_be_open(room, at)
        knocking = room.seats.filter(code=code, revoked_at=None, standing=Seat.Standing.KNOCKING)
        if not knocking.update(standing=standing, **more):
            raise NobodyKnocking
        seat = room.seats.with_names().get(code=code)
        audit.record(host, f"seat.{standing}", about=seat, at=at)
        telling.lobby_changed(room)
    return seat


def _must_be_the_host(room: Room, who: Person | Visitor) -> Person:
    try:
        seat = seat_of(room, who)
    except NoSeat as error:
        raise NotTheHost from error
    if seat.part != Seat.Part.HOST or seat.person is None:
        raise NotTheHost
    return seat.person


def waiting(room: Room) -> list[Seat]:
    """Who stands in the lobby, first come first."""
    knocking = room.seats.filter(standing=Seat.Standing.KNOCKING, revoked_at=None)
    return list(knocking.with_names().order_by("knocked_at"))
