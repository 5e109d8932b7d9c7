"""The media worker: answers the web process on a unix socket, holds the peers, and refuses before it is overloaded.

A socket in the file system and not on the network: only who may open the file can ask, nothing needs a password, and
the media worker of a compose installation, which stands on the host's own network, shares a volume with the web part
but not its inner network.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from teleconsult.media import descriptions, wires
from teleconsult.media.echo import EchoPeer
from teleconsult.media.messages import (
    LONGEST,
    Answer,
    Ask,
    Echo,
    Malformed,
    Refused,
    Reply,
    State,
    read_request,
    written,
)

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds for one line there and one back
LATE = 0.25  # seconds: a loop that is so late starves the peers that it has
LOOK_EVERY = 0.2


class Taken(OSError):
    """Another worker answers on this socket."""


@dataclass
class Worker:
    """All peers of this process."""

    most: int
    seconds: float = 30.0
    public: str = ""
    echoes: set[EchoPeer] = field(default_factory=set)
    late: float = 0.0

    async def serve(self, path: Path, ended: asyncio.Event) -> None:
        """Until `ended`. Raises Taken, or OSError where there can be no socket."""
        server = await asyncio.start_unix_server(self._converse, sock=_bound(path), limit=LONGEST)
        watching = asyncio.ensure_future(self._watch())
        try:
            async with server:
                await ended.wait()
        finally:
            watching.cancel()
            _forget(path)
            await asyncio.gather(*(peer.end() for peer in list(self.echoes)), return_exceptions=True)

    async def _watch(self) -> None:
        """How late the loop is, now and a little while ago."""
        while True:
            due = time.monotonic() + LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
            self.late = max(self.late / 2, time.monotonic() - due)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(written(await self.reply(await reader.readline())))
                await writer.drain()
        except (TimeoutError, OSError, ValueError):  # ValueError: a line that is too long
            log.info("somebody asked too slowly or too much")
        finally:
            writer.close()

    async def reply(self, line: bytes) -> Reply:
        """What is answered to one line."""
        try:
            asked = read_request(line)
        except Malformed:
            return Refused(why="malformed")
        match asked:
            case Ask():
                return State(echoes=len(self.echoes), most=self.most, late_ms=round(self.late * 1000))
            case Echo():
                return await self._echo(asked)

    async def _echo(self, asked: Echo) -> Reply:
        if len(self.echoes) >= self.most or self.late > LATE:
            return Refused(why="full")
        try:
            peer = EchoPeer(asked.offer, self.echoes.discard, seconds=self.seconds)
        except descriptions.NoOffer:
            return Refused(why="malformed")
        self.echoes.add(peer)  # before anything is awaited: two at once are two
        try:
            sdp = await peer.answer(self.public)
        except descriptions.NoOffer:
            self.echoes.discard(peer)
            return Refused(why="malformed")
        if "a=candidate:" not in sdp:
            await peer.end()
            return Refused(why="nowhere")
        return Answer(sdp=sdp, seconds=int(self.seconds))


def _bound(path: Path) -> socket.socket:
    """The socket, for the owner alone. One that a killed worker left behind gives way; one that answers does not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            path.unlink(missing_ok=True)
        else:
            raise Taken("another worker answers there")
    before = os.umask(0o177)
    made = socket.socket(socket.AF_UNIX)
    try:
        made.bind(str(path))
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    return made


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def choose_addresses(addresses: list[str]) -> None:
    """Where the peers of this process can be reached; none named: all addresses of the machine."""
    wires.listen_on(addresses)
