"""Jobs and clock without a server: one such process beside any number of web processes."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand

from config import loops


class Command(BaseCommand):
    """`manage.py worker`: needs Redis, so that what it sends reaches the web processes' sockets."""

    help = "Run waiting jobs every second and the clock every half minute, until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns when it has been ended, after the turn that is running."""
        asyncio.run(self.work())

    async def work(self) -> None:
        """Both loops until a signal."""
        ended = asyncio.Event()
        running = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            running.add_signal_handler(number, ended.set)
        self.stdout.write("working")
        self.stdout.flush()
        await asyncio.gather(*loops.begin(ended))
