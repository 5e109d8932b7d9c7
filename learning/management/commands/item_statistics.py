"""How good the questions of a test are, from a file of marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning import item_report, mark_tables


class Command(BaseCommand):
    """`manage.py item_statistics --marks FILE [--json]`: reads a file, touches no database."""

    help = "Print how good a test's items are, with intervals, from a file of marks."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and for whom the answer is."""
        parser.add_argument(
            "--marks", required=True, help="JSON: maxmark {item: marks} and marks [{item: mark}, …], one for each taker"
        )
        parser.add_argument("--json", action="store_true", help="print facts instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the report; raises CommandError with one sentence where the file cannot be used."""
        try:
            with Path(options["marks"]).open("rb") as file:
                content = file.read(mark_tables.MOST_BYTES + 1)
            report = item_report.report(mark_tables.read(content))
        except (OSError, ValueError) as error:
            raise CommandError(_sentence(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(item_report.as_facts(report), allow_nan=False, indent=1))
        else:
            self.stdout.write("\n".join(item_report.as_lines(report)))


def _sentence(error: OSError | ValueError) -> str:
    """Why, in one line."""
    if isinstance(error, mark_tables.WrongMarks):
        return str(error)
    return f"The file of marks cannot be read: {error.strerror if isinstance(error, OSError) else error}."
