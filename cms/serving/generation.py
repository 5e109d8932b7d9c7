"""The number that every process looks at before it shows a kept page: another number, and the copy is outdated.

With Redis it is a key there; without, a file beside the database, for everything runs on one machine then. Looking
costs microseconds. Where it cannot be told, copies live on until they are too old by themselves.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import Any, Protocol
from uuid import uuid4
from weakref import WeakKeyDictionary

import redis
from django.conf import settings
from django.db import transaction
from redis import asyncio as redis_async

log = logging.getLogger(__name__)
KEY = "site-generation"
PATIENCE = 0.5  # seconds that Redis may take
REMEMBERED = 0.05  # seconds for which one look at Redis serves every request of this process


class Generation(Protocol):
    """Where the number is kept."""

    async def now(self) -> str:
        """The number as it is."""

    def renew(self) -> None:
        """Another number from now on."""


class FileGeneration:
    """A file; its identity and its time are the number."""

    def __init__(self) -> None:
        self.path = settings.VAR_DIR / KEY

    async def now(self) -> str:
        """Asks the file system: that is quicker than anything to remember it by."""
        try:
            found = os.stat(self.path)
        except OSError:
            return ""
        return f"{found.st_ino}-{found.st_mtime_ns}"

    def renew(self) -> None:
        """Puts another file in its place."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_suffix(f".{uuid4().hex}")
        half.write_text(uuid4().hex)
        half.replace(self.path)


class RedisGeneration:
    """A key in Redis. This process's own renewal counts at once, another's after `REMEMBERED`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.last, self.asked_at, self.renewals = "", 0.0, 0
        self.lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()

    async def now(self) -> str:
        """The number, or the last one known while Redis is away."""
        if time.monotonic() - self.asked_at < REMEMBERED:
            return self.last
        renewals, line = self.renewals, self._line()
        try:
            found = await line.get(KEY)
        except (redis.RedisError, OSError):
            return self.last
        self.last = (found or b"").decode()
        if renewals == self.renewals:  # else the answer may be from before
            self.asked_at = time.monotonic()
        return self.last

    def renew(self) -> None:
        """Every process sees the new number."""
        with redis.Redis.from_url(self.url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as line:
            line.set(KEY, uuid4().hex)
        self.renewals += 1
        self.asked_at = 0.0

    def _line(self) -> Any:
        """One connection pool for each event loop."""
        loop = asyncio.get_running_loop()
        if loop not in self.lines:
            self.lines[loop] = redis_async.Redis.from_url(
                self.url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
            )
        return self.lines[loop]


def of_settings() -> Generation:
    """The one that all processes of this installation share."""
    return RedisGeneration(settings.REDIS_URL) if settings.REDIS_URL else FileGeneration()


current = of_settings()


def renew() -> None:
    """Outdates every kept page. Fails nobody's publishing: what cannot be told expires by itself."""
    try:
        current.renew()
    except (redis.RedisError, OSError) as problem:
        log.warning("Kept pages could not be outdated: %s", type(problem).__name__)


def changed(**_told: Any) -> None:
    """A signal's receiver: as soon as the change can be read, no kept page is shown any more."""
    transaction.on_commit(renew)
