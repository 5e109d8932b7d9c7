"""The socket behind the bell: how many notices are unread, which danger nobody has seen to. It listens to nobody."""

from __future__ import annotations

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.utils import timezone, translation

from alliance import notices, sockets, surroundings
from alliance.middleware import chosen_language, zone_of


class NoticeConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc] # Channels has no types
    """One open page of one person. Sends `{"unread": 3, "alarms": [{"url", "text"}]}`, at first and on each change."""

    person_code: Any = None

    async def connect(self) -> None:
        """Joins the person's own group; `sockets.SecondFactor` has let nobody else through."""
        person = self.scope["user"]
        self.person_code = person.code
        self.groups = [notices.group(person)]  # Channels leaves them by itself
        await self.channel_layer.group_add(self.groups[0], self.channel_name)
        await self.accept()
        await self.tell()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **rest: Any) -> None:
        """Nothing a client says is of use here."""
        await self.close(sockets.NOT_ASKED)

    async def notice(self, message: dict[str, Any]) -> None:
        """A notice was left for this person."""
        await self.tell()

    async def membership_ended(self, message: dict[str, Any]) -> None:
        """The person has left an institution: what this page could show is no longer certain."""
        await self.close(sockets.ENDED)

    async def tell(self) -> None:
        """Sends what waits now; closes where the person may no longer be told."""
        waiting = await database_sync_to_async(self.waiting)()
        if waiting is None:
            await self.close(sockets.SIGNED_OUT)
        else:
            await self.send_json(waiting)

    def waiting(self) -> surroundings.Waiting | None:
        """Read anew each time: the person in the scope may be hours old."""
        person = sockets.still_here(self.person_code)
        if person is None:
            return None
        language = chosen_language(person, self.scope.get("cookies", {}))
        with translation.override(language), timezone.override(zone_of(person)):
            return surroundings.waiting_for(person)
