"""The words to look out for, of one language, found in a sentence: the longest first, so that none is named twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.models import Wording


@dataclass(frozen=True)
class Entry:
    """One word of the list."""

    kind: str
    instead: str
    why: str


@dataclass(frozen=True)
class Words:
    """All words of one language."""

    pattern: re.Pattern[str] | None
    entries: dict[str, Entry]

    def found_in(self, sentence: str) -> Iterator[tuple[int, int, Entry]]:
        """Where a word stands."""
        if self.pattern:
            for place in self.pattern.finditer(sentence):
                yield place.start(), place.end(), self.entries[place[0].lower()]


def made_of(entries: dict[str, Entry], language: str) -> Words:
    """A list; English words are whole words, and may begin with a capital."""
    told = {word.lower(): entry for word, entry in entries.items()}
    one_of = "|".join(re.escape(word) for word in sorted(told, key=len, reverse=True))
    if not one_of:
        return Words(None, {})
    return Words(re.compile(rf"\b(?:{one_of})\b" if language == "en" else one_of, re.IGNORECASE), told)


def load(language: str) -> Words:
    """As editors have written it."""
    rows = Wording.objects.filter(language=language)
    return made_of({row.said: Entry(row.kind, row.instead, row.why) for row in rows}, language)
