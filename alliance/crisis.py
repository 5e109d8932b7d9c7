"""The numbers to call in danger, from the alliance's rows: one source for staff, public and the crisis page."""

from __future__ import annotations

from typing import Any, TypedDict

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language

from alliance.models import CrisisLine

KEPT = 300  # seconds


class Line(TypedDict):
    """A number to call: why, when it is answered, and (for a narrow bar) one word."""

    number: str
    label: Any
    short: Any
    hours: str


def lines() -> list[Line]:
    """All of them in the language that is spoken, the national ones first."""
    spoken = get_language() or ""
    known: list[Line] | None = cache.get(_key(spoken))
    if known is None:
        known = [
            {"number": each.number, "label": _named(each), "short": each.short, "hours": each.hours}
            for each in CrisisLine.objects.all()
        ]
        cache.set(_key(spoken), known, KEPT)
    return known


def _named(line: CrisisLine) -> str:
    return f"{line.region} {line.why}".strip()


def _key(language: str) -> str:
    return f"crisis-lines-{language}"


def forget(**_: Any) -> None:
    """A changed number is shown at once."""
    cache.delete_many([_key(language) for language in ("zh-hans", "en", "")])


def listen() -> None:
    """Called when the alliance starts."""
    post_save.connect(forget, sender=CrisisLine, dispatch_uid="crisis-lines")
    post_delete.connect(forget, sender=CrisisLine, dispatch_uid="crisis-lines")
