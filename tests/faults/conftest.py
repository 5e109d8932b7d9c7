"""Builds the laboratory once for the run, and a fresh call in it for each test."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from alliance.models import Person
from launch import laboratory, running
from teleconsult.call.models import Room
from tests import databases
from tests.browsers import FAILED, Contexts
from tests.call.factories import admit, make_room
from tests.faults.lab import SECRET, Lab, kept, turn_urls
from tests.journeys.people import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

WHY_NOT = laboratory.missing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without namespaces there is no laboratory; `bin/test` says so in its last lines."""
    for item in items:
        if "faults" not in Path(str(item.path)).parts:
            continue
        item.add_marker(pytest.mark.faults)
        item.add_marker(pytest.mark.timeout(300))
        if WHY_NOT:
            item.add_marker(pytest.mark.skip(reason=f"fault lab NOT RUN: {WHY_NOT}"))


@pytest.fixture
def server_settings() -> dict[str, str]:
    """With a relay that the far end reaches."""
    return {"XINQIAO_REQUIRE_MFA": "0", "TURN_URLS": turn_urls(), "TURN_SECRET": SECRET}


@dataclass
class Call:
    """A doctor at the far end and an expert at the near one, in one room."""

    lab: Lab
    room: Room
    far: Reader
    near: Reader

    def enter(self) -> None:
        """Both press the button."""
        for reader in (self.near, self.far):
            reader.press("Enter the room")


class Served:
    """The server under test, which can be killed and started again at the same address."""

    def __init__(self, log: Path, changes: dict[str, str]) -> None:
        self.log, self.port = log, running.free_port()
        told = {"PUBLIC_URL": f"http://localhost:{self.port}", "DATABASE_URL": databases.address()}
        self.environment = {**os.environ, **told, "EMAIL_URL": "console://", "PYTHONUNBUFFERED": "1", **changes}
        self.environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        self.process = running.Server(sys.executable, self.environment, host="127.0.0.1", port=self.port, log=self.log)
        self.process.wait_until_ready()

    def kill(self) -> None:
        """As if the machine had lost it: no goodbye to anybody."""
        os.killpg(self.process.process.pid, signal.SIGKILL)
        self.process.process.wait()


@pytest.fixture
def served(transactional_db: Any, server_settings: dict[str, str], tmp_path: Path) -> Iterator[Served]:
    """A server on this test's rows."""
    own = Served(tmp_path / "server.log", server_settings)
    yield own
    own.process.stop()


@pytest.fixture
def server(served: Served) -> str:
    """Its address."""
    return f"http://localhost:{served.port}"


@pytest.fixture
def lab(server: str, tmp_path: Path) -> Iterator[Lab]:
    """A line without faults, and a relay beside the server."""
    with Lab(urlsplit(server).port or 0, tmp_path) as built:
        built.relay()
        yield built


@pytest.fixture
def call(
    lab: Lab, server: str, playwright: Playwright, expert: Person, community_doctor: Person, request: Any
) -> Iterator[Callable[..., Call]]:
    """Opens the room at both ends; `script` runs first in the far browser."""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:80]
    with ExitStack() as stack:
        opened: list[Contexts] = []

        def at(end: str, person: Person, room: Room, script: str) -> Reader:
            contexts = Contexts(stack.enter_context(lab.browser(playwright, end)), server, kept(name, end))
            opened.append(contexts)
            context = contexts(language="en")
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
            if script:
                context.add_init_script(script)
            reader = Reader(context, person, "en")
            reader.page.goto(room.get_absolute_url())
            return reader

        def begin(*, script: str = "") -> Call:
            room = make_room(expert, community_doctor)
            admit(room, community_doctor)
            return Call(lab, room, at("far", community_doctor, room, script), at("near", expert, room, ""))

        yield begin
        failed = request.node.stash.get(FAILED, False)
        for contexts in opened:
            contexts.close(keep=failed)
