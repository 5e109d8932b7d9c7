"""A browser's socket in a test: opened through the real application, with cookie and Origin."""

import json
from typing import Any
from uuid import uuid4

from config.asgi import application
from teleconsult.call.models import Room
from tests.sockets import PATIENCE, Line, headers


class Socket:
    """One tab. `open` says whether it was let in; `hear` waits for a kind of message and forgets the others."""

    def __init__(self, room: Room, cookie: str, origin: bytes | None) -> None:
        self.line = Line(application, f"/ws/rooms/{room.code}/", headers=headers(cookie, origin))
        self.page = str(uuid4())
        self.connected = False
        self.code: int | None = None

    async def open(self) -> None:
        """Connects; afterwards `connected` and, where it was refused, `code`."""
        self.connected, code = await self.line.connect()
        self.code = None if self.connected else code

    async def end(self) -> None:
        """Closes the line as a closed tab does."""
        await self.line.disconnect()

    async def say(self, kind: str, **fields: Any) -> None:
        """Sends one message."""
        await self.line.send_json_to({"kind": kind, **fields})

    async def enter(self) -> dict[str, Any]:
        """Steps into the call."""
        await self.say("enter", page=self.page)
        return await self.hear("entered")

    async def hear(self, kind: str, within: float = PATIENCE) -> dict[str, Any]:
        """The next message of that kind; the test fails where none comes within so many seconds."""

        def wanted(event: dict[str, Any]) -> bool:
            assert event["type"] == "websocket.send", f"closed with {event.get('code')} instead of {kind}"
            return bool(self._read(event)["kind"] == kind)

        return self._read(await self.line.until(wanted, within))

    async def closes(self) -> int:
        """The code with which the server closes, whatever it says before."""
        return await self.line.closes()

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
