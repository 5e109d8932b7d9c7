"""Words that mean the same, as editors list them. Kept for a minute: an edit needs no new index."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import transaction

from cms.models import SynonymGroup
from cms.search import text
from cms.search.text import Words

KEPT = "cms.search.vocabulary"
KEPT_FOR = 60  # seconds; other processes hear of an edit so late


@dataclass
class Vocabulary:
    """Every word that stands in a group, by its tokens; which groups speak of danger."""

    groups: list[list[str]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    urgent: set[int] = field(default_factory=set)
    places: dict[Words, list[int]] = field(default_factory=dict)

    def add(self, group: SynonymGroup) -> None:
        """One more group."""
        number = len(self.groups)
        self.groups.append(group.listed)
        self.languages.append(group.language)
        if group.is_urgent:
            self.urgent.add(number)
        for word in group.listed:
            if found := text.tokens(word):
                self.places.setdefault(found, []).append(number)

    def knows(self, word: Words) -> bool:
        """Whether a word stands in a group."""
        return word in self.places

    def alternatives(self, word: Words) -> list[str]:
        """The word itself, then those that mean the same: phrases as the index keeps them."""
        same = [text.spaced(other) for number in self.places.get(word, []) for other in self.groups[number]]
        return list(dict.fromkeys([" ".join(word), *filter(None, same)]))


def load() -> Vocabulary:
    """All groups."""
    kept: Vocabulary | None = cache.get(KEPT)
    if kept is None:
        kept = Vocabulary()
        for group in SynonymGroup.objects.order_by("pk"):
            kept.add(group)
        cache.set(KEPT, kept, KEPT_FOR)
    return kept


def edited(**_signal: Any) -> None:
    """A group was written or deleted: what is kept no longer counts."""
    transaction.on_commit(lambda: cache.delete(KEPT))


def terms(question: str) -> list[list[str]]:
    """What to look for: of each word its alternatives. 抑郁 家长 -> [[抑 郁, 忧 郁], [家 长]]."""
    vocabulary = load()
    found = text.telling(text.words(question, vocabulary.knows))
    return [vocabulary.alternatives(word) for word in found]


def is_urgent(question: str) -> bool:
    """Whether a word of the question speaks of danger to life."""
    vocabulary = load()
    found = text.words(question, vocabulary.knows)
    return any(number in vocabulary.urgent for word in found for number in vocabulary.places.get(word, []))
