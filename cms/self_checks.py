"""The self-checks: the published questions with the words around them. Nothing here ever sees an answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from care import instruments
from care.instruments import Instrument
from cms import samples, slugs
from cms.models import ArticlePage

INSTRUMENTS = {each.slug: each for each in (instruments.PHQ9, instruments.GAD7)}
YOUNG, TALKING = "for-young-readers", "talking-about-suicide"

_NUMBER = re.compile(r"(?<!\d)(12356|12355|120|110)(?!\d)")
_NOWHERE = re.compile(r'<a href="">(.*?)</a>')


@dataclass(frozen=True)
class Reading:
    """What is said of a total from `least` to `upper`."""

    least: int
    upper: int
    title: str
    words: str
    next_steps: list[SafeString]


@dataclass(frozen=True)
class Check:
    """One self-check in one language."""

    instrument: Instrument
    title: str
    intro: str
    readings: list[Reading]
    read: str  # the article that goes with it
    around: dict[str, Any]  # before, young, immediate, after, incomplete


def known() -> list[str]:
    """The names of the checks, in their order."""
    return [check["key"] for check in _told()["check"]]


def summaries(language: str) -> list[dict[str, str]]:
    """Name, title and opening words of every check."""
    ending = samples.ENDINGS[language]
    return [{"key": check["key"], **check[ending]} for check in _told()["check"]]


def check(key: str, language: str) -> Check:
    """One of `known`, its links leading to articles that are live."""
    told, ending = next(each for each in _told()["check"] if each["key"] == key), samples.ENDINGS[language]
    find = _finder(told["read"], language)
    return Check(
        instrument=INSTRUMENTS[key],
        title=told[ending]["title"],
        intro=told[ending]["intro"],
        readings=[_reading(band, ending, find) for band in told["band"]],
        read=find(f"article:{told['read']}"),
        around=around(ending, find),
    )


def opening(language: str) -> dict[str, Any]:
    """What is said before any check, and to the young."""
    told = around(samples.ENDINGS[language], _finder(YOUNG, language))
    return {"before": told["before"], "young": told["young"]}


def around(ending: str, find: Callable[[str], str]) -> dict[str, Any]:
    """What is said before and after, to the young, and at once when item 9 speaks of danger."""
    told = _told()
    parts = {name: told[name][ending] for name in ("before", "young", "immediate", "after", "incomplete")}
    rich: dict[str, Any] = _rich(parts, find)
    return rich


def _reading(band: dict[str, Any], ending: str, find: Callable[[str], str]) -> Reading:
    told = band[ending]
    steps = [_said(step, find) for step in told["next_steps"]]
    return Reading(band["lower"], band["upper"], told["title"], told["words"], steps)


def _rich(told: Any, find: Callable[[str], str]) -> Any:
    if isinstance(told, dict):
        return {name: _rich(each, find) for name, each in told.items()}
    return [_rich(each, find) for each in told] if isinstance(told, list) else _said(told, find)


def _said(text: str, find: Callable[[str], str]) -> SafeString:
    """Bold and links as HTML; a number can be touched to call it, and a link that leads nowhere is plain words."""
    html = _NOWHERE.sub(r"\1", samples.words(text, find))
    return mark_safe(_NUMBER.sub(r'<a class="nowrap" href="tel:\1">\1</a>', html))  # noqa: S308 - our own words


def _finder(read: str, language: str) -> Callable[[str], str]:
    """Where `article:key` leads: nowhere while editors have not published it in this language."""
    wanted = {_slug(key): key for key in (read, YOUNG, TALKING)}
    pages = ArticlePage.objects.filter(slug__in=wanted, locale__language_code=language).live().public()
    found = {wanted[page.slug]: page.where for page in pages.defer_streamfields()}
    return lambda target: found.get(target.removeprefix("article:"), "")


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((samples.CONTENT / "self_checks.toml").read_text("utf-8"))


@cache
def _slug(key: str) -> str:
    article = (samples.CONTENT / "articles" / f"{key}.zh.toml").read_text("utf-8")
    return slugs.spelled(tomllib.loads(article)["title"])
