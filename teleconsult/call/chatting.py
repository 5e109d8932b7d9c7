"""What is written in the room; kept with the case. A message sent twice is one message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from teleconsult.call.models import ChatMessage, Room, Seat, Visitor
from teleconsult.call.rooms import NoSeat, RoomClosed, seat_of

if TYPE_CHECKING:
    from alliance.models import Person

LONGEST = 2000  # characters in one message


class NotInTheRoom(Exception):
    """Only somebody who may be in the room writes there."""


class CodeTaken(Exception):
    """Somebody else's message has this code already."""


def write(room: Room, author: Person | Visitor, client_code: UUID, body: str, at: datetime) -> tuple[ChatMessage, bool]:
    """Keeps the message; returns it and whether it is new. `client_code` is made by the browser, once per message.

    Raises RoomClosed, NotInTheRoom, CodeTaken.
    """
    try:
        with transaction.atomic():
            if not Room.objects.filter(pk=room.pk, closed_at=None).exists():
                raise RoomClosed
            _must_be_in(room, author)
            message = ChatMessage.objects.create(
                room=room, client_code=client_code, body=body, written_at=at, **_writer(author)
            )
    except IntegrityError:
        earlier = ChatMessage.objects.select_related("author", "visitor").get(room=room, client_code=client_code)
        if earlier.by != author:
            raise CodeTaken from None
        return earlier, False
    return message, True


def _writer(author: Person | Visitor) -> dict[str, Any]:
    return {"visitor": author} if isinstance(author, Visitor) else {"author": author}


def _must_be_in(room: Room, author: Person | Visitor) -> None:
    try:
        may = seat_of(room, author).may_enter
    except NoSeat:
        may = False
    if not may:
        raise NotInTheRoom


def messages(seat: Seat) -> list[ChatMessage]:
    """What whoever sits there may read, oldest first: a visitor what was written since they were let in, others all."""
    lines = seat.room.messages.select_related("author", "visitor")
    if seat.visitor is not None:
        lines = lines.filter(written_at__gte=seat.admitted_at) if seat.admitted_at else lines.none()
    return list(lines)
