"""The media worker: one such process beside any number of web processes on the same machine."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import companions


class Command(BaseCommand):
    """`manage.py mediaworker`: becomes `python -m teleconsult.media`, which holds no key and knows no database."""

    help = "Hold the echo peers of the check before entry, until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Never returns."""
        if not settings.MEDIA_ECHOES:
            raise CommandError("XINQIAO_MEDIA_ECHOES is 0: there is nothing to do.")
        os.chdir(settings.BASE_DIR)
        os.execve(sys.executable, companions.media_command(), companions.bare())  # noqa: S606 -- no shell wanted
