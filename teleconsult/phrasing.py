"""The expert keeps words that are used often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teleconsult.models import Phrase

if TYPE_CHECKING:
    from alliance.models import Person

MOST = 100  # phrases of one person


class TooMany(Exception):
    """The person keeps as many as may be kept."""


def keep(title: str, text: str, *, by: Person) -> Phrase:
    """A new phrase; the same short name again replaces its words. Raises TooMany."""
    mine = Phrase.objects.filter(person=by)
    if mine.exclude(title=title).count() >= MOST:
        raise TooMany
    phrase, _new = mine.update_or_create(person=by, title=title, defaults={"text": text})
    return phrase
