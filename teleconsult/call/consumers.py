"""The room's socket. It carries typed messages and decides nothing: the verbs do, and the seat is asked each time."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.timezone import now

from teleconsult.call import answers, chatting, lobby, presence, protocol, seating, telling, visiting
from teleconsult.call.answers import Why
from teleconsult.call.protocol import Close
from teleconsult.call.room_socket import RoomSocket, in_database
from teleconsult.call.rooms import Because, NoSeat
from teleconsult.call.seating import Sitting


class RoomConsumer(RoomSocket):
    """What the browser says."""

    neighbours: frozenset[UUID] = frozenset()  # the other seats of the room, as last seen

    async def connect(self) -> None:
        """Lets in who holds a seat; everybody else is refused before the socket opens."""
        self.connection = uuid4()
        try:
            self.sitting = await self.sit(self.scope["url_route"]["kwargs"]["code"])
        except (Http404, NoSeat):
            await self.close(Close.NO_SEAT)
            return
        except PermissionDenied:
            await self.close(Close.NO_RIGHT)
            return
        for group in self.groups_of(self.sitting):
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()
        if self.sitting.room.closed_at is not None:
            await self.room_closed({"why": self.sitting.room.closed_because})
            return
        await self.say(await in_database(seating.welcome)(self.sitting, now()))
        await self.say(await in_database(seating.lobby_for)(self.sitting))

    async def sit(self, code: UUID) -> Sitting:
        """The seat of whoever is signed in. Raises Http404, PermissionDenied, NoSeat."""
        sitting: Sitting = await in_database(seating.take)(self.scope["user"], code)
        return sitting

    async def hear(self, message: protocol.Asked) -> None:
        """One message that is well formed; the seat is asked first.

        Negotiation comes in bursts for which the first picture waits: it rides on an answer of the last second.
        """
        rides = isinstance(message, protocol.Signal | protocol.Show) and time.monotonic() - self.asked_at < 1
        if (rides or await self._still_seated()) and self.sitting is not None:
            await self._act(self.sitting, message)

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
                    await in_database(lobby.admit)(sitting.room, seat=seat, by=sitting.who, at=now())
                case protocol.TurnAway(seat=seat):
                    await in_database(lobby.turn_away)(sitting.room, seat=seat, by=sitting.who, at=now())
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
        seat = await in_database(lobby.knock)(sitting.room, sitting.who, now())
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
                sitting.room, sitting.who, message.client_code, message.body, now()
            )
        except chatting.NotInTheRoom:
            await self.refuse(Why.NOT_ADMITTED, message.client_code)
            return
        except chatting.CodeTaken:
            await self.refuse(Why.CODE_TAKEN, message.client_code)
            return
        line = seating.line(written, sitting.who)
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


class VisitorConsumer(RoomConsumer):
    """A visitor's tab: let in by the pass that their link was exchanged for. Papers are none of their business."""

    async def sit(self, code: UUID) -> Sitting:
        """The seat behind the pass. Raises NoSeat."""
        sitting: Sitting = await in_database(visiting.sit)(self.scope["cookies"].get(visiting.PASS, ""), code)
        return sitting

    async def room_papers(self, event: dict[str, Any]) -> None:
        """Nothing lies beside their picture."""

    async def room_closed(self, event: dict[str, Any]) -> None:
        """That it is over; why a patient takes consent back is between the patient and the doctors."""
        hidden = event["why"] == Because.CONSENT_WITHDRAWN
        await super().room_closed({"why": Because.DONE if hidden else event["why"]})
