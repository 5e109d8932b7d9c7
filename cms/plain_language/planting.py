"""The words to look out for that the product brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from cms.models import Wording
from cms.samples import CONTENT, ENDINGS


def plant(folder: Path = CONTENT) -> int:
    """Plants the words of each language that has none yet; how many. What editors have changed stays as it is."""
    planted = set(Wording.objects.order_by().values_list("language", flat=True).distinct())
    new = [each for each in told(folder) if each.language not in planted]
    return len(Wording.objects.bulk_create(new, ignore_conflicts=True))


def told(folder: Path = CONTENT) -> Iterator[Wording]:
    """Both lists; a word that stands in both is one that blames."""
    codes = {ending: language for language, ending in ENDINGS.items()}
    kinder = _read(folder / "kinder_words.toml")
    blaming = {word["said"] for word in kinder}
    for word in kinder:
        yield Wording(
            language=codes[word["locale"]],
            kind=word.get("kind", Wording.Kind.BLAME),
            said=word["said"],
            instead=word["instead"],
            why=word.get("why", ""),
        )
    for word in _read(folder / "jargon.toml"):
        if word["jargon"] not in blaming:
            yield Wording(
                language="zh-hans",
                kind=Wording.Kind.JARGON,
                said=word["jargon"],
                instead=word["lay"],
                why=word["why"],
            )


def _read(path: Path) -> list[dict[str, str]]:
    return list(tomllib.loads(path.read_text("utf-8"))["word"]) if path.is_file() else []
