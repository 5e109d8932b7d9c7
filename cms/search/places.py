"""Pages that no editor writes, found by the same words as articles: the self-checks, help in a crisis, lists."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from cms import languages, samples, self_checks
from cms.models.best_bets import Place
from cms.search import text

_ADDRESSES = {
    Place.CRISIS: "cms:crisis",
    Place.SELF_CHECKS: "cms:self_checks",
    Place.LETTERS: "cms:letters",
    Place.EVENTS: "cms:events",
}


@dataclass(frozen=True)
class Standing:
    """One such page in one language, and what it is called: phrases as the index keeps them."""

    key: str
    title: str
    about: str
    names: str
    words: str
    language: str

    @property
    def where(self) -> str:
        """Its path."""
        with languages.speaking(self.language):
            name = _ADDRESSES.get(Place(self.key))
            return reverse(name) if name else reverse("cms:self_check", args=[self.key])

    def is_named_in(self, said: str, terms: list[list[str]]) -> bool:
        """Whether a name of this page, or a word that means the same, is in what was asked."""
        asked = {phrase for group in terms for phrase in group}
        names = [name.strip() for name in self.names.split("|")]
        return any(name in asked or f" {name} " in said for name in names if name)

    def nearness(self, terms: list[list[str]]) -> int:
        """2: has all the words as they were typed; 1: all of them by words that mean the same; 0: not all of them."""
        spoken = f"{self.names}{self.words}"
        if not all(any(_stands_in(spoken, phrase) for phrase in group) for group in terms):
            return 0
        return 2 if all(_stands_in(spoken, group[0]) for group in terms) else 1


def _stands_in(spoken: str, phrase: str) -> bool:
    return f" {phrase}{'' if text.is_stem(phrase) else ' '}" in spoken


@cache
def known(language: str) -> tuple[Standing, ...]:
    """All of them, in the order in which they are shown."""
    ending = samples.ENDINGS[language]
    checks = {check["key"]: check for check in self_checks.summaries(language)}
    told = tomllib.loads((samples.CONTENT / "places.toml").read_text("utf-8"))["place"]
    return tuple(_standing(place["key"], {**checks.get(place["key"], {}), **place[ending]}, language) for place in told)


def _standing(key: str, told: dict[str, Any], language: str) -> Standing:
    title, about = told["title"], told.get("about") or told["intro"]
    names, words = (_spoken(told[part]) for part in ("names", "words"))
    return Standing(key, title, about, names, f"{words}| {text.spaced(title)} ", language)


def _spoken(phrases: str) -> str:
    """` 抑 郁 | 心 情 `: no phrase begins in one word and ends in the next."""
    return "".join(f" {text.spaced(phrase)} |" for phrase in phrases.split())


def one(key: str, language: str) -> Standing:
    """The page with this key."""
    return next(place for place in known(language) if place.key == key)


def asked_for(question: str, terms: list[list[str]], language: str) -> tuple[list[Standing], list[Standing]]:
    """Those meant by the words, to be shown first; those that also fit, to be shown last."""
    near = {place: place.nearness(terms) for place in known(language)} if terms else {}
    best = max(near.values(), default=0)
    found = [place for place in near if best and near[place] == best]
    said = f" {text.spaced(question)} "
    first = [place for place in found if place.is_named_in(said, terms)]
    return first, [place for place in found if place not in first]
