"""What is written in the room; kept with the case. A message sent twice is one message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from teleconsult.call.models import ChatMessage, Room
from teleconsult.call.rooms import NoSeat, RoomClosed, seat_of

if TYPE_CHECKING:
    from alliance.models import Person

LONGEST = 2000  # characters in one message


class NotInTheRoom(Exception):
    """Only somebody who may be in the room writes there."""


class CodeTaken(Exception):
    """Somebody else's message has this code already."""


def write(room: Room, author: Person, client_code: UUID, body: str, at: datetime) -> tuple[ChatMessage, bool]:
    """Keeps the message; returns it and whether it is new. `client_code` is made by the browser, once per message.

    Raises RoomClosed, NotInTheRoom, CodeTaken.
    """
    try:
        with transaction.atomic():
            if not Room.objects.filter(pk=room.pk, closed_at=None).exists():
                raise RoomClosed
            _must_be_in(room, author)
            message = ChatMessage.objects.create(
                room=room, author=author, client_code=client_code, body=body, written_at=at
            )
    except IntegrityError:
        earlier = ChatMessage.objects.select_related("author").get(room=room, client_code=client_code)
        if earlier.author_id != author.pk:
            raise CodeTaken from None
        return earlier, False
    return message, True


def _must_be_in(room: Room, author: Person) -> None:
    try:
        may = seat_of(room, author).may_enter
    except NoSeat:
        may = False
    if not may:
        raise NotInTheRoom


def messages(room: Room) -> list[ChatMessage]:
    """Everything written in the room, oldest first."""
    return list(room.messages.select_related("author"))
