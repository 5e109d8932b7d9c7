"""The room's socket as the room speaks to it: who comes and goes, what is shown, what has ended."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.utils.timezone import now

from alliance import sockets
from teleconsult.call import answers, lobby, presence, seating, telling
from teleconsult.call.models import Visitor
from teleconsult.call.protocol import Close
from teleconsult.call.rooms import NoSeat, RoomClosed
from teleconsult.call.seating import Sitting
from teleconsult.call.typed_socket import TypedSocket

in_database = database_sync_to_async


class RoomSocket(TypedSocket):
    """One browser tab in a room. `page` is set while it is in the call, `knocked_at` while it waits."""

    sitting: Sitting | None = None
    connection: UUID
    page: UUID | None = None
    knocked_at: datetime | None = None
    for_good = False
    asked_at = -1.0  # when the seat was last asked, by the steady clock

    # --- coming and going -------------------------------------------------------------------------------------------
    @staticmethod
    def groups_of(sitting: Sitting) -> list[str]:
        """Where this socket is spoken to: as one of the room, of the seat, and of the person's own."""
        groups = [telling.group_of_room(sitting.room.code), telling.group_of_seat(sitting.seat.code)]
        return groups if isinstance(sitting.who, Visitor) else [*groups, sockets.group_of(sitting.who)]

    async def disconnect(self, code: int) -> None:
        """The attendance ends; a knock is withdrawn; the others learn whether somebody hung up or was lost."""
        for group in self.groups_of(self.sitting) if self.sitting else ():
            await self.channel_layer.group_discard(group, self.channel_name)
        await self._go()

    async def _part(self, code: int, *, for_good: bool = False) -> None:
        """Ends this socket. Whoever is there learns it now, not when the browser has closed its end."""
        self.for_good = for_good
        await self._go()
        await self.close(code)

    async def _go(self) -> None:
        await self._stop_knocking()
        await self._step_out()

    async def _stop_knocking(self) -> None:
        knocked_at, self.knocked_at = self.knocked_at, None
        if self.sitting is not None and knocked_at is not None:
            await in_database(lobby.stop_knocking)(self.sitting.seat, knocked_at)

    async def _step_out(self) -> None:
        page, self.page = self.page, None
        if self.sitting is None or page is None:
            return
        if await in_database(presence.leave)(self.connection, now()):
            await self._tell_room("seat.left", page=str(page), for_good=self.for_good)

    async def _still_seated(self) -> bool:
        if self.sitting is None:
            return False
        try:
            self.sitting = await in_database(seating.check)(self.sitting)
        except NoSeat:
            await self.seat_removed({"why": "membership"})
            return False
        except RoomClosed as closed:
            await self.room_closed({"why": str(closed)})
            return False
        self.asked_at = time.monotonic()
        return True

    # --- what the room says -----------------------------------------------------------------------------------------
    async def seat_taken(self, event: dict[str, Any]) -> None:
        """Another socket has this seat now: another tab's, or this tab's own after a lost line."""
        if event["connection"] != str(self.connection) and (self.page is not None or self.knocked_at is not None):
            await self._move()

    async def _move(self) -> None:
        self.page = self.knocked_at = None
        await self.say(answers.Moved())
        await self.close(Close.MOVED)

    async def seat_joined(self, event: dict[str, Any]) -> None:
        """Somebody came in."""
        if not self._is_mine(event):
            await self.say(answers.Joined(seat=UUID(event["seat"]), page=UUID(event["page"])))

    async def seat_left(self, event: dict[str, Any]) -> None:
        """Somebody went, or their line was lost."""
        if not self._is_mine(event):
            seat, page = UUID(event["seat"]), UUID(event["page"])
            await self.say(answers.Left(seat=seat, page=page, for_good=event["for_good"]))

    async def seat_shows(self, event: dict[str, Any]) -> None:
        """Somebody switched their microphone or camera."""
        if self.page is not None and not self._is_mine(event):
            what = {field: event[field] for field in ("microphone", "camera", "screen", "wants")}
            await self.say(answers.Shown(seat=UUID(event["seat"]), **what))

    async def signal_passed(self, event: dict[str, Any]) -> None:
        """Negotiation for this tab; for an earlier tab of this seat it is of no use any more."""
        if self.page is not None and event["to"] == str(self.page):
            await self.pass_over(event["message"])

    async def line_written(self, event: dict[str, Any]) -> None:
        """Somebody wrote something."""
        if self.page is not None and not self._is_mine(event):
            await self.say(answers.Written(line=answers.Line.model_validate(event["line"], strict=False)))

    async def lobby_changed(self, event: dict[str, Any]) -> None:
        """Each looks for what it means to them."""
        if await self._still_seated() and self.sitting is not None:
            await self.say(await in_database(seating.lobby_for)(self.sitting))

    async def room_seated(self, event: dict[str, Any]) -> None:
        """Somebody was given a seat, or lost one."""
        if await self._still_seated() and self.sitting is not None:
            await self.say(await in_database(seating.expected)(self.sitting))

    async def room_rescheduled(self, event: dict[str, Any]) -> None:
        """The meeting has another time."""
        if await self._still_seated() and self.sitting is not None:
            room = self.sitting.room
            await self.say(answers.Times(now=now(), opens_at=room.opens_at, starts_at=room.starts_at))

    async def room_papers(self, event: dict[str, Any]) -> None:
        """The papers have changed, or consent to share them is gone."""
        await self.say(answers.Papers(withdrawn=event["withdrawn"]))

    async def room_closed(self, event: dict[str, Any]) -> None:
        """The meeting is over."""
        await self.say(answers.Closed(why=event["why"]))
        await self._part(Close.ROOM_CLOSED, for_good=True)

    async def seat_removed(self, event: dict[str, Any]) -> None:
        """The seat was taken back, or the membership behind it has ended."""
        await self.say(answers.Removed(why=event["why"]))
        await self._part(Close.ENDED, for_good=True)

    async def membership_ended(self, event: dict[str, Any]) -> None:
        """Some membership of this person has ended; it need not be the one behind this seat."""
        await self._still_seated()

    def _is_mine(self, event: dict[str, Any]) -> bool:
        return self.sitting is not None and event["seat"] == str(self.sitting.seat.code)

    async def _tell_room(self, kind: str, **facts: Any) -> None:
        if self.sitting is not None:
            event = {"type": kind, "seat": str(self.sitting.seat.code), **facts}
            await self.channel_layer.group_send(telling.group_of_room(self.sitting.room.code), event)

    async def _tell_seat(self, event: dict[str, Any]) -> None:
        if self.sitting is not None:
            await self.channel_layer.group_send(telling.group_of_seat(self.sitting.seat.code), event)
