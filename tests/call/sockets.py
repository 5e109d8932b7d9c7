"""A browser's socket in a test: opened through the real application, with cookie and Origin."""

import asyncio
import json
from typing import Any
from uuid import uuid4

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from alliance.models import Person
from config.asgi import application
from teleconsult.call.models import Room


@sync_to_async
def cookie_of(person: Person | None) -> str:
    """The session cookie of somebody who has signed in; nothing for nobody."""
    if person is None:
        return ""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Socket:
    """One tab. `open` says whether it was let in; `hear` waits for a kind of message and forgets the others."""

    def __init__(self, room: Room, cookie: str, origin: bytes | None) -> None:
        headers = [(b"host", b"testserver")]
        headers += [(b"origin", origin)] if origin is not None else []
        headers += [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else []
        self.line = WebsocketCommunicator(application, f"/ws/rooms/{room.code}/", headers=headers)
        self.page = str(uuid4())
        self.connected = False
        self.code: int | None = None

    async def open(self) -> None:
        """Connects; afterwards `connected` and, where it was refused, `code`."""
        self.connected, code = await self.line.connect(timeout=5)
        self.code = None if self.connected else code

    async def end(self) -> None:
        """Closes the line as a closed tab does."""
        await self.line.disconnect(timeout=5)

    async def say(self, kind: str, **fields: Any) -> None:
        """Sends one message."""
        await self.line.send_json_to({"kind": kind, **fields})

    async def enter(self) -> dict[str, Any]:
        """Steps into the call."""
        await self.say("enter", page=self.page)
        return await self.hear("entered")

    async def hear(self, kind: str, within: float = 3) -> dict[str, Any]:
        """The next message of that kind."""
        async with asyncio.timeout(within):
            while True:
                event = await self.line.receive_output(within)
                assert event["type"] == "websocket.send", f"closed with {event.get('code')} instead of {kind}"
                message = self._read(event)
                if message["kind"] == kind:
                    return message

    async def closes(self, within: float = 3) -> int:
        """The code with which the server closes, whatever it says before."""
        async with asyncio.timeout(within):
            while True:
                event = await self.line.receive_output(within)
                if event["type"] == "websocket.close":
                    return int(event["code"])

    async def silent(self, *kinds: str, for_seconds: float = 0.3) -> bool:
        """Whether none of these kinds comes within that time."""
        while not await self.line.receive_nothing(for_seconds):
            event = await self.line.receive_output()
            if event["type"] == "websocket.send" and self._read(event)["kind"] in kinds:
                return False
        return True

    @staticmethod
    def _read(event: dict[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(event["text"])
        return message
