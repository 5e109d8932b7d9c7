"""A socket in a test, as a browser holds it. What it waits for comes within seconds, or the test says what did not.

Nothing here waits for an application to end after it was cancelled: one that does not would hold the run for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from alliance.models import Person

PATIENCE = 10.0  # seconds; a loaded machine is slow, a lost message never comes
# Python 3.11's `wait_for` swallows a cancellation that comes while redis-py writes; then a closed socket goes on to
# listen. Daphne kills it after ten seconds; here it is done sooner.
GRACE = 1.0  # seconds
Come = TypeVar("Come")


async def within(seconds: float, coming: Coroutine[Any, Any, Come], what: str) -> Come:
    """What comes, if it does so in time; otherwise the test fails and says what it waited for."""
    task = asyncio.ensure_future(coming)
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        task.cancel()
        pytest.fail(f"Waited {seconds:g} s for {what}, and nothing came.")
    return task.result()


@sync_to_async
def cookie_of(person: Person | None) -> str:
    """The session cookie of somebody who has signed in; nothing for nobody."""
    if person is None:
        return ""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def headers(cookie: str, origin: bytes | None = b"http://testserver") -> list[tuple[bytes, bytes]]:
    """What a browser sends when it opens a socket."""
    sent = [(b"host", b"testserver")]
    sent += [(b"origin", origin)] if origin is not None else []
    return [*sent, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else sent


class Line(WebsocketCommunicator):
    """One socket. Every wait has an end."""

    async def receive_output(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next event; where the application has failed instead, its own error."""
        coming = asyncio.ensure_future(self.output_queue.get())
        await asyncio.wait({coming, self.future}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)  # the application may have ended in the moment in which it spoke
        if coming.done():
            return dict(coming.result())
        coming.cancel()
        if self.future.done():
            self.future.result()
            pytest.fail("The socket ended without another word.")
        pytest.fail(f"Waited {seconds:g} s for the socket {self.scope['path']} to speak, and nothing came.")

    async def connect(self, seconds: float = PATIENCE) -> tuple[bool, Any]:
        """Whether it was let in, and the code where it was not."""
        outcome: tuple[bool, Any] = await super().connect(seconds)
        return outcome

    async def receive_json_from(self, seconds: float = PATIENCE) -> Any:
        """The next message."""
        return await super().receive_json_from(seconds)

    async def until(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = PATIENCE) -> dict[str, Any]:
        """The first event that is wanted, within so many seconds; the others are forgotten."""
        clock = asyncio.get_running_loop().time
        last = clock() + seconds
        while not wanted(event := await self.receive_output(max(0.0, last - clock()))):
            pass
        return event

    async def closes(self) -> int:
        """The code with which the server closes, whatever it says before."""
        return int((await self.until(lambda event: event["type"] == "websocket.close"))["code"])

    async def disconnect(self, code: int = 1000, seconds: float = PATIENCE) -> None:
        """Closes it as a closed tab does. An error of the application is raised; that it does not end is said."""
        if not self.future.done():
            await self.send_input({"type": "websocket.disconnect", "code": code})
            await asyncio.wait({self.future}, timeout=GRACE)
        if not self.future.done():
            self.future.cancel()
            await asyncio.wait({self.future}, timeout=seconds)
        if not self.future.done():
            pytest.fail(f"The socket {self.scope['path']} did not end within {seconds:g} s of being closed.")
        if not self.future.cancelled():
            self.future.result()
