"""One template database, migrated once; every test process works on a copy of its own.

The template's name carries a hash of the migrations: a later run finds it, a changed one makes a new.
"""

import faulthandler
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from launch import ROOT, traces
from tests.environment import VAR

PLACE = sha256(f"{socket.gethostname()}{ROOT}".encode()).hexdigest()[:8]  # two clones may share one server
FOLDER = VAR / "databases"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Takes the place of pytest-django's: copies the template instead of migrating anew."""
    with django_db_blocker.unblock(), copy_of_template():
        yield


@contextmanager
def copy_of_template() -> Iterator[str]:
    """Point Django's connection at this process's own copy; drop the copy at the end."""
    given = connection.settings_dict["NAME"]
    kind: Any = OnSQLite() if connection.vendor == "sqlite" else OnPostgreSQL()
    with unhurried(), traces.alone(FOLDER):
        kind.sweep()
        if not kind.has_template():
            kind.make_template()
        name = kind.copy()
    point_at(name)
    try:
        yield name
    finally:
        point_at(given)
        kind.drop(name)


@contextmanager
def unhurried() -> Iterator[None]:
    """Hundreds of migrations on a busy machine are no hang: the clock of the first test stands still meanwhile."""
    faulthandler.cancel_dump_traceback_later()
    left, every = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, every)


@contextmanager
def kept_aside() -> Iterator[str]:
    """A second copy, of this process's database as it is now; `point_at` goes to and fro."""
    kind: Any = OnSQLite() if connection.vendor == "sqlite" else OnPostgreSQL()
    connection.close()
    name = kind.copy_of(str(connection.settings_dict["NAME"]))
    try:
        yield name
    finally:
        kind.drop(name)


def address() -> str:
    """The `DATABASE_URL` of this process's copy, for a server that shall work on it."""
    given, name = os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _, rest = given.rpartition("/")
    _, mark, options = rest.partition("?")
    return f"{server}/{name}{mark}{options}"


def point_at(name: str) -> None:
    """Work on that database from here on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _mark() -> str:
    return traces.fingerprint(traces.migrations())[:12]


def _migrate(name: str) -> None:
    point_at(name)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def _gone(owner: str) -> bool:
    """Whether the process that made a copy has ended."""
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, ValueError):
        return False
    return False


class OnSQLite:
    """Templates and copies are files."""

    def __init__(self) -> None:
        self.template = FOLDER / f"template-{_mark()}.sqlite3"

    def sweep(self) -> None:
        """Remove templates of other migrations, and copies whose process has ended."""
        for path in FOLDER.glob("template-*"):
            if not path.name.startswith(self.template.name):
                path.unlink(missing_ok=True)
        for path in FOLDER.glob("copy-*"):
            if _gone(path.name.split(".")[0].removeprefix("copy-")):
                path.unlink(missing_ok=True)

    def has_template(self) -> bool:
        """Whether it is there; a half-made one has another name."""
        return self.template.is_file()

    def make_template(self) -> None:
        """Migrate into a half-made file, then give it its name in one step."""
        half = FOLDER / f"half-{os.getpid()}.sqlite3"
        half.unlink(missing_ok=True)
        _migrate(str(half))
        for leftover in FOLDER.glob(f"{half.name}-*"):  # an empty write-ahead log
            leftover.unlink()
        half.replace(self.template)

    def copy(self) -> str:
        """A fresh copy for this process."""
        path = FOLDER / f"copy-{os.getpid()}.sqlite3"
        self.drop(str(path))
        path.write_bytes(self.template.read_bytes())
        return str(path)

    def copy_of(self, name: str) -> str:
        """A further copy; nobody may be connected."""
        path = FOLDER / f"copy-{os.getpid()}.aside.sqlite3"
        self.drop(str(path))
        shutil.copyfile(name, path)
        return str(path)

    def drop(self, name: str) -> None:
        """Remove the copy and its write-ahead log."""
        connection.close()
        for end in ("", "-wal", "-shm"):
            (FOLDER / (name.rpartition("/")[2] + end)).unlink(missing_ok=True)


class OnPostgreSQL:
    """Templates and copies are databases of one server."""

    def __init__(self) -> None:
        self.template = f"xinqiao_template_{PLACE}_{_mark()}"

    def _run(self, statement: str, *values: str) -> list[tuple[str]]:
        """One statement outside any transaction, in the database that the address names."""
        import psycopg

        given = os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)
        with closing(psycopg.connect(given, autocommit=True)) as line:
            cursor = line.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    def _names(self, start: str) -> list[str]:
        found = self._run("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", start)
        return [name for (name,) in found]

    def sweep(self) -> None:
        """Drop this clone's templates of other migrations, and copies whose process has ended."""
        for name in self._names(f"xinqiao_template_{PLACE}_"):
            if name != self.template:
                self.drop(name)
        for name in self._names(f"xinqiao_copy_{PLACE}_"):
            if _gone(name.rpartition("_")[2]):
                self.drop(name)

    def has_template(self) -> bool:
        """Whether it is there; a half-made one has another name."""
        return self.template in self._names(self.template)

    def make_template(self) -> None:
        """Migrate a half-made database, then give it its name in one step."""
        half = f"xinqiao_copy_{PLACE}_half_{os.getpid()}"
        self.drop(half)
        self._run(f'CREATE DATABASE "{half}"')
        _migrate(half)
        self._run(f'ALTER DATABASE "{half}" RENAME TO "{self.template}"')

    def copy(self) -> str:
        """A fresh copy for this process."""
        return self._copied(self.template, f"xinqiao_copy_{PLACE}_{os.getpid()}")

    def copy_of(self, name: str) -> str:
        """A further copy; nobody may be connected."""
        return self._copied(name, f"xinqiao_copy_{PLACE}_aside_{os.getpid()}")

    def _copied(self, source: str, name: str) -> str:
        self.drop(name)
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return name

    def drop(self, name: str) -> None:
        """Remove the database, whoever is still connected."""
        connection.close()
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
