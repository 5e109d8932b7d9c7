"""A line between two network namespaces whose faults are chosen while it runs, and the ways of HTTP across it.

Kernels without `netem` have no delay; so two TUN devices are joined here, in a process of its own. The browser at the
far end reaches the server only over the line, as a village doctor does; the near end stands beside the server.

    python -m tests.faults.link FAR NEAR PORT CONTROL

`CONTROL` is a Unix socket that takes one JSON object a line (see `Link.change`) and answers each with the counts.
The same seed loses the same packets.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import json
import os
import random
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields

FAR_ADDRESS, NEAR_ADDRESS, DEVICE = "10.77.0.1", "10.77.0.2", "wan0"
MTU = 1400
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
SEED = 7


@contextlib.contextmanager
def inside(name: str) -> Iterator[None]:
    """This thread is in that namespace; what it opens there stays there."""
    libc = ctypes.CDLL("libc.so.6", use_errno=True)
    back = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{name}", os.O_RDONLY)
    try:
        if libc.setns(there, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter the namespace {name}")
        yield
    finally:
        libc.setns(back, CLONE_NEWNET)
        os.close(there)
        os.close(back)


def device(name: str, address: str) -> int:
    """The TUN device of a namespace, up, with its address and the default route."""
    with inside(name):
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
        for words in (
            f"addr add {address}/24 dev {DEVICE}",
            f"link set {DEVICE} up mtu {MTU} txqueuelen 2000",
            f"route add default dev {DEVICE}",
        ):
            subprocess.run(["ip", *words.split()], check=True)
    return tun


@dataclass
class Fault:
    """What is wrong with one direction. Seconds, shares, bits per second; 0 is nothing."""

    loss: float = 0.0
    delay: float = 0.0
    rate: float = 0.0
    queue: float = 0.3  # seconds that may wait before packets are dropped
    down: bool = False


class Way:
    """One direction: reads packets here, writes those that survive there."""

    def __init__(self, loop: asyncio.AbstractEventLoop, source: int, target: int, seed: int) -> None:
        self.loop, self.source, self.target = loop, source, target
        self.dice = random.Random(seed)
        self.fault = Fault()
        self.sent = self.lost = 0
        self.free_at = 0.0
        loop.add_reader(source, self.read)

    def read(self) -> None:
        """As many as are there, but not so many that the other direction starves."""
        for _ in range(64):
            try:
                packet = os.read(self.source, 65536)
            except (BlockingIOError, OSError):
                return
            self._carry(packet)

    def _carry(self, packet: bytes) -> None:
        fault, now = self.fault, self.loop.time()
        if fault.down or self.dice.random() < fault.loss:
            self.lost += 1
            return
        at = now
        if fault.rate:
            begins = max(now, self.free_at)
            if begins - now > fault.queue:
                self.lost += 1
                return
            self.free_at = at = begins + len(packet) * 8 / fault.rate
        self.sent += 1
        at += fault.delay
        if at <= now:
            self._write(packet)
        else:
            self.loop.call_at(at, self._write, packet)

    def _write(self, packet: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self.target, packet)


class Link:
    """Both directions, the ways of HTTP, and what the control socket asks of them."""

    def __init__(self, far: str, near: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        one, other = device(far, FAR_ADDRESS), device(near, NEAR_ADDRESS)
        self.ways = {"up": Way(loop, one, other, SEED), "down": Way(loop, other, one, SEED + 1)}
        self.far, self.near, self.port = far, near, port
        self.deaf = False
        self.carried: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """The server's port, on loopback in both namespaces (browsers trust that) and at the near address."""
        await self._serve(self.near, "127.0.0.1", None)
        await self._serve(self.near, NEAR_ADDRESS, None)
        await self._serve(self.far, "127.0.0.1", NEAR_ADDRESS)

    async def _serve(self, name: str, address: str, target: str | None) -> None:
        with inside(name):
            door = socket.create_server((address, self.port), backlog=64)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self.deaf and target:
                writer.close()
                return
            try:
                there = await self._reach(target)
            except OSError:
                writer.close()
                return
            mine = {writer, there[1]} if target else set()
            self.carried |= mine
            await asyncio.gather(_pump(reader, there[1]), _pump(there[0], writer), return_exceptions=True)
            self.carried -= mine

        await asyncio.start_server(serve, sock=door)

    async def _reach(self, target: str | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if target is None:
            return await asyncio.open_connection("127.0.0.1", self.port)
        with inside(self.far):
            line = socket.socket()
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, (target, self.port))
        return await asyncio.open_connection(sock=line)

    def change(self, asked: dict[str, object]) -> dict[str, dict[str, int]]:
        """`{"loss": 0.1}` for both directions, with `"way": "up"` (from the far end) or `"down"` for one.

        `{"deaf": true}` ends the far end's connections to the server and takes no new one; what else is on the line
        goes on.
        """
        if "deaf" in asked:
            self.deaf = bool(asked["deaf"])
            for writer in self.carried if self.deaf else ():
                writer.transport.abort()
        chosen = asked.get("way")
        for name, way in self.ways.items():
            if chosen in (None, name):
                for each in fields(Fault):
                    if each.name in asked:
                        setattr(way.fault, each.name, asked[each.name])
        return {name: {"sent": way.sent, "lost": way.lost} for name, way in self.ways.items()}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    finally:
        writer.close()


async def main(far: str, near: str, port: str, control: str) -> None:
    """Runs until it is killed."""
    link = Link(far, near, int(port))
    await link.open()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(json.dumps(link.change(json.loads(line))).encode() + b"\n")
            await writer.drain()
        writer.close()

    await asyncio.start_unix_server(hear, control)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
