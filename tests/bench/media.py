"""Calls in the fault laboratory: the first frame by each way through the network, what arrives over bad lines, how long
a break lasts; and how many rooms one web process holds. Needs what the laboratory needs (`launch.laboratory`).

The far end is forced onto each way in turn; the bare pair beside it lives in one page of the far end, one of its two
connections forced onto the same way.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import sync_playwright

from launch import Stopped, laboratory
from teleconsult.call import ice
from tests import environment, servers
from tests.bench import Figure, rooms
from tests.bench.first_frame import BARE, OPEN, enter, people
from tests.faults.lab import SECRET, Lab, turn_urls

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from teleconsult.call.models import Room

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "6"))
SETTLE, LOOK = 6, 10  # seconds
NOTICED, WELL, AT_LEAST, GIVEN_UP = 0.5, 5, 20, 60  # seconds: a pause that is seen; without one; watched; hopeless
WAYS = {"direct": "", "relay over UDP": "transport=udp", "relay over TCP": "transport=tcp", "relay over TLS": "turns:"}
PROFILES: dict[str, dict[str, float]] = {
    "no fault": {},
    "5 % loss": {"loss": 0.05},
    "10 % loss": {"loss": 0.1},
    "20 % loss": {"loss": 0.2},
    "200 ms there and back": {"delay": 0.1},
    "300 kbit/s": {"rate": 300_000},
    "300 kbit/s and 10 % loss": {"rate": 300_000, "loss": 0.1},
}
HEALTHY = {"loss": 0.0, "delay": 0.0, "rate": 0.0, "down": False, "deaf": False}

# Every connection of the page, and only the way that is asked for.
WATCHED = """
const Real = RTCPeerConnection;
window.lines = [];
const way = %s;
const chosen = (one) => ({ ...one, urls: one.urls.filter((url) => url.includes(way)) });
const forced = (how) => ({ ...how, iceTransportPolicy: "relay", iceServers: how.iceServers.map(chosen) });
const only = (how) => way && how.iceServers?.length ? forced(how) : how;
window.RTCPeerConnection = class extends Real {
  constructor(how = {}) { super(only(how)); window.lines.push(this); }
  setConfiguration(how) { super.setConfiguration(only(how)); }
};
"""
HEARD = """async () => {
  const sum = { frames: 0, samples: 0, guessed: 0 };
  for (const line of window.lines) for (const row of (await line.getStats()).values()) {
    if (row.type !== "inbound-rtp") continue;
    sum.frames += row.framesDecoded ?? 0;
    sum.samples += row.totalSamplesReceived ?? 0;
    sum.guessed += row.concealedSamples ?? 0;
  }
  return sum;
}"""


def measure() -> Iterator[Figure]:
    """In one laboratory, one after the other; then without one."""
    if why_not := laboratory.missing():
        raise Stopped(f"fault lab NOT RUN: {why_not}")
    host, guest, room = people()
    connection.close()
    told = {"XINQIAO_REQUIRE_MFA": "0", "TURN_URLS": turn_urls(tls=True), "TURN_SECRET": SECRET}
    with ExitStack() as stack:
        url = stack.enter_context(servers.serving(environment.VAR / "media.log", **told))
        folder = Path(stack.enter_context(TemporaryDirectory()))
        lab = stack.enter_context(Lab(urlsplit(url).port or 0, folder))
        lab.relay(tls=True)
        playwright = stack.enter_context(sync_playwright())
        near, far = (
            stack.enter_context(lab.browser(playwright, end, "--ignore-certificate-errors")) for end in ("near", "far")
        )
        waiting = _page(near, url, host, "")
        waiting.goto(room.get_absolute_url())
        waiting.get_by_role("button", name="Enter the room").click()
        waiting.locator("[data-live]").wait_for()
        for name, way in WAYS.items():
            yield from _first_frame(name, way, far, url, guest, room)
        coming = _page(far, url, guest, "")
        coming.goto(room.get_absolute_url())
        coming.get_by_role("button", name="Enter the room").click()
        _moves(waiting)
        for name, fault in PROFILES.items():
            lab.line(**{**HEALTHY, **fault})
            yield from _arrives(name, waiting)
        lab.heal()
        _moves(waiting)
        yield from _comes_back(lab, waiting)
    yield from rooms.measure()


def _first_frame(name: str, way: str, far: Browser, url: str, guest: str, room: Room) -> Iterator[Figure]:
    coming, alone = _page(far, url, guest, way), _page(far, url, "", way)
    alone.goto("/healthz")
    alone.evaluate(OPEN)
    config = {"iceServers": _servers()} if way else {}
    entered, bare = [], []
    for _ in range(ROUNDS):
        entered.append(enter(coming, room))
        bare.append(float(alone.evaluate(BARE, config)))
    for page in (coming, alone):
        page.context.close()
    ours, theirs = median(entered[1:]), median(bare[1:])
    yield Figure(f"first frame, {name}, median", round(ours), "ms")
    yield Figure(f"first frame of a bare pair, {name}, median", round(theirs), "ms")
    yield Figure(f"room / bare, {name}", round(ours / theirs, 2), "times")


def _servers() -> list[dict[str, Any]]:
    username = f"{int((timezone.now() + timedelta(hours=1)).timestamp())}:bench:bare"
    settings.TURN_SECRET = SECRET
    return [{"urls": turn_urls(tls=True).split(","), "username": username, "credential": ice.password(username)}]


def _page(browser: Browser, url: str, cookie: str, way: str) -> Page:
    context = browser.new_context(base_url=url, permissions=["camera", "microphone"])
    cookies: list[Any] = [{"name": "django_language", "value": "en", "url": url}]
    if cookie:
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url})
    context.add_cookies(cookies)
    context.add_init_script(WATCHED % json.dumps(way))
    return context.new_page()


def _arrives(name: str, page: Page) -> Iterator[Figure]:
    """What the near end sees and hears of the far one while the line is so."""
    page.wait_for_timeout(1000 * SETTLE)
    before = page.evaluate(HEARD)
    page.wait_for_timeout(1000 * LOOK)
    after = page.evaluate(HEARD)
    heard = after["samples"] - before["samples"]
    guessed = (after["guessed"] - before["guessed"]) / heard if heard else 1.0
    yield Figure(f"frames per second, {name}", round((after["frames"] - before["frames"]) / LOOK, 1), "1/s")
    yield Figure(f"sound that had to be guessed, {name}", round(100 * guessed, 1), "%")


def _moves(page: Page) -> None:
    """Returns when a picture has moved on."""
    first = page.evaluate(HEARD)["frames"]
    end = time.monotonic() + 60
    while page.evaluate(HEARD)["frames"] <= first:
        if time.monotonic() > end:
            raise Stopped("no picture came back within a minute")
        page.wait_for_timeout(20)


def _comes_back(lab: Lab, page: Page) -> Iterator[Figure]:
    """How long the picture stood still. After a change of address the old way may carry a few frames more, so the
    next frame says nothing: the longest stall does."""

    def outage() -> None:
        lab.line(down=True)
        page.wait_for_timeout(6000)
        lab.heal()

    breaks: dict[str, Callable[[], None]] = {
        "the line was cut for 6 s": outage,
        "the far end got another address": lab.move,
        "UDP was shut": lab.no_udp,
    }
    for name, happens in breaks.items():
        yield Figure(f"picture stood still, {name}", round(_stall(page, happens), 1), "s")


def _stall(page: Page, happens: Callable[[], None]) -> float:
    """Seconds of the longest pause between two frames, from the break until the picture moves well again."""
    moved_at = began = time.monotonic()
    frames = page.evaluate(HEARD)["frames"]
    happens()
    longest, stalled_at = 0.0, began
    while time.monotonic() - stalled_at < WELL or time.monotonic() - began < AT_LEAST:
        now_at, counted = time.monotonic(), page.evaluate(HEARD)["frames"]
        pause = now_at - moved_at
        longest = max(longest, pause)
        if pause > NOTICED:
            stalled_at = now_at
        if counted > frames:
            frames, moved_at = counted, now_at
        if pause > GIVEN_UP:
            raise Stopped("no picture came back within a minute")
        page.wait_for_timeout(50)
    return longest
