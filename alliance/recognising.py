"""Finds the names of a list in free text: “喹硫平缓释片 50 mg” names 喹硫平. The longest name wins where two overlap.

The browser does the same while one types (`static/js/care/recognising.js`); both are held to one list of examples.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def plain(text: str) -> str:
    """Without differences of width and case."""
    return unicodedata.normalize("NFKC", text).lower()


def find(text: str, names: Iterable[tuple[str, Key]]) -> list[Key]:
    """The keys whose names stand in `text`, in the order in which they stand there, each once."""
    words = plain(text)
    found: list[tuple[int, int, Key]] = []
    for name, key in sorted(((plain(name), key) for name, key in names), key=lambda pair: -len(pair[0])):
        at = words.find(name) if name else -1
        while at >= 0:
            end = at + len(name)
            free = all(end <= first or at >= last for first, last, _key in found)
            if free and _stands_alone(words, at, end):
                found.append((at, end, key))
            at = words.find(name, at + 1)
    return list(dict.fromkeys(key for _at, _end, key in sorted(found, key=lambda each: each[0])))


def _stands_alone(words: str, at: int, end: int) -> bool:
    """A name in letters is no part of a longer word; Chinese has no such edges."""
    before = at > 0 and _is_letter(words[at - 1]) and _is_letter(words[at])
    after = end < len(words) and _is_letter(words[end]) and _is_letter(words[end - 1])
    return not before and not after


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
