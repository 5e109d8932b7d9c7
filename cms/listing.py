"""What is there to read: by letter, by situation of life, newest first, and everything for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms import languages
from cms.models import ArticlePage, EventPage, HomePage
from cms.models.base import SitePage
from cms.readers import SITUATIONS
from cms.standing import readable


@dataclass(frozen=True, order=True)
class Entry:
    """One line of the A–Z."""

    letter: str
    words: str
    where: str


def articles(language: str) -> Any:
    """Every live article in that language, without its text."""
    found: Any = ArticlePage.objects.filter(locale__language_code=language)
    return readable(found.live().public()).select_related("locale").defer_streamfields()


def entries(language: str) -> list[Entry]:
    """The lines of the A–Z, in order; an article with further words stands in several places."""
    found = [Entry(letter, words, page.where) for page in articles(language) for letter, words in page.letters]
    return sorted(found, key=lambda entry: (entry.letter == "#", entry))


def situations(language: str) -> list[tuple[str, Any, list[Any]]]:
    """(key, name, articles) of each situation of life in which something helps."""
    found = list(articles(language).order_by("title"))
    each = ((key, name, [page for page in found if key in page.situations]) for key, name in SITUATIONS)
    return [(key, name, pages) for key, name, pages in each if pages]


def events(language: str) -> Any:
    """Events that have not begun yet."""
    found: Any = EventPage.objects.filter(locale__language_code=language, begins_at__gte=timezone.now())
    return found.live().public().select_related("locale").defer_streamfields().order_by("begins_at")


def in_the_other_language(path: str, language: str) -> SitePage | None:
    """The live page that stands at this path in the other language."""
    home = HomePage.objects.filter(locale__language_code=languages.other(language)).first()
    if home is None or not path:
        return None
    found = Page.objects.filter(url_path=f"{home.url_path}{path}").live().public().first()
    specific = found.specific if found else None
    return specific if isinstance(specific, SitePage) else None
