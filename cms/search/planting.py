"""The words that mean the same which the product brings along."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cms.models import SynonymGroup
from cms.samples import CONTENT, ENDINGS


def plant(folder: Path = CONTENT) -> int:
    """Plants the groups of each language that has none yet; how many. What editors have changed stays as it is."""
    path = folder / "synonyms.toml"
    told = tomllib.loads(path.read_text("utf-8"))["group"] if path.is_file() else []
    codes = {ending: language for language, ending in ENDINGS.items()}
    planted = set(SynonymGroup.objects.order_by().values_list("language", flat=True).distinct())
    new = [
        SynonymGroup(
            language=codes[group["locale"]],
            words=", ".join(group["words"]),
            is_urgent=group.get("urgent", False),
        )
        for group in told
        if codes[group["locale"]] not in planted
    ]
    for group in new:
        group.save()
    return len(new)
