"""What editors want to be seen first, and what many people come for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.models import BestBet
from cms.models.base import SitePage
from cms.search import places, text, vocabulary

MOST = 3  # a longer list would be a second search
USUAL = ("self-checks", "crisis", "letters")  # what people come for, where editors have named nothing


@dataclass(frozen=True)
class Pick:
    """One page shown apart from what the index has found."""

    title: str
    about: str
    where: str
    page: int | None = None  # its key, where it is an editor's page
    is_chosen: bool = False  # by an editor


def of_place(place: places.Standing, *, is_chosen: bool = False) -> Pick:
    """A page that no editor writes."""
    return Pick(place.title, place.about, place.where, is_chosen=is_chosen)


def chosen(question: str, terms: list[list[str]], language: str) -> list[Pick]:
    """What editors have chosen for these words, the most telling words first."""
    said, asked = f" {text.spaced(question)} ", {phrase for group in terms for phrase in group}
    scored = [(_hit(bet, said, asked), bet) for bet in BestBet.objects.filter(language=language)] if terms else []
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return _picks([bet for _score, bet in found], language)[:MOST]


def _hit(bet: BestBet, said: str, asked: set[str]) -> int:
    """How many characters of the question one entry of the bet explains; 0 where no entry fits whole."""
    return max((len(entry) for entry in bet.listed if _fits(entry, said, asked)), default=0)


def _fits(entry: str, said: str, asked: set[str]) -> bool:
    if not text.tokens(entry):
        return False
    if f" {text.spaced(entry)} " in said:
        return True
    return all(group[0] in asked for group in vocabulary.terms(entry))


def top_tasks(language: str) -> list[Pick]:
    """What many people come for, as editors say; else the self-checks, help in a crisis and the whole list."""
    named = _picks(list(BestBet.objects.filter(language=language, is_top_task=True)), language)
    return named or [of_place(places.one(key, language)) for key in USUAL]


def _picks(bets: list[BestBet], language: str) -> list[Pick]:
    pages = _live([bet.page_id for bet in bets if bet.page_id])
    found = [
        _of_page(pages[bet.page_id]) if bet.page_id else of_place(places.one(bet.place, language), is_chosen=True)
        for bet in bets
        if not bet.page_id or bet.page_id in pages
    ]
    return list({pick.where: pick for pick in found}.values())


def _live(keys: list[int]) -> dict[int, SitePage]:
    """What is published, open to everybody and still has its text."""
    found: Any = Page.objects.live().public().filter(pk__in=keys).select_related("locale")
    return {page.pk: page for page in found.specific(defer=False) if isinstance(page, SitePage) and not page.is_held}


def _of_page(page: SitePage) -> Pick:
    return Pick(page.title, page.about, page.where, page=page.pk, is_chosen=True)
