"""What a reader finds: what is meant first; then pages with all the words; where there are none, with any of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from wagtail.models import Locale, Page

from cms.models import ArticlePage, TopicPage
from cms.models.base import SitePage
from cms.models.best_bets import Place
from cms.search import bets, places, vocabulary
from cms.search.bets import Pick
from cms.standing import held

LONGEST = 100  # characters of a question


@dataclass(frozen=True)
class Found:
    """Some of the pages found, and how many there are."""

    total: int
    pages: list[SitePage]
    loosely: bool = False  # no page has all the words
    first: list[Pick] = field(default_factory=list)  # above the pages; also counted
    last: list[Pick] = field(default_factory=list)  # below them; also counted
    goes_on: bool = False  # more pages follow


def tidy(typed: str) -> str:
    """The question on one line, cut to a length that nobody needs more of."""
    return " ".join("".join(each if each.isprintable() else " " for each in typed).split())[:LONGEST].strip()


def find(question: str, language: str, *, start: int, stop: int) -> Found:
    """The pages of one language, the nearest first; what stands first and last, with the first and the last of them."""
    locale = Locale.objects.filter(language_code=language).first()
    if not question or locale is None:
        return Found(0, [])
    first, last = _apart(question, language)
    own = [pick.page for pick in first if pick.page]
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=2).exclude(pk__in=[*own, *_taken_back()])
    total, loosely, shown = 0, False, []
    for operator in ("and", "or"):
        found = pages.search(question, operator=operator)
        if total := found.count():
            shown, loosely = _whole([page.pk for page in found[start:stop]]), operator == "or"
        if total or first:  # the right page is there: none that has some of the words is wanted
            break
    return Found(
        total + len(first) + len(last),
        shown,
        loosely,
        first=[] if start else first,
        last=last if start <= max(0, total - 1) < stop else [],
        goes_on=stop < total,
    )


def _apart(question: str, language: str) -> tuple[list[Pick], list[Pick]]:
    """What stands above and below the pages: help in danger, what editors chose, pages that no editor writes."""
    terms = vocabulary.terms(question)
    named, fitting = places.asked_for(question, terms, language)
    danger = [places.one(Place.CRISIS, language)] if vocabulary.is_urgent(question) else []
    first = [
        *map(bets.of_place, danger),
        *bets.chosen(question, terms, language),
        *map(bets.of_place, named),
    ]
    above: dict[str, Pick] = {}
    for pick in first:
        above.setdefault(pick.where, pick)
    return list(above.values()), [pick for pick in map(bets.of_place, fitting) if pick.where not in above]


def _taken_back() -> list[int]:
    """Articles whose text nobody may read any more."""
    return list(held(ArticlePage.objects).values_list("pk", flat=True))


def _whole(keys: list[int]) -> list[SitePage]:
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("locale").specific()}
    return [pages[key] for key in keys if key in pages]


def topics(language: str) -> list[TopicPage]:
    """Where somebody who found nothing may begin."""
    found = TopicPage.objects.live().public().filter(locale__language_code=language)
    return list(found.order_by("title"))
