"""How long an article may be trusted: fresh, soon due, overdue, at last taken back. Days are the site's own."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils import timezone


class Standing(Enum):
    """The state of an article, the worst first."""

    HELD = "held"  # overdue for so long that readers are shown a holding text
    OVERDUE = "overdue"
    SOON = "soon"
    NEVER = "never"  # no clinician has read it yet
    FRESH = "fresh"


def today(at: Any = None) -> date:
    """The day on the site's own calendar, whoever reads."""
    return timezone.localdate(at, timezone.get_default_timezone())


def standing(due: date | None, day: date) -> Standing:
    """What a due date means on that day; the due date itself is still in time."""
    if due is None:
        return Standing.NEVER
    if due < oldest(day):
        return Standing.HELD
    if due < day:
        return Standing.OVERDUE
    soon = due - day <= timedelta(days=max(settings.XINQIAO["SITE_REVIEW_WARNINGS"]))
    return Standing.SOON if soon else Standing.FRESH


def oldest(day: date) -> date:
    """An article that was due before this is taken back."""
    grace: timedelta = settings.XINQIAO["SITE_REVIEW_GRACE"]
    return day - grace


def readable(articles: Any) -> Any:
    """Of some articles those that still have a text; lists, feeds and searches lead to no others."""
    return articles.exclude(review_due__lt=oldest(today()))


def held(articles: Any) -> Any:
    """Of some articles those that have been taken back."""
    return articles.filter(review_due__lt=oldest(today()))
