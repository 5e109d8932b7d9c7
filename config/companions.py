"""Programs beside the server on one machine: begun once it listens, begun again when they die, ended with it.

None of them is needed for the pages: what cannot be started is said once and left alone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)
HOPELESS = 3  # exit of a program that would fail again
SOONEST, LATEST = 1.0, 60.0  # seconds before a program is begun again; doubled each time it dies young
OLD = 60.0
PATIENCE = 3.0  # for a program to end


@dataclass(frozen=True)
class Companion:
    """How one of them is started. The media worker also ends when its standard input closes."""

    name: str
    command: Sequence[str]
    surroundings: Mapping[str, str]

    async def keep(self, ended: asyncio.Event) -> None:
        """Runs it until `ended`."""
        pause = SOONEST
        while not ended.is_set():
            began = time.monotonic()
            code = await self._run(ended)
            if code is None or code == HOPELESS:
                return
            pause = SOONEST if time.monotonic() - began > OLD else min(pause * 2, LATEST)
            log.warning("the %s ended (%s); it is begun again in %.0f s", self.name, code, pause)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await ended.wait()

    async def _run(self, ended: asyncio.Event) -> int | None:
        """Its exit; None where it was ended by us, or could not be started at all."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command, cwd=settings.BASE_DIR, env=dict(self.surroundings), stdin=asyncio.subprocess.PIPE
            )
        except OSError as error:
            log.warning("the %s cannot be started: %s", self.name, error)
            return None
        done, told = asyncio.ensure_future(process.wait()), asyncio.ensure_future(ended.wait())
        await asyncio.wait({done, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if not ended.is_set():
            return await done
        for press in (process.terminate, process.kill):
            with suppress(ProcessLookupError):
                press()
            if (await asyncio.wait({done}, timeout=PATIENCE))[0]:
                break
        return None


def bare() -> dict[str, str]:
    """An environment without keys and passwords: a program that reads strangers' packets needs none."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PYTHONUNBUFFERED": "1"}


def media_command(*more: str) -> list[str]:
    """The media worker, as the settings want it."""
    command = [sys.executable, "-m", "teleconsult.media", "--socket", str(settings.MEDIA_SOCKET)]
    command += ["--echoes", str(settings.MEDIA_ECHOES), "--public", settings.MEDIA_PUBLIC]
    for address in settings.MEDIA_ADDRESSES:
        command += ["--address", address]
    return [*command, *more]


def _relay() -> Companion:
    """The demo's own, on loopback alone; what it says goes into a file of its own."""
    place = settings.VAR_DIR / "turn"
    place.mkdir(mode=0o700, exist_ok=True)
    told = {
        "TURN_LOOPBACK": str(settings.TURN_LOOPBACK),
        "TURN_SECRET": settings.TURN_SECRET,
        "TURN_REALM": "xinqiao.demo",
    }
    command = ["/bin/sh", "-c", 'exec config/turn.sh >"$TURN_RUN/log" 2>&1']
    return Companion("relay", command, {**bare(), **told, "TURN_REALM": "xinqiao.demo", "TURN_RUN": str(place)})


def begin(ended: asyncio.Event) -> list[asyncio.Task[Any]]:
    """All that this installation wants, on the running event loop."""
    wanted = []
    if settings.MEDIA_ECHOES:
        wanted.append(Companion("media worker", media_command("--with-parent"), bare()))
    if settings.TURN_LOOPBACK:
        wanted.append(_relay())
    return [asyncio.ensure_future(each.keep(ended)) for each in wanted]
