"""`manage.py seed_site`: the home pages and the sample content of the public site."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cms import planting
from cms.plain_language import planting as words_to_avoid
from cms.search import planting as search_words


class Command(BaseCommand):
    """Makes what is missing; what editors have written is never touched."""

    help = "Plants the home pages and the sample content of the public site; run again, it adds what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it, in one transaction."""
        new = planting.plant(at=timezone.now())
        search_words.plant()
        words_to_avoid.plant()
        if new:
            call_command("update_index", verbosity=0)  # found at once: the worker may not be running yet
        self.stdout.write(
            f"Planted {new.total()} pages of the public site." if new else "The public site is here already."
        )
