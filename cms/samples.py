"""Sample content as files: one TOML per article and language, and one each for topics, pages and events.

Texts hold **bold** and [links](article:key) only; here they become what an editor would have typed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"
ENDINGS = {"zh-hans": "zh", "en": "en"}
Find = Callable[[str], str]  # an address of the sample content, as it stands in the tree

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Sample:
    """One article in one language."""

    key: str
    language: str
    told: dict[str, Any]


def front() -> dict[str, Any]:
    """Title and lead of the first page, and who wrote the samples, by language."""
    return _read(CONTENT / "home.toml")


def articles(folder: Path) -> Iterator[Sample]:
    """Every article, Chinese ones first: English ones are their translations."""
    for language, ending in ENDINGS.items():
        for path in sorted((folder / "articles").glob(f"*.{ending}.toml")):
            yield Sample(path.name.removesuffix(f".{ending}.toml"), language, _read(path))


def listed(folder: Path, name: str, table: str) -> list[dict[str, Any]]:
    """The tables of one file; none where there is no such file."""
    path = folder / f"{name}.toml"
    found = _read(path).get(table, []) if path.is_file() else []
    return list(found)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def words(text: str, find: Find) -> str:
    """One text as rich text."""
    html = _BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    return _LINK.sub(lambda link: f'<a href="{escape(find(link[2]))}">{link[1]}</a>', html)


def body(told: list[dict[str, Any]], find: Find) -> list[dict[str, Any]]:
    """The blocks of a text, as a StreamField keeps them."""
    return [{"type": block["kind"], "value": _value(block, find)} for block in told]


def _value(block: dict[str, Any], find: Find) -> Any:
    def rich(text: str) -> str:
        return f"<p>{words(text, find)}</p>"

    items = [rich(text) for text in block.get("items", [])]
    match block["kind"]:
        case "paragraph":
            return rich(block["text"])
        case "heading":
            return block["text"]
        case "warning":
            return {"title": block["title"], "text": rich(block["text"])}
        case "care":
            return {"level": block["level"], "title": block["title"], "items": items}
        case "steps":
            return {"title": block.get("title", ""), "items": items}
        case _:
            return {"title": block.get("title", ""), "items": items}


def sources(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the statements come from."""
    kept = ("title", "publisher", "year", "url")
    return [{"type": "source", "value": {name: str(each.get(name, "")) for name in kept}} for each in told]
