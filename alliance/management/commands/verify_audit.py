"""Whether what was done is still what is written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alliance import audit


class Command(BaseCommand):
    """`manage.py verify_audit`: exit 0 while every link holds, 1 at the first one that does not."""

    help = "Walk the audit chain; name the first broken link, count the entries not sealed yet, print the head."

    def add_arguments(self, parser: CommandParser) -> None:
        """A head that was written down elsewhere."""
        parser.add_argument("--head", default="", help="a digest noted earlier: finds a tail that was cut off")

    def handle(self, *args: Any, head: str, **options: Any) -> None:
        """Prints the verdict; raises CommandError where the chain is broken."""
        verdict = audit.verify(head)
        self.stdout.write(f"{verdict.sealed} sealed, {verdict.unsealed} not sealed yet")
        if not verdict.whole:
            raise CommandError(f"broken at link {verdict.broken_at}: {verdict.why}")
        self.stdout.write(f"whole; head {verdict.head}")
