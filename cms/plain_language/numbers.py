"""Numbers that readers do not grasp, and how to say them instead.

People picture people: "of 100 people, 5" is understood where "5%" is not (anchors: natural frequencies).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

# "每 100 人里有 5 人", "of 100 people", "5 in 100": the number is said in people already.
SAID_IN_PEOPLE = re.compile(
    r"每\s*[\d一二两三四五六七八九十百千万]+\s*(?:个|名|位)?[^，。；！？\s]{0,4}人|"
    r"\d+\s*(?:个|名|位)?人(?:里|中|当中)|\bof (?:every )?\d+ \w+|\b\d+ (?:in|out of) (?:every )?\d+",
    re.IGNORECASE,
)
_HAN_NUMBER = "[零〇一二两三四五六七八九十百千万点]+"

RANGE = _("One number is enough: about the middle, or “up to”.")
PERCENT = _("Say it in people: of 100 people, how many?")
FRACTION = _("Say it in people: 1 of 20 people, not a fraction.")
DECIMALS = _("Round it: nobody pictures figures after the point.")
TIMES = _("Say from how many to how many people: “times” hides whether it is rare.")

_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = rf"{_NUMBER}\s*[%％]?\s*(?:[-–—~～至到]|to )\s*{_NUMBER}\s*(?:[%％‰]|倍|per ?cent)"
_PERCENT = rf"{_NUMBER}\s*(?:[%％‰]|per ?cent\b)|百分之{_HAN_NUMBER}"
_FRACTION = rf"(?<![\d/.])\d{{1,2}}\s*/\s*\d{{1,4}}(?![\d/])|(?<!百){_HAN_NUMBER}分之{_HAN_NUMBER}"
_TIMES = (
    rf"(?:{_NUMBER}|[两三四五六七八九十几数])\s*倍|\b(?:{_NUMBER}|two|three|four|five) times (?:as|more|higher|the)"
)
RULES: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(_RANGE), RANGE),
    (re.compile(_PERCENT), PERCENT),
    (re.compile(_FRACTION), FRACTION),
    (re.compile(r"\d+\.\d{2,}"), DECIMALS),
    (re.compile(_TIMES), TIMES),
)
ROUND_THE_CLOCK = "24/7"


def found_in(sentence: str) -> Iterator[tuple[int, int, Any]]:
    """Where such a number stands, and what to do; one place is named once, by the first rule that sees it."""
    taken: list[tuple[int, int]] = []
    in_people = bool(SAID_IN_PEOPLE.search(sentence))
    for pattern, advice in RULES:
        for place in pattern.finditer(sentence):
            begin, end = place.span()
            told = in_people and advice in (PERCENT, FRACTION)
            if told or place[0] == ROUND_THE_CLOCK or any(begin < last and first < end for first, last in taken):
                continue
            taken.append((begin, end))
            yield begin, end, advice
