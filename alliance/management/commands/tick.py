"""One turn of the clock, by hand or by cron."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance import clocks


class Command(BaseCommand):
    """`manage.py tick`: harmless to run twice; `serve` and `worker` do the same every half minute."""

    help = "Fire what is due and do the chores once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The moment to stand in, where that is allowed."""
        parser.add_argument("--at", help="demo only: pretend it is this moment (ISO 8601, with time zone)")

    def handle(self, *args: Any, at: str | None, **options: Any) -> None:
        """Says how many deadlines fired."""
        fired = clocks.tick(self.moment(at) if at else timezone.now())
        self.stdout.write(f"{fired} due")

    def moment(self, text: str) -> datetime:
        """The given moment; refused where patients are real, because a false time would fire real alarms."""
        if not settings.DEMO:
            raise CommandError("--at works in the demo only.")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"{text!r} is no moment; write it like 2027-03-01T09:30+08:00.") from error
        return moment if moment.tzinfo else timezone.make_aware(moment)
