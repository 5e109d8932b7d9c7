"""Who is in the room, kept by the server from the sockets. One stretch per connection; one live stretch per seat."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from teleconsult.call import lines, telling
from teleconsult.call.models import Attendance, Room, Seat
from teleconsult.call.protocol import Carried

HEARTBEAT = timedelta(seconds=15)  # how often a browser gives a sign of life
LIFETIME = timedelta(seconds=45)  # after so long without one, nobody is there


def join(seat: Seat, connection: UUID, page: UUID, at: datetime) -> Attendance:
    """Somebody is in the room. An earlier stretch of the same seat, in another tab or on a lost line, ends.

    `page` names the tab and survives a reconnect of its socket; `connection` names the socket.
    """
    try:
        return _join(seat, connection, page, at)
    except IntegrityError:  # two tabs in the same instant: the one that comes second takes over
        return _join(seat, connection, page, at)


def _join(seat: Seat, connection: UUID, page: UUID, at: datetime) -> Attendance:
    with transaction.atomic():
        Attendance.objects.filter(seat=seat, left_at=None).update(left_at=at)
        return Attendance.objects.create(seat=seat, connection=connection, page=page, joined_at=at, seen_at=at)


def seen(connection: UUID, at: datetime, line: Carried | None = None) -> bool:
    """A sign of life, with what the line carried. False where the stretch has ended: taken over, swept or closed."""
    alive = bool(Attendance.objects.filter(connection=connection, left_at=None).update(seen_at=at))
    if alive and line is not None:
        lines.note(connection, line, at)
    return alive


def leave(connection: UUID, at: datetime) -> bool:
    """The socket is gone. False where the stretch had ended before, so that nobody need be told."""
    return bool(Attendance.objects.filter(connection=connection, left_at=None).update(left_at=at, seen_at=at))


def _live(at: datetime) -> QuerySet[Attendance]:
    return Attendance.objects.filter(left_at=None, seen_at__gt=at - LIFETIME, seat__revoked_at=None)


def present(room: Room, at: datetime) -> list[Attendance]:
    """Who is there now, with seat, person and institution."""
    rows = _live(at).filter(seat__room=room)
    return list(rows.select_related("seat__person", "seat__visitor", "seat__institution"))


def is_present(seat: Seat, at: datetime) -> bool:
    """Whether that person is in the room now."""
    return _live(at).filter(seat=seat).exists()


def sweep(at: datetime) -> None:
    """Ends stretches whose socket died without a word, at their last sign of life. A chore of every tick."""
    dead = Attendance.objects.filter(left_at=None, seen_at__lte=at - LIFETIME)
    for attendance in dead.select_related("seat__room"):
        with transaction.atomic():
            if dead.filter(pk=attendance.pk).update(left_at=F("seen_at")):
                telling.left(attendance.seat, attendance.page)
