"""The ASGI layer in front of Django that answers from memory what is the same for everybody.

A page is rendered once at a time, whoever asks meanwhile waits for that. What is merely old is shown while it is
rendered anew; what has been outdated by a change is not, unless the view or the database fails or hangs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cms.serving import generation, shared
from cms.serving.copies import Copies, Copy, Headers, Key

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[..., Awaitable[object]]

FRESH = 300.0  # seconds; lists of events ahead and review dates change by the clock, without anybody publishing
PATIENCE = 4.0  # seconds that a view may take before an outdated copy stands in
RESPITE = 10.0  # seconds for which nobody asks again what has just failed
MOST = 64 * 1024 * 1024  # bytes
# All of a request that a page for everybody may depend on; the rest of the asker's headers is not passed on.
PASSED_ON = {b"host", b"x-forwarded-proto"}


@dataclass
class Answer:
    """What Django said."""

    status: int = 500
    headers: Headers | None = None
    body: bytes = b""


class PageCache:
    """Wraps an ASGI application."""

    def __init__(self, inner: Application, where: generation.Generation | None = None) -> None:
        self.inner = inner
        self.generation = where or generation.current
        self.copies = Copies(MOST)
        self.under_way: dict[tuple[Key, str], asyncio.Task[Copy | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers from memory, or passes the request on."""
        key = self._key(scope)
        found = await self._find(key, scope) if key else None
        if not found:
            await self.inner(scope, receive, send)
            return
        copy, said = found
        told = dict(scope["headers"])
        status, headers, body = copy.answer(
            compressed=accepts_gzip(told.get(b"accept-encoding", b"")), known=told.get(b"if-none-match", b""), said=said
        )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _key(self, scope: Scope) -> Key | None:
        """Host and path, as asked; None for what is never everybody's: a query, a sign-in, another verb."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["query_string"]:
            return None
        told = dict(scope["headers"])
        if f"{settings.SESSION_COOKIE_NAME}=".encode() in told.get(b"cookie", b""):
            return None
        if not shared.is_shared(scope["path"]):
            return None
        passed = told.get(b"x-forwarded-proto", b"") if settings.PROXIED else b""
        return scope.get("scheme", "http").encode(), passed, told.get(b"host", b""), scope["path"].encode()

    async def _find(self, key: Key, scope: Scope) -> tuple[Copy, bytes] | None:
        now = await self.generation.now()
        kept = self.copies.get(key)
        current = kept is not None and kept.generation == now
        if kept and current and time.monotonic() < kept.fresh_until:
            return kept, b"hit"
        if kept and time.monotonic() < kept.respite_until:
            return kept, b"hit; detail=stale"
        task = self._rendering(key, now, scope)
        if kept and current:
            return kept, b"hit; detail=stale"
        await asyncio.wait([task], timeout=PATIENCE if kept else None)
        made = task.result() if task.done() else None
        if made:
            return made, b"fwd=miss; stored"
        # Gone or private now: `_render` has dropped the copy. Failed, or still under way: the copy stands in.
        kept = self.copies.get(key)
        if not kept:
            return None
        kept.respite_until = time.monotonic() + RESPITE
        return kept, b"hit; detail=stale"

    def _rendering(self, key: Key, now: str, scope: Scope) -> asyncio.Task[Copy | None]:
        """The task that renders a page of this generation; nobody's disconnecting ends it."""
        task = self.under_way.get((key, now))
        if task is None:
            task = self.under_way[key, now] = asyncio.create_task(self._render(key, now, scope))
            task.add_done_callback(lambda _done: self.under_way.pop((key, now), None))
        return task

    async def _render(self, key: Key, now: str, scope: Scope) -> Copy | None:
        try:
            answer = await self._ask(scope)
        except Exception:
            log.exception("A public page could not be rendered")
            answer = Answer()
        if answer.status >= 500:
            return None
        if not shared.may_be_kept(answer.status, answer.headers or []):
            self.copies.forget(key)
            return None
        copy = Copy(answer.headers or [], answer.body, now, time.monotonic() + FRESH)
        self.copies.keep(key, copy)
        return copy

    async def _ask(self, scope: Scope) -> Answer:
        """Asks Django as nobody in particular."""
        headers = [pair for pair in scope["headers"] if pair[0] in PASSED_ON]
        answer, body = Answer(), bytearray()
        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Any:
            for message in asked:
                return message
            await asyncio.Event().wait()  # nobody hangs up

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                body.extend(message.get("body", b""))

        await self.inner({**scope, "method": "GET", "headers": headers}, receive, send)
        answer.body = bytes(body)
        return answer


def accepts_gzip(said: bytes) -> bool:
    """Whether `Accept-Encoding` names gzip, and not in order to refuse it."""
    for each in said.lower().split(b","):
        name, _semicolon, weight = each.partition(b";")
        if name.strip() in (b"gzip", b"*"):
            return weight.strip().replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False
