"""The clock of articles: whoever answers for one is told in time; who reads one is told when it is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from alliance import notices
from alliance.models import Membership, Notice, Person
from alliance.roles import Permission
from cms import approving
from cms.models import ArticlePage, TopicPage
from cms.standing import Standing, oldest, standing, today

HELD = "held"
NAMED = 3  # titles in one notice


# --- the dashboard ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One live article that somebody should look at."""

    page: ArticlePage
    standing: Standing
    owner: Person | None
    lead: Person | None

    @property
    def day(self) -> date:
        """By when; those that nobody has ever read come last."""
        return self.page.review_due or date.max


def due(day: date) -> list[Line]:
    """Everything that is not fresh, the most urgent first; two queries."""
    topics = TopicPage.objects.exclude(lead=None).select_related("lead")
    leads = {topic.translation_key: topic.lead for topic in topics}
    found = ArticlePage.objects.live().select_related("owner", "topic", "locale").defer_streamfields()
    lines = [_line(page, leads, day) for page in found.order_by("path")]
    return sorted((line for line in lines if line.standing != Standing.FRESH), key=lambda line: line.day)


def _line(page: ArticlePage, leads: dict[Any, Any], day: date) -> Line:
    lead = leads.get(page.topic.translation_key) if page.topic else None
    return Line(page, standing(page.review_due, day), page.owner, lead)


def find(pk: int) -> ArticlePage | None:
    """A live article."""
    page: ArticlePage | None = ArticlePage.objects.live().filter(pk=pk).first()
    return page


# --- the clock ------------------------------------------------------------------------------------------------------
def remind(at: datetime) -> None:
    """Tells who answers for an article 60, 14 and 0 days before, and when it is taken back; a chore of `tick`.

    What falls on one day is told together, once: a clock that has stood still tells the nearest of what it has missed.
    """
    day = today(at)
    near = day + timedelta(days=max(settings.XINQIAO["SITE_REVIEW_WARNINGS"]))
    groups: dict[str, list[ArticlePage]] = {}
    for page in ArticlePage.objects.live().filter(review_due__lte=near).defer_streamfields().order_by("path"):
        groups.setdefault(f"site-due:{_stage(page.review_due, day)}:{page.review_due}", []).append(page)
    told = set(Notice.objects.filter(key__in=groups).values_list("key", flat=True))
    for key in groups.keys() - told:
        _tell(key, groups[key], at)


def _stage(last: date, day: date) -> str:
    if last < oldest(day):
        return HELD
    left = max((last - day).days, 0)
    return str(min(warning for warning in settings.XINQIAO["SITE_REVIEW_WARNINGS"] if left <= warning))


@transaction.atomic
def _tell(key: str, pages: list[ArticlePage], at: datetime) -> None:
    _word, stage, last = key.split(":")
    kind = {HELD: "site-held", "0": "site-overdue"}.get(stage, "site-due")
    theirs: dict[Person, list[str]] = {}
    for page in pages:
        for person in answerable(page):
            theirs.setdefault(person, []).append(page.title)
    for person, titles in theirs.items():
        notices.send(person, kind, at=at, url=reverse("site_reviews"), key=key, day=last, titles=_named(titles))


def _named(titles: list[str]) -> str:
    rest = len(titles) - NAMED
    return " · ".join(titles[:NAMED]) + (f" +{rest}" if rest > 0 else "")


def answerable(page: Any) -> Iterable[Person]:
    """Its owner, while they edit, and the topic's lead; where there is neither, every editor."""
    owner = page.owner
    if owner is not None and not (owner.is_active and owner.may_anywhere(Permission.EDIT_SITE)):
        owner = None
    found = [person for person in (owner, approving.lead_of(page)) if person is not None]
    if found:
        return found
    editing = Membership.objects.carrying(Permission.EDIT_SITE).values("person")
    return Person.objects.filter(pk__in=editing).order_by("pk")
