"""A socket that speaks one protocol: reads frames, refuses nonsense, says typed things."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer

from teleconsult.call import answers, protocol
from teleconsult.call.allowance import Allowance


class TypedSocket(AsyncWebsocketConsumer):  # type: ignore[misc] # Channels has no types
    """Nonsense is refused and, repeated, ends the socket. Subclasses say what to do with a message in `hear`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowance = Allowance(time.monotonic())

    async def hear(self, message: protocol.Asked) -> None:
        """One message that is well formed."""
        raise NotImplementedError

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Reads one frame."""
        if not self.allowance.take(time.monotonic()):
            await self._nonsense(answers.Why.TOO_FAST)
            return
        try:
            message = protocol.read(text_data if text_data is not None else bytes_data or b"")
        except protocol.Malformed:
            await self._nonsense(answers.Why.MALFORMED)
            return
        await self.hear(message)

    async def _nonsense(self, why: answers.Why) -> None:
        await self.refuse(why)
        if self.allowance.strike():
            await self.close(protocol.Close.NOT_ASKED)

    async def say(self, said: answers.Said) -> None:
        """To this browser."""
        await self.pass_over(said.content())

    async def pass_over(self, content: dict[str, Any]) -> None:
        """To this browser, as another socket has written it."""
        await self.send(protocol.as_text(content))

    async def refuse(self, why: answers.Why, client_code: UUID | None = None) -> None:
        """What was asked does not happen."""
        await self.say(answers.Refused(why=why, client_code=client_code))
