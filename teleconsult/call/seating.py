"""Who sits behind a socket: asked at the door when it opens, and again whenever it acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alliance import access
from alliance.models import Person
from alliance.roles import Permission
from teleconsult.call import chatting, ice, lobby, presence
from teleconsult.call.answers import Entered, Expected, Line, Lobby, PeerFacts, SeatFacts, Waiting, Welcome
from teleconsult.call.models import ChatMessage, Room, Seat, Visitor
from teleconsult.call.rooms import NoSeat, RoomClosed, seat_of


@dataclass(frozen=True)
class Sitting:
    """Somebody on their seat in one room, as the database has it now."""

    who: Person | Visitor
    room: Room
    seat: Seat

    def neighbours(self) -> frozenset[UUID]:
        """The other seats to which something may be said."""
        others = self.room.seats.filter(revoked_at=None).exclude(pk=self.seat.pk)
        return frozenset(others.values_list("code", flat=True))


def take(person: Person, code: UUID) -> Sitting:
    """Through the door. Raises Http404 beyond reach, PermissionDenied without the right, NoSeat."""
    room = access.fetch(Room.objects.all(), code, by=person, to=Permission.JOIN_CALLS)
    return Sitting(person, room, seat_of(room, person))


def check(sitting: Sitting) -> Sitting:
    """The same seat, looked up afresh: memberships end, seats and rooms go. Raises NoSeat, RoomClosed.

    One query, because it is asked for every candidate of a negotiation.
    """
    seat = Seat.objects.held().filter(pk=sitting.seat.pk).first()
    if seat is None:
        raise NoSeat
    if seat.room.closed_at is not None:
        raise RoomClosed(seat.room.closed_because)
    return Sitting(seat.who, seat.room, seat)


def signed_in(session: Any) -> bool:
    """Whether the browser's session still lives; signing out in another tab ends it for sockets too."""
    key = getattr(session, "session_key", None)
    return key is None or session.exists(key)


def welcome(sitting: Sitting, at: datetime) -> Welcome:
    """Who is expected here and who is there."""
    me, room = sitting.seat, sitting.room
    return Welcome(
        you=me.code,
        part=Seat.Part(me.part),
        seats=expected(sitting).seats,
        present=[attendance.seat.code for attendance in presence.present(room, at)],
        now=at,
        opens_at=room.opens_at,
        starts_at=room.starts_at,
    )


def expected(sitting: Sitting) -> Expected:
    """Everybody who has a seat."""
    seats = sitting.room.seats.filter(revoked_at=None).with_names()
    return Expected(seats=[_facts(seat, sitting.seat) for seat in seats])


def _facts(seat: Seat, reader: Seat) -> SeatFacts:
    return SeatFacts(
        seat=seat.code,
        name=seat.name,
        place=_place(seat),
        visits=_visits(seat),
        part=Seat.Part(seat.part),
        polite=gives_way(reader, seat),
    )


def _place(seat: Seat) -> str:
    return "" if seat.visitor else seat.institution.label


def _visits(seat: Seat) -> Visitor.Kind | None:
    return Visitor.Kind(seat.visitor.kind) if seat.visitor else None


def gives_way(one: Seat, other: Seat) -> bool:
    """Whether `one` drops its own offer when both offer at once: guests to the host, later seats to earlier ones."""
    return (one.part != Seat.Part.HOST, one.pk) > (other.part != Seat.Part.HOST, other.pk)


def lobby_for(sitting: Sitting) -> Lobby:
    """Where the reader stands; who waits is told to the host only."""
    waiting = lobby.waiting(sitting.room) if sitting.seat.part == Seat.Part.HOST else []
    return Lobby(
        standing=Seat.Standing.ADMITTED if sitting.seat.may_enter else Seat.Standing(sitting.seat.standing),
        waiting=[
            Waiting(
                seat=seat.code,
                name=seat.name,
                place=_place(seat),
                visits=_visits(seat),
                since=seat.knocked_at or sitting.room.opens_at,
            )
            for seat in waiting
        ],
    )


def enter(sitting: Sitting, connection: UUID | None, page: UUID, at: datetime) -> tuple[Entered, frozenset[UUID]]:
    """Notes the attendance, unless this connection has one. Returns what the browser needs now, and the neighbours."""
    if connection is not None:
        presence.join(sitting.seat, connection, page, at)
    others = [row for row in presence.present(sitting.room, at) if row.seat_id != sitting.seat.pk]
    entered = Entered(
        ice=ice.servers_for(sitting.who, sitting.room, at),
        peers=[PeerFacts(seat=row.seat.code, page=row.page) for row in others],
        messages=[line(message, sitting.who) for message in chatting.messages(sitting.seat)],
    )
    return entered, sitting.neighbours()


def line(message: ChatMessage, reader: Person | Visitor) -> Line:
    """A message as one reader sees it."""
    return Line(
        client_code=message.client_code,
        by=message.by.name,
        mine=message.by == reader,
        body=message.body,
        at=message.written_at,
    )
