"""`manage.py demo_accounts`: who one can be in the demo, and what to try as them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LANGUAGES = {"zh": "zh-hans", "en": "en"}


class Command(BaseCommand):
    """Prints the eight demo accounts."""

    help = "The demo accounts: a table, or exactly one JSON list with --json. Only in the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` and `--lang`."""
        parser.add_argument("--json", action="store_true", help="a list of objects instead of a table")
        parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of the table (default: zh)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses outside the demo."""
        if not settings.DEMO:
            raise CommandError("This is not a demo: demo_accounts runs only where XINQIAO_DEMO=1.")
        from config.demo.seed.accounts import accounts, table  # exists in the demo only

        if options["json"]:
            self.stdout.write(json.dumps(accounts(), ensure_ascii=False))
            return
        self.stdout.write(table(LANGUAGES[options["lang"]]))
