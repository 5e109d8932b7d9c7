"""The real server, as a process of its own on the tests' database: pages, sockets, jobs and clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from launch import ROOT, running
from tests import databases

LOGS = ROOT / "var" / "journeys"


@contextmanager
def serving(log: Path, **changes: str) -> Iterator[str]:
    """A server on this process's database copy; `changes` are variables such as XINQIAO_REQUIRE_MFA="1"."""
    environment = {**os.environ, "DATABASE_URL": databases.address(), **changes}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser's, see tests.browsers
    environment["EMAIL_URL"] = changes.get("EMAIL_URL", "console://")
    log.unlink(missing_ok=True)
    with running.serving(environment, log) as url:
        yield url


@pytest.fixture
def server_settings() -> dict[str, str]:
    """Variables for the server of one journey; override it in a module or a class to change some."""
    return {"XINQIAO_REQUIRE_MFA": "0"}


@pytest.fixture
def server(transactional_db: Any, server_settings: dict[str, str], request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that shows what this test's factories made; it ends before the rows go."""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:80]
    with serving(LOGS / f"{name}.server.log", **server_settings) as url:
        yield url
