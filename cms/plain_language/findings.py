"""What is found in a text, passage by passage: the words that are meant, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.plain_language import numbers, passages, sentences, wordlist

LONG, JARGON, BLAME, NUMBER = KINDS = ("long", "jargon", "blame", "number")
SHOWN = 12  # of one kind: who has more than that begins with these


@dataclass(frozen=True)
class Finding:
    """One place in a text, and what to do there."""

    kind: str
    before: str
    words: str  # what is meant
    after: str
    advice: str

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.before + self.words + self.after


@dataclass(frozen=True)
class Group:
    """All findings of one kind."""

    kind: str
    name: str
    findings: list[Finding]

    @property
    def shown(self) -> list[Finding]:
        """The first ones."""
        return self.findings[:SHOWN]

    @property
    def further(self) -> int:
        """How many are not shown."""
        return len(self.findings) - len(self.shown)


def of_page(page: Any) -> list[Group]:
    """What is found on a page, by kind; a kind of which nothing was found is there, and empty."""
    words = wordlist.load(page.language)
    found = [each for text in passages.of_page(page) for each in in_passage(text, page.language, words)]
    return [Group(kind, name, [each for each in found if each.kind == kind]) for kind, name in _names()]


def _names() -> list[tuple[str, str]]:
    return [
        (BLAME, _("Words that blame or label")),
        (JARGON, _("Words of the trade")),
        (LONG, _("Long sentences")),
        (NUMBER, _("Numbers hard to grasp")),
    ]


def in_passage(text: str, language: str, words: wordlist.Words) -> Iterator[Finding]:
    """What is found in one paragraph or line."""
    for sentence in sentences.split(text):
        yield from _long(sentence, language)
        yield from _worded(sentence, text, words)
        yield from _numbers(sentence)


def _long(sentence: str, language: str) -> Iterator[Finding]:
    limit, found = settings.PLAIN_SENTENCE[language], sentences.length(sentence, language)
    if found > limit:
        many = (
            ngettext("%(count)s word", "%(count)s words", found)
            if language == "en"
            else ngettext("%(count)s character", "%(count)s characters", found)
        )
        advice = _("%(length)s: make two sentences of it; up to %(limit)s is easy to read.")
        yield Finding(LONG, "", sentence, "", advice % {"length": many % {"count": found}, "limit": limit})


def _worded(sentence: str, passage: str, words: wordlist.Words) -> Iterator[Finding]:
    for begin, end, entry in words.found_in(sentence):
        if entry.kind == JARGON and entry.instead in passage:
            continue  # it is explained on the spot
        advice = _("Better: “%(instead)s”") % {"instead": entry.instead}
        if entry.why:
            advice = _("%(advice)s. Why: %(why)s.") % {"advice": advice, "why": entry.why}
        yield _cut(entry.kind, sentence, begin, end, advice)


def _numbers(sentence: str) -> Iterator[Finding]:
    for begin, end, advice in numbers.found_in(sentence):
        yield _cut(NUMBER, sentence, begin, end, str(advice))


def _cut(kind: str, sentence: str, begin: int, end: int, advice: str) -> Finding:
    return Finding(kind, sentence[:begin], sentence[begin:end], sentence[end:], advice)
