"""The same guards for sockets that the middleware keeps for pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from alliance.middleware import lacks_second_factor
from alliance.models import Person

SIGNED_OUT = 4401
NO_SECOND_FACTOR = 4403
ENDED = 4410  # the membership that let somebody in is over
NOT_ASKED = 4400  # the client said something that this socket does not understand

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def group_of(person: Person) -> str:
    """The channel group of all of one person's sockets; `membership.ended` goes there."""
    return f"person.{person.code.hex}"


def still_here(code: UUID) -> Person | None:
    """The person as the database knows them now; None once their account is switched off."""
    return Person.objects.filter(code=code, is_active=True).first()


class SecondFactor:
    """Refuses a socket to whoever is signed out, or sees patients and has no second factor."""

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        code = await _refusal(scope.get("user"))
        if code is None:
            await self.application(scope, receive, send)
            return
        await receive()  # websocket.connect
        await send({"type": "websocket.close", "code": code})


async def _refusal(reader: Any) -> int | None:
    if reader is None or not reader.is_authenticated:
        return SIGNED_OUT
    return NO_SECOND_FACTOR if await database_sync_to_async(lacks_second_factor)(reader) else None
