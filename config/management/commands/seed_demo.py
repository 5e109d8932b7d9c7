"""`manage.py seed_demo`: plants the demo alliance, once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime


class Command(BaseCommand):
    """Fills an empty demo database: institutions, people, patients, consultations. All of it is invented."""

    help = "Plants the invented demo alliance; does nothing where it is there already. Only in the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--small` and `--at`."""
        parser.add_argument("--small", action="store_true", help="only the alliance and the twelve vignettes")
        parser.add_argument("--at", metavar="ISO", help="as if now were this moment, e.g. 2026-03-18T10:00+08:00")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses outside the demo."""
        if not settings.DEMO:
            raise CommandError("This is not a demo: seed_demo runs only where XINQIAO_DEMO=1. Nothing was changed.")
        from config.demo.seed import planting  # exists in the demo only

        try:
            harvest = planting.plant(_moment(options["at"]), small=options["small"])
        except planting.AlreadyPlanted:
            self.stdout.write("The demo alliance is here already; nothing to do.")
            return
        self.stdout.write(
            f"Planted {harvest.institutions} institutions, {harvest.people} people "
            f"and {harvest.consultations} consultations."
        )


def _moment(given: str | None) -> datetime:
    if given is None:
        return timezone.now()
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--at {given}: not a moment. Write it like 2026-03-18T10:00+08:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
