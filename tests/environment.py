"""Loaded before Django: tests have keys, a folder and servers of their own and touch nobody else's.

`bin/test --services` names PostgreSQL and Redis in `XINQIAO_TEST_DATABASE_URL` and `XINQIAO_TEST_REDIS_URL`;
without them tests run on SQLite and memory.
"""

import base64
import os
import signal
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "test"
COMPANIONS = ("tests.statics", "tests.databases", "tests.servers", "tests.browsers")


def _redis_of_this_worker(url: str) -> str:
    """Each xdist worker has a Redis database of its own: gw0 the one named, gw1 the one below, …"""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    server, _, number = url.rpartition("/")
    return f"{server}/{(int(number) - int(worker)) % 16}" if number.isdigit() else url


def prepare() -> None:
    """Put the tests' variables in place of whatever the caller had."""
    for name in [name for name in os.environ if name.startswith("XINQIAO_") and "_TEST_" not in name]:
        if name != "XINQIAO_CHROMIUM":
            del os.environ[name]
    VAR.mkdir(parents=True, exist_ok=True)
    redis = os.environ.get("XINQIAO_TEST_REDIS_URL", "")
    os.environ.update(
        {
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "XINQIAO_IDENTITY_KEY": base64.b64encode(b"identity".ljust(32, b".")).decode(),
            "XINQIAO_AUDIT_KEY": base64.b64encode(b"audit".ljust(32, b".")).decode(),
            "XINQIAO_VAR": str(VAR),
            "PUBLIC_URL": "http://localhost:8000",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
            "DATABASE_URL": os.environ.get("XINQIAO_TEST_DATABASE_URL") or f"sqlite:///{VAR / 'unused.sqlite3'}",
            "REDIS_URL": _redis_of_this_worker(redis) if redis else "",
            "EMAIL_URL": "memory://",
            "TURN_URLS": "",
            "XINQIAO_MEDIA_ECHOES": "0",  # no test waits for a media worker that it does not want
        }
    )


prepare()


# No test fails because the machine is busy: how long an example takes says nothing about what it shows.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Our fixtures come after pytest-django's, so that ours win. A killed run still ends the servers it started."""
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name in COMPANIONS:
        config.pluginmanager.import_plugin(name)
