"""The room's socket. It carries typed messages and decides nothing: the verbs do, and the seat is asked each time."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from channels.db import database_sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.timezone import now

from alliance import sockets
from teleconsult.call import answers, chatting, lobby, presence, protocol, seating, telling
from teleconsult.call.answers import Why
from teleconsult.call.protocol import Close
from teleconsult.call.rooms import NoSeat, RoomClosed
from teleconsult.call.seating import Sitting
from teleconsult.call.typed_socket import TypedSocket

in_database = database_sync_to_async


class RoomConsumer(TypedSocket):
    """One browser tab in a room. `page` is set while it is in the call, `knocked_at` while it waits."""

    sitting: Sitting | None = None
    page: UUID | None = None
    knocked_at: datetime | None = None
    for_good = False
    asked_at = -1.0  # when the seat was last asked, by the steady clock
    neighbours: frozenset[UUID] = frozenset()  # the other seats of the room, as last seen

    # --- coming and going -------------------------------------------------------------------------------------------
    async def connect(self) -> None:
        """Lets in who holds a seat; everybody else is refused before the socket opens."""
        self.connection = uuid4()
        code = self.scope["url_route"]["kwargs"]["code"]
        try:
            self.sitting = await in_database(seating.take)(self.scope["user"], code)
        except (Http404, NoSeat):
            await self.close(Close.NO_SEAT)
            return
        except PermissionDenied:
            await self.close(Close.NO_RIGHT)
            return
        for group in self._groups():
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()
        if self.sitting.room.closed_at is not None:
            await self.room_closed({"why": self.sitting.room.closed_because})
            return
        await self.say(await in_database(seating.welcome)(self.sitting, now()))
        await self.say(await in_database(seating.lobby_for)(self.sitting))

    def _groups(self) -> list[str]:
        if self.sitting is None:
            return []
        seat, room, person = self.sitting.seat, self.sitting.room, self.sitting.person
        return [telling.group_of_room(room.code), telling.group_of_seat(seat.code), sockets.group_of(person)]

    async def disconnect(self, code: int) -> None:
        """The attendance ends; a knock is withdrawn; the others learn whether somebody hung up or was lost."""
        for group in self._groups():
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

    # --- what the browser says --------------------------------------------------------------------------------------
    async def hear(self, message: protocol.Asked) -> None:
        """One message that is well formed; the seat is asked first.

        Negotiation comes in bursts for which the first picture waits: it rides on an answer of the last second.
        """
        rides = isinstance(message, protocol.Signal | protocol.Show) and time.monotonic() - self.asked_at < 1
        if (rides or await self._still_seated()) and self.sitting is not None:
            await self._act(self.sitting, message)

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

    async def _act(self, sitting: Sitting, message: protocol.Asked) -> None:
        match message:
            case protocol.Signal():
                await self._pass_on(sitting, message)
            case protocol.Heartbeat(line=line):
                await self._beat(sitting, line)
            case protocol.Chat():
                await self._write(sitting, message)
            case protocol.Show():
                if self.page is not None:
                    await self._tell_room("seat.shows", **message.model_dump(exclude={"kind"}))
            case protocol.Leave():
                await self._part(Close.NORMAL, for_good=True)
            case _:
                await self._at_the_door(sitting, message)

    async def _at_the_door(self, sitting: Sitting, message: protocol.Asked) -> None:
        try:
            match message:
                case protocol.Enter(page=page):
                    await self._enter(sitting, page)
                case protocol.Knock():
                    await self._knock(sitting)
                case protocol.Admit(seat=seat):
                    await in_database(lobby.admit)(sitting.room, seat=seat, by=sitting.person, at=now())
                case protocol.TurnAway(seat=seat):
                    await in_database(lobby.turn_away)(sitting.room, seat=seat, by=sitting.person, at=now())
        except lobby.NotOpenYet:
            await self.refuse(Why.NOT_OPEN)
        except lobby.NotTheHost:
            await self.refuse(Why.NOT_HOST)
        except lobby.NobodyKnocking:
            await self.refuse(Why.NOBODY_KNOCKING)

    async def _enter(self, sitting: Sitting, page: UUID) -> None:
        at = now()
        if not sitting.room.is_open(at):
            raise lobby.NotOpenYet
        if not sitting.seat.may_enter:
            await self.refuse(Why.NOT_ADMITTED)
            return
        self.knocked_at = None
        connection = self.connection if self.page is None else None
        self.page = page
        # The others begin to call while we note the attendance and look up what to answer; their call cannot overtake
        # the answer, because a socket does one thing after the other.
        await self._tell_room("seat.joined", page=str(page))
        entered, self.neighbours = await in_database(seating.enter)(sitting, connection, page, at)
        await self.say(entered)
        await self._take_over()

    async def _knock(self, sitting: Sitting) -> None:
        seat = await in_database(lobby.knock)(sitting.room, sitting.person, now())
        if not seat.may_enter:
            self.knocked_at = seat.knocked_at
            await self._take_over()

    async def _take_over(self) -> None:
        """The later of two tabs with one seat wins; the earlier is told."""
        event = {"type": "seat.taken", "connection": str(self.connection), "page": str(self.page)}
        await self._tell_seat(event)

    async def _pass_on(self, sitting: Sitting, signal: protocol.Signal) -> None:
        if self.page is None or not sitting.seat.may_enter:
            await self.refuse(Why.NOT_ADMITTED)
            return
        if signal.to not in self.neighbours:
            self.neighbours = await in_database(sitting.neighbours)()
        if signal.to not in self.neighbours:
            await self.refuse(Why.NOBODY_THERE)
            return
        told = answers.Signalled(
            by=sitting.seat.code, page=self.page, description=signal.description, candidate=signal.candidate
        )
        event = {"type": "signal.passed", "to": str(signal.page), "message": told.content()}
        await self.channel_layer.group_send(telling.group_of_seat(signal.to), event)

    async def _write(self, sitting: Sitting, message: protocol.Chat) -> None:
        try:
            written, is_new = await in_database(chatting.write)(
                sitting.room, sitting.person, message.client_code, message.body, now()
            )
        except chatting.NotInTheRoom:
            await self.refuse(Why.NOT_ADMITTED, message.client_code)
            return
        except chatting.CodeTaken:
            await self.refuse(Why.CODE_TAKEN, message.client_code)
            return
        line = seating.line(written, sitting.person)
        await self.say(answers.Written(line=line))
        if is_new:
            others = line.model_copy(update={"mine": False}).model_dump(mode="json")
            await self._tell_room("line.written", line=others)

    async def _beat(self, sitting: Sitting, line: protocol.Carried | None) -> None:
        if not await in_database(seating.signed_in)(self.scope.get("session")):
            await self._part(Close.SIGNED_OUT, for_good=True)
            return
        if self.page is not None and not await in_database(presence.seen)(self.connection, now(), line):
            if await in_database(presence.is_present)(sitting.seat, now()):
                await self._move()
                return
            # The line slept longer than an attendance lives; the tab is here all the same.
            page, self.page, self.connection = self.page, None, uuid4()
            await self._enter(sitting, page)
        await self.say(answers.Alive())

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
            what = {field: event[field] for field in ("microphone", "camera", "wants")}
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
