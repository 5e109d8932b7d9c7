"""The two loops behind the pages: jobs (mail that waits to be sent) and the clock (`alliance.clocks.tick`).

The web server runs them on its own event loop where there is one machine; the worker runs the same without a server.
They never run in a bare thread: the in-memory channel layer belongs to the loop, and a message sent past it can sit
for seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from alliance import clocks, outbox

log = logging.getLogger(__name__)
JOBS_EVERY = 1.0  # seconds
TICK_EVERY = 30.0


def run_jobs() -> None:
    """Does everything that waits and sends what is due. Asks first: an idle loop takes no write lock on SQLite."""
    outbox.deliver(timezone.now())
    if not DBTaskResult.objects.ready().exists():
        return
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()


def tick() -> None:
    """Lets the clock see what is due now."""
    clocks.tick(timezone.now())


async def repeat(turn: Callable[[], object], every: float, ended: asyncio.Event) -> None:
    """Turns until `ended`, `every` seconds apart. A turn that fails is logged; the next one comes all the same."""
    while not ended.is_set():
        try:
            await sync_to_async(_clean, thread_sensitive=False)(turn)
        except Exception:  # whatever a job did, mail and alarms must go on
            log.exception("%s failed; it is tried again", turn.__name__)
        with suppress(TimeoutError):
            async with asyncio.timeout(every):
                await ended.wait()


def _clean(turn: Callable[[], object]) -> None:
    close_old_connections()
    try:
        turn()
    finally:
        close_old_connections()


def begin(ended: asyncio.Event) -> list[asyncio.Task[None]]:
    """Both loops, on the running event loop."""
    return [
        asyncio.ensure_future(repeat(run_jobs, JOBS_EVERY, ended)),
        asyncio.ensure_future(repeat(tick, TICK_EVERY, ended)),
    ]
