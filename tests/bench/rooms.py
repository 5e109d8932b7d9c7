"""How many rooms one web process holds: sockets of two people each, and how long a word is under way between them.

Everybody shows a sign of life as a browser does; three times a minute somebody in each room writes a line (which the
server keeps) and negotiates (which it passes on): a lively room. The people are one
process on the same machine: what they cost is in the figures.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
from django.conf import settings
from django.db import connection
from django.test import Client

from alliance.models import Person
from alliance.roles import Role
from tests import environment, factories, servers
from tests.bench import Figure
from tests.call.factories import admit, make_room

SIZES = tuple(int(size) for size in os.environ.get("BENCH_ROOMS", "1 50 200 400").split())
TALK = 40  # seconds at each size
HEARTBEAT, EVERY = 15.0, 20.0  # seconds between two signs of life, and between two words
PAUSES = (0.5, 1, 2, 4)  # seconds before another try
AT_ONCE = 10  # rooms whose people come in together
PROMPT, LATEST = 0.25, 5  # seconds: a word that takes longer is felt; never arrived


@dataclass
class Words:
    """When each word went off, how long the ones that arrived were under way, and how often a door had to be tried."""

    again: int = 0  # sockets that did not open at first
    sent: dict[str, float] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=lambda: {"chat": [], "signal": []})

    def heard(self, kind: str, code: str) -> None:
        """One that was waited for."""
        if began := self.sent.pop(code, None):
            self.took[kind].append(time.monotonic() - began)


class Tab(WebSocketClientProtocol):
    """One person's browser tab, without its media."""

    words: Words

    def __init__(self) -> None:
        super().__init__()
        self.page = str(uuid4())
        self.others: dict[str, str] = {}  # page by seat
        self.inside: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """As the room's page hears it."""
        message = json.loads(payload)
        match message["kind"]:
            case "welcome":
                self.say("enter", page=self.page)
            case "entered":
                self.others |= {peer["seat"]: peer["page"] for peer in message["peers"]}
                if not self.inside.done():
                    self.inside.set_result(None)
            case "joined":
                self.others[message["seat"]] = message["page"]
            case "chat" if not message["line"]["mine"]:
                self.words.heard("chat", message["line"]["body"])
            case "signal":
                self.words.heard("signal", message["description"]["sdp"])

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:
        """Nobody closes before the end."""
        if not self.inside.done():
            self.inside.set_exception(ConnectionError(f"closed with {code} before the room was entered"))

    def say(self, kind: str, **fields: Any) -> None:
        """To the room."""
        self.sendMessage(json.dumps({"kind": kind, **fields}).encode())

    async def lives(self) -> None:
        """Signs of life, spread over their interval."""
        await asyncio.sleep(random.uniform(0, HEARTBEAT))
        while True:
            self.say("heartbeat")
            await asyncio.sleep(HEARTBEAT)

    async def talks(self) -> None:
        """A line and a description, again and again."""
        await asyncio.sleep(random.uniform(0, EVERY))
        while True:
            line, sdp = str(uuid4()), str(uuid4())
            self.words.sent[line] = time.monotonic()
            self.say("chat", client_code=str(uuid4()), body=line)
            for seat, page in self.others.items():
                self.words.sent[sdp] = time.monotonic()
                self.say("signal", to=seat, page=page, description={"type": "offer", "sdp": sdp})
            await asyncio.sleep(EVERY)


def measure() -> Iterator[Figure]:
    """At each size the time from one browser to the other; at the largest also how many sockets were held."""
    doors = [_pair() for _ in range(max(SIZES))]
    connection.close()
    with servers.serving(environment.VAR / "rooms.log", XINQIAO_REQUIRE_MFA="0") as url:
        yield from asyncio.run(_grow(url, doors))


def _pair() -> tuple[str, list[str]]:
    """The path of a room's socket and the session cookies of the two who may come in."""
    centre, place = factories.make_centre(), factories.make_institution()
    people = factories.make_expert(centre), factories.make_member(Role.COMMUNITY_DOCTOR, place)
    room = make_room(*people)
    admit(room, people[1])
    return f"/ws/rooms/{room.code}/", [_cookie(person) for person in people]


def _cookie(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def _grow(url: str, doors: list[tuple[str, list[str]]]) -> list[Figure]:
    figures: list[Figure] = []
    tabs: list[Tab] = []
    words = Words()
    prompt = 0
    alive: list[asyncio.Task[None]] = []
    for size in SIZES:
        said = f"{size} rooms" if size > 1 else "one room"
        began = time.monotonic()
        while (there := len(tabs) // 2) < size:
            coming = doors[there : min(size, there + AT_ONCE)]
            tabs += await asyncio.gather(*(_come_in(url, path, key, words) for path, keys in coming for key in keys))
        figures.append(Figure(f"{said}, entered in", round(time.monotonic() - began, 1), "s"))
        figures.append(Figure(f"{said}, tries that failed", words.again, "count"))
        alive += [asyncio.create_task(tab.lives()) for tab in tabs[len(alive) :]]
        spoken = await _talked(tabs, words)
        lost = sum(not tab.is_open for tab in tabs)
        figures += [Figure(f"{said}, {name}", *value) for name, value in spoken.items()]
        figures.append(Figure(f"{said}, sockets lost", lost, "count"))
        slowest = max(value for name, (value, _unit) in spoken.items() if "P99" in name)
        if not lost and slowest <= 1000 * PROMPT:
            prompt = len(tabs)
    figures.append(Figure("sockets of one web process with every word prompt (P99 ≤ 250 ms)", prompt, "count"))
    for task in alive:
        task.cancel()
    for tab in tabs:
        tab.sendClose(1000)
    return figures


async def _come_in(url: str, path: str, cookie: str, words: Words) -> Tab:
    """As a browser does: whoever is not let in at once tries again."""
    for pause in PAUSES:
        try:
            return await _open(url, path, cookie, words)
        except (ConnectionError, TimeoutError):
            words.again += 1
            await asyncio.sleep(pause)
    return await _open(url, path, cookie, words)


async def _open(url: str, path: str, cookie: str, words: Words) -> Tab:
    address = urlsplit(url)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    factory = WebSocketClientFactory(f"ws://{address.netloc}{path}", origin=url, headers=headers)
    factory.protocol = Tab
    tab: Tab
    _transport, tab = await asyncio.get_running_loop().create_connection(
        factory, address.hostname or "", address.port or 80
    )
    tab.words = words
    await asyncio.wait_for(tab.inside, 60)
    return tab


async def _talked(tabs: list[Tab], words: Words) -> dict[str, tuple[float, str]]:
    """Everybody who came first to a room talks for a while; what of it arrived, and how soon."""
    words.sent.clear()
    words.took = {kind: [] for kind in words.took}
    talking = [asyncio.create_task(tab.talks()) for tab in tabs[::2]]
    await asyncio.sleep(TALK)
    for task in talking:
        task.cancel()
    await asyncio.sleep(LATEST)
    spoken: dict[str, tuple[float, str]] = {"words that never arrived": (len(words.sent), "count")}
    for kind, name in {"chat": "a line", "signal": "negotiation"}.items():
        took = words.took[kind] or [60.0]
        worst = quantiles(took, n=100)[98] if len(took) > 1 else took[0]
        spoken[f"{name} under way, median"] = (round(1000 * median(took), 1), "ms")
        spoken[f"{name} under way, P99"] = (round(1000 * worst, 1), "ms")
    return spoken
