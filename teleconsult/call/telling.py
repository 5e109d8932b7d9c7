"""Tells the open sockets what has happened, after the commit. What is told are facts; each socket looks for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

if TYPE_CHECKING:
    from uuid import UUID

    from teleconsult.call.models import Room, Seat


def group_of_room(code: UUID) -> str:
    """The channel group of every socket in a room."""
    return f"room.{code.hex}"


def group_of_seat(code: UUID) -> str:
    """The channel group of one seat's sockets: one, or two while the later is taking over."""
    return f"seat.{code.hex}"


def _after_commit(group: str, event: dict[str, Any]) -> None:
    def tell() -> None:
        layer = get_channel_layer()
        if layer is not None:
            async_to_sync(layer.group_send)(group, event)

    transaction.on_commit(tell)


def lobby_changed(room: Room) -> None:
    """Somebody knocked, was admitted, was turned away or went."""
    _after_commit(group_of_room(room.code), {"type": "lobby.changed"})


def seated(room: Room) -> None:
    """Somebody was given a seat, or lost one."""
    _after_commit(group_of_room(room.code), {"type": "room.seated"})


def rescheduled(room: Room) -> None:
    """The meeting is at another time."""
    _after_commit(group_of_room(room.code), {"type": "room.rescheduled"})


def closed(room: Room) -> None:
    """The meeting is over for everybody."""
    _after_commit(group_of_room(room.code), {"type": "room.closed", "why": str(room.closed_because)})


def removed(seat: Seat) -> None:
    """The seat was taken back: its socket closes, the others see it go."""
    _after_commit(group_of_seat(seat.code), {"type": "seat.removed", "why": "revoked"})


def left(seat: Seat, page: UUID, *, for_good: bool = False) -> None:
    """A tab is gone although its socket has not said so."""
    event = {"type": "seat.left", "seat": str(seat.code), "page": str(page), "for_good": for_good}
    _after_commit(group_of_room(seat.room.code), event)


def papers(room: Room, *, withdrawn: bool) -> None:
    """What lies beside the picture has changed, or may not lie there any more."""
    _after_commit(group_of_room(room.code), {"type": "room.papers", "withdrawn": withdrawn})
