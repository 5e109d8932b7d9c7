"""A line of the page that was found, with the words that were looked for marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

BEFORE, AROUND = 24, 110  # characters
_END = re.compile(r"[。！？；.!?;\n]\s*")


class Piece(NamedTuple):
    """Some of the text."""

    words: str
    is_found: bool


def pattern(terms: Iterable[Sequence[str]]) -> re.Pattern[str] | None:
    """Finds any of the words in a text as it was written."""
    phrases = {phrase for group in terms for phrase in group if phrase}
    said = [r"[\W_]?".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True)]
    bounded = [rf"\b{each}\w*" if each[0].isascii() else each for each in said]
    return re.compile("|".join(bounded), re.IGNORECASE) if said else None


def marked(text: str, wanted: re.Pattern[str] | None) -> list[Piece]:
    """The whole text in pieces."""
    pieces, place = [], 0
    for found in wanted.finditer(text) if wanted else ():
        pieces += [Piece(text[place : found.start()], False), Piece(found[0], True)]
        place = found.end()
    return [piece for piece in [*pieces, Piece(text[place:], False)] if piece.words]


def around(text: str, wanted: re.Pattern[str] | None) -> list[Piece]:
    """The text near the first word found, begun where a sentence begins if one is near; nothing where none is found."""
    first = wanted.search(text) if wanted else None
    if first is None:
        return []
    begin = max(0, first.start() - BEFORE)
    sentences = [end.end() for end in _END.finditer(text, begin, first.start())]
    begin = sentences[0] if sentences else begin
    end = begin + AROUND + len(first[0])
    cut = ("…" if begin and not sentences else "") + text[begin:end] + ("…" if end < len(text) else "")
    return marked(cut, wanted)


def running(page: Any) -> str:
    """The text of a page, without its pictures and headings' marks."""
    body = getattr(page, "body", None)
    return " ".join(body.stream_block.get_searchable_content(body)) if body else ""
