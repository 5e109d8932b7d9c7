"""What a reader finds: all the words first; where nothing has them all, any of them."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Locale, Page

from cms.models import TopicPage
from cms.models.base import SitePage

LONGEST = 100  # characters of a question


@dataclass(frozen=True)
class Found:
    """Some of the pages found, and how many there are."""

    total: int
    pages: list[SitePage]
    loosely: bool = False  # no page has all the words


def tidy(typed: str) -> str:
    """The question on one line, cut to a length that nobody needs more of."""
    return " ".join("".join(each if each.isprintable() else " " for each in typed).split())[:LONGEST].strip()


def find(question: str, language: str, *, start: int, stop: int) -> Found:
    """The pages of one language, the nearest first."""
    locale = Locale.objects.filter(language_code=language).first()
    if not question or locale is None:
        return Found(0, [])
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=2)
    for operator in ("and", "or"):
        found = pages.search(question, operator=operator)
        if total := found.count():
            return Found(total, _whole([page.pk for page in found[start:stop]]), loosely=operator == "or")
    return Found(0, [])


def _whole(keys: list[int]) -> list[SitePage]:
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("locale").specific()}
    return [pages[key] for key in keys if key in pages]


def topics(language: str) -> list[TopicPage]:
    """Where somebody who found nothing may begin."""
    found = TopicPage.objects.live().public().filter(locale__language_code=language)
    return list(found.order_by("title"))
