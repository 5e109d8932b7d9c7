"""What the product brings along for the search: words that mean the same, and what stands first for some words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cms import samples, slugs
from cms.models import ArticlePage, BestBet, SynonymGroup
from cms.samples import CONTENT, ENDINGS

_CODES = {ending: language for language, ending in ENDINGS.items()}


def plant(folder: Path = CONTENT) -> int:
    """Plants both in each language that has none yet; how many. What editors have changed stays as it is."""
    return _synonyms(folder) + _bets(folder)


def _synonyms(folder: Path) -> int:
    told = samples.listed(folder, "synonyms", "group")
    planted = set(SynonymGroup.objects.order_by().values_list("language", flat=True).distinct())
    new = [
        SynonymGroup(
            language=_CODES[group["locale"]],
            words=", ".join(group["words"]),
            is_urgent=group.get("urgent", False),
        )
        for group in told
        if _CODES[group["locale"]] not in planted
    ]
    for group in new:
        group.save()
    return len(new)


def _bets(folder: Path) -> int:
    """The sample articles must stand already; where editors have taken one away, nothing leads to it."""
    told = samples.listed(folder, "best_bets", "bet")
    planted = set(BestBet.objects.order_by().values_list("language", flat=True).distinct())
    spelled = {
        each.key: slugs.spelled(each.told["title"]) for each in samples.articles(folder) if each.language == "zh-hans"
    }
    new = [bet for each in told if _CODES[each["locale"]] not in planted and (bet := _bet(each, spelled))]
    for bet in new:
        bet.save()
    return len(new)


def _bet(told: dict[str, Any], spelled: dict[str, str]) -> BestBet | None:
    language, article = _CODES[told["locale"]], told.get("article")
    page = None
    if article:
        page = ArticlePage.objects.filter(slug=spelled.get(article, ""), locale__language_code=language).first()
        if page is None:
            return None
    return BestBet(
        language=language,
        words=", ".join(told["words"]),
        page=page,
        place=told.get("place", ""),
        is_top_task=told.get("top", False),
    )
