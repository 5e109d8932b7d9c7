"""Rooms open, move and close; seats are given and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from alliance import audit
from teleconsult.call import telling
from teleconsult.call.models import Attendance, Seat, Visitor
from teleconsult.call.models import Room as Room  # whoever opens rooms names their type

if TYPE_CHECKING:
    from alliance.models import Institution, Person


MOST = 3  # people in one room: every browser sends its picture to each of the others


class Because(models.TextChoices):
    """Why a room closed; the codes travel to the browser, which has the words."""

    DONE = "done", _("The consultation is finished")
    TECHNICAL = "technical", _("It could not go on for technical reasons")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent was withdrawn")
    CANCELLED = "cancelled", _("The consultation was cancelled")
    NO_CALL = "no_call", _("It needs no call any more")


class RoomClosed(Exception):
    """The room has closed; nobody comes in, knocks or writes any more."""


class RoomFull(Exception):
    """As many people have a seat as can take part."""


class NoSeat(Exception):
    """They have no seat in this room (any more)."""


def open_room(
    *,
    title: str,
    starts_at: datetime,
    host: tuple[Person, Institution],
    guests: Iterable[tuple[Person, Institution]],
    at: datetime,
) -> Room:
    """A new room with its seats; people may come in `ROOM_OPENS_BEFORE` its start. `title` never names a patient."""
    with transaction.atomic():
        room = Room.objects.create(title=title, starts_at=starts_at, opens_at=_opening(starts_at))
        _seat_down(room, *host, part=Seat.Part.HOST)
        for person, institution in guests:
            _seat_down(room, person, institution)
        audit.record(None, "room.opened", about=room, at=at)
    return room


def _opening(starts_at: datetime) -> datetime:
    before: timedelta = settings.XINQIAO["ROOM_OPENS_BEFORE"]
    return starts_at - before


def give_seat(room: Room, who: Person | Visitor, institution: Institution, *, part: str = Seat.Part.GUEST) -> Seat:
    """One more may come; whoever is there learns of them. Raises RoomFull.

    A second live seat, or a second host, is refused by the database (IntegrityError).
    """
    with transaction.atomic():
        given = _seat_down(room, who, institution, part=part)
        telling.seated(room)
    return given


def _seat_down(room: Room, who: Person | Visitor, institution: Institution, *, part: str = Seat.Part.GUEST) -> Seat:
    """Two who want the last seat wait for each other at the room's row."""
    Room.objects.select_for_update().get(pk=room.pk)
    if room.seats.filter(revoked_at=None).count() >= MOST:
        raise RoomFull
    return Seat.objects.create(room=room, institution=institution, part=part, **_sitter(who))


def _sitter(who: Person | Visitor) -> dict[str, Any]:
    return {"visitor": who} if isinstance(who, Visitor) else {"person": who}


def move(room: Room, starts_at: datetime) -> None:
    """The meeting is at another time; whoever waits is told. A closed room stays as it is."""
    moved = Room.objects.filter(pk=room.pk, closed_at=None)
    if moved.update(starts_at=starts_at, opens_at=_opening(starts_at)):
        room.refresh_from_db(fields=["starts_at", "opens_at"])
        telling.rescheduled(room)


def close(room: Room, *, because: str, by: Person | None, at: datetime) -> bool:
    """Ends the meeting for everybody: attendances end, sockets are told and closed.

    False where the room had been closed before: then nothing changes. `by` is None where the product itself closes.
    """
    with transaction.atomic():
        open_still = Room.objects.filter(pk=room.pk, closed_at=None)
        if not open_still.update(closed_at=at, closed_because=Because(because)):
            return False
        Attendance.objects.filter(seat__room=room, left_at=None).update(left_at=at)
        room.seats.filter(standing=Seat.Standing.KNOCKING).update(standing=Seat.Standing.OUTSIDE)
        audit.record(by, "room.closed", about=room, at=at, because=str(because))
        room.refresh_from_db(fields=["closed_at", "closed_because"])
        telling.closed(room)
    return True


def revoke(room: Room, who: Person | Visitor, at: datetime, *, by: Person | None = None) -> bool:
    """Takes the seat back and closes its socket at once. False where there was no seat to take."""
    with transaction.atomic():
        seat = room.seats.select_related("room").filter(revoked_at=None, **_sitter(who)).first()
        if seat is None or not Seat.objects.filter(pk=seat.pk, revoked_at=None).update(revoked_at=at):
            return False
        for attendance in Attendance.objects.filter(seat=seat, left_at=None):
            telling.left(seat, attendance.page, for_good=True)
        Attendance.objects.filter(seat=seat, left_at=None).update(left_at=at)
        audit.record(by, "seat.revoked", about=seat, at=at)
        telling.removed(seat)
        telling.seated(room)
        telling.lobby_changed(room)
    return True


def seat(room: Room, *, host: tuple[Person, Institution], at: datetime) -> Seat:
    """Sees to it that this person hosts; a host before them loses the seat."""
    person, institution = host
    with transaction.atomic():
        before = room.seats.select_related("person").filter(part=Seat.Part.HOST, revoked_at=None).first()
        if before is not None and (before.who, before.institution_id) == (person, institution.pk):
            return before
        if before is not None:
            revoke(room, before.who, at)
        revoke(room, person, at)  # a guest who becomes the host
        return give_seat(room, person, institution, part=Seat.Part.HOST)


def replace(room: Room, *, gone: Person | None, by: Person, institution: Institution, at: datetime) -> Seat:
    """A guest's place goes to a colleague: `gone` loses the seat, `by` gets one and knocks for themselves."""
    with transaction.atomic():
        if gone is not None and gone != by:
            revoke(room, gone, at)
        kept = room.seats.filter(person=by, revoked_at=None).first()
        return kept or give_seat(room, by, institution)


def nudge(room: Room | None) -> None:
    """What lies beside the picture has changed: open pages of the room (if there is one) fetch what follows it."""
    if room is not None and room.closed_at is None:
        telling.papers(room, withdrawn=False)


def stop_sharing(room: Room) -> None:
    """Consent was withdrawn during the talk: both are told, the papers go; the host says goodbye and closes."""
    telling.papers(room, withdrawn=True)


def seat_of(room: Room, who: Person | Visitor) -> Seat:
    """Their live seat. Raises NoSeat."""
    seat = room.seats.with_names().select_related("room").filter(revoked_at=None, **_sitter(who)).first()
    if seat is None:
        raise NoSeat
    return seat
