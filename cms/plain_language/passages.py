"""The words of a page as a reader meets them: one passage for each title, paragraph, line of a list."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.rich_text import RichText

FIELDS = ("title", "summary", "lead", "intro")
NOT_READ = ("level", "image")  # chosen, not written


def of_page(page: Any) -> list[str]:
    """Every passage, in order."""
    found = [str(getattr(page, name)) for name in FIELDS if getattr(page, name, "")]
    return [*found, *(words for block in getattr(page, "body", []) for words in _of(block.value))]


def _of(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield from _plain(value.source)
    elif isinstance(value, str):
        yield from filter(None, [value.strip()])
    elif hasattr(value, "items"):  # several fields
        for name, inner in value.items():
            if name not in NOT_READ:
                yield from _of(inner)
    elif hasattr(value, "__iter__"):  # a list
        for inner in value:
            yield from _of(inner)


def _plain(html: str) -> Iterator[str]:
    for paragraph in html.replace("<br/>", "\n").replace("</p>", "\n").split("\n"):
        if words := unescape(strip_tags(paragraph)).strip():
            yield words
