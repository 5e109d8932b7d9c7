"""The whole demo, planted once for a module and taken out again; tests only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from config.demo.seed import planting

SHANGHAI = ZoneInfo("Asia/Shanghai")
A_WEDNESDAY_MORNING = datetime(2026, 3, 18, 10, 12, tzinfo=SHANGHAI)


@contextmanager
def planted_at(now: datetime, *, small: bool = False) -> Iterator[planting.Harvest]:
    """The demo as of `now`, inside a transaction that is undone."""
    with transaction.atomic():
        yield planting.plant(now, small=small)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def now() -> datetime:
    """The moment at which the demo of these tests was planted."""
    return A_WEDNESDAY_MORNING


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, now: datetime) -> Iterator[planting.Harvest]:
    """The full demo."""
    with django_db_blocker.unblock(), planted_at(now) as harvest:
        yield harvest
