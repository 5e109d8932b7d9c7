"""How many public pages one web process serves: from memory, rendered anew, and as many bytes that cost nothing.

All three come from the same server in one run, turn by turn, asked by a few readers over lines that stay open. The
readers are one process on the same machine. Promise: a page from memory within 1.5 times of constant bytes.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cms import planting
from cms.models import ArticlePage
from launch import ROOT, Stopped, running
from tests import databases, environment
from tests.bench import Figure
from tests.bench.constant import ADDRESS

STORES = ("SQLite", "PostgreSQL")
ROUNDS, SECONDS = 3, 3.0
READERS = 8


def measure() -> Iterator[Figure]:
    """Requests a second, and how long one takes, for each kind; medians of the rounds."""
    planting.plant(at=timezone.now())
    pages = ArticlePage.objects.filter(locale__language_code="zh-hans")
    longest = max(pages, key=lambda page: len(str(page.body)))
    path = longest.where
    connection.close()
    with _serving(24_000) as port:
        size = len(asyncio.run(_once(port, path)))
    yield Figure("the longest article, compressed", size, "bytes")
    kinds = {
        "constant bytes": (ADDRESS, ""),
        "an article from memory": (path, ""),
        "an article rendered anew": (path, f"Cookie: {settings.SESSION_COOKIE_NAME}=nobody\r\n"),
    }
    with _serving(size) as port:
        rounds = [{kind: asyncio.run(_ask(port, *asked)) for kind, asked in kinds.items()} for _ in range(ROUNDS)]
    rates = {kind: median(len(each[kind]) / SECONDS for each in rounds) for kind in kinds}
    for kind, rate in rates.items():
        took = [1000 * seconds for each in rounds for seconds in each[kind]]
        yield Figure(f"{kind}: requests", rate, "1/s")
        yield Figure(f"{kind}: median", median(took), "ms")
        yield Figure(f"{kind}: 95th percentile", quantiles(took, n=20)[-1], "ms")
    constant, memory, anew = rates.values()
    yield Figure("constant bytes against an article from memory", constant / memory, "×")
    yield Figure("an article from memory against one rendered anew", memory / anew, "×")


@contextmanager
def _serving(size: int) -> Iterator[int]:
    port = running.free_port()
    told = {
        **os.environ,
        "DATABASE_URL": databases.address(),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PUBLIC_URL": f"http://localhost:{port}",
        "EMAIL_URL": "console://",
    }
    command = [sys.executable, "-m", "tests.bench.constant", str(port), str(size)]
    environment.VAR.mkdir(parents=True, exist_ok=True)
    with (environment.VAR / "pages.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _try in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise Stopped("the server was not ready after a minute")


async def _once(port: int, path: str) -> bytes:
    line = await asyncio.open_connection("127.0.0.1", port)
    _status, body = await _request(*line, port, path, "")
    line[1].close()
    return body


async def _ask(port: int, path: str, extra: str) -> list[float]:
    """How long each answer took, in seconds, of all that came within the time."""
    took: list[float] = []
    end = time.monotonic() + SECONDS

    async def reader() -> None:
        line = await asyncio.open_connection("127.0.0.1", port)
        while (began := time.monotonic()) < end:
            status, _body = await _request(*line, port, path, extra)
            if status != 200:
                raise Stopped(f"{path} answered {status}")
            took.append(time.monotonic() - began)
        line[1].close()

    await _once(port, path)
    await asyncio.gather(*(reader() for _ in range(READERS)))
    return took


async def _request(
    incoming: asyncio.StreamReader, out: asyncio.StreamWriter, port: int, path: str, extra: str
) -> tuple[int, bytes]:
    out.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n{extra}\r\n".encode())
    head = (await incoming.readuntil(b"\r\n\r\n")).lower()
    body = b""
    if b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        body = await incoming.readexactly(length)
    else:  # chunked
        while size := int((await incoming.readline()).strip() or b"0", 16):
            body += await incoming.readexactly(size)
            await incoming.readexactly(2)
        await incoming.readexactly(2)
    return int(head.split(b" ")[1]), body
