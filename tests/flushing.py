"""The flush after a transactional test may empty append-only tables; what a migration brought stays."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection

KEPT = {"alliance_calendarday", "alliance_localtest", "alliance_medicine", "care_consenttext"}


def _append_only_triggers() -> list[tuple[str, str]]:
    """Name and statement of each, on SQLite. PostgreSQL empties by TRUNCATE, which row triggers do not see."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_append_only_')")
        return list(cursor.fetchall())


@pytest.fixture(scope="session", autouse=True)
def flush_that_may() -> Iterable[None]:
    """Every flush drops the triggers first and puts the very same ones back."""
    kind = type(connection.ops)
    original: Callable[..., list[str]] = kind.sql_flush

    def sql_flush(self: Any, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        statements = original(self, style, [table for table in tables if table not in KEPT], **options)
        triggers = _append_only_triggers()
        drops = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return [*drops, *statements, *(sql for _name, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "sql_flush", sql_flush)
        yield
