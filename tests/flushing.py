"""The flush after a transactional test may empty append-only tables; what a migration brought stays or comes back."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

KEPT = {"alliance_calendarday", "alliance_crisisline", "alliance_localtest", "alliance_medicine", "care_consenttext"}


def _append_only_triggers() -> list[tuple[str, str]]:
    """Name and statement of each, on SQLite. PostgreSQL empties by TRUNCATE, which row triggers do not see."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_append_only_')")
        return list(cursor.fetchall())


def _lay_the_ground(**_told: Any) -> None:
    """What Wagtail's migrations bring. These tables cannot be kept: they point at tables that are emptied."""
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Collection, Locale, Page

    Locale.objects.get_or_create(language_code="zh-hans")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    translation, _made = ContentType.objects.get_or_create(app_label="wagtail_localize", model="translation")
    may_translate = {"content_type": translation, "codename": "submit_translation"}
    Permission.objects.get_or_create(**may_translate, defaults={"name": "Can submit translations"})


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
        post_migrate.connect(_lay_the_ground, sender=apps.get_app_config("cms"))  # every flush sends it
        yield
        post_migrate.disconnect(_lay_the_ground, sender=apps.get_app_config("cms"))
