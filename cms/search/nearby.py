"""Words to try instead, for somebody who has found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from cms.models import ArticlePage, TopicPage
from cms.models.synonyms import listed
from cms.search import text, vocabulary

MOST = 8
ALIKE = 0.75  # of an English word, mistyped


def words(question: str, language: str) -> list[str]:
    """The nearest first: synonyms, topics and words of the A–Z that share characters with the question."""
    asked = text.tokens(question)
    scored = [(-_near(asked, text.tokens(word)), order, shown) for order, (shown, word) in enumerate(_known(language))]
    return list(dict.fromkeys(shown for score, _order, shown in sorted(scored) if score))[:MOST]


def _known(language: str) -> Iterator[tuple[str, str]]:
    """(the word that is shown, a word that leads to it)."""
    known = vocabulary.load()
    for group, spoken in zip(known.groups, known.languages, strict=True):
        if spoken == language:
            yield from ((group[0], word) for word in group)
    topics = TopicPage.objects.live().public().filter(locale__language_code=language)
    articles = ArticlePage.objects.live().public().filter(locale__language_code=language)
    yield from ((title, title) for title in topics.values_list("title", flat=True))
    for several in articles.exclude(index_words="").values_list("index_words", flat=True):
        yield from ((word, word) for word in listed(several))


def _near(asked: text.Words, word: text.Words) -> float:
    """How many tokens are shared, or nearly so: one of insomina and insomnia."""
    shared = float(len(set(asked) & set(word)))
    if shared:
        return shared
    long = [(one, other) for one in asked for other in word if min(len(one), len(other)) >= text.SHORTEST_STEM]
    alike = max((SequenceMatcher(None, one, other).ratio() for one, other in long), default=0.0)
    return alike if alike >= ALIKE else 0.0
