"""A list of medicines and tests as people paste it, one a line: out of a pharmacy's system, a spreadsheet, a letter.

`喹硫平片 25mg*20片`, `Sertraline 50 mg`, `血常规	有`, `奥氮平 无`. Without a word of
absence a line says that it is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance import recognising

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.formulary import Item

MOST = 2000  # lines
_ABSENT = re.compile(r"(?:^|[\s,;:|/])(?:无|没有|缺|缺货|停用|暂无|不能做|否|no|none|not available|0)\s*$")


@dataclass(frozen=True)
class Read:
    """What the lines say: there, not there, and the lines that name nothing of the catalogue."""

    there: list[Item]
    absent: list[Item]
    unknown: list[str]


class TooMany(Exception):
    """More lines than any list has."""


def read(text: str, names: Iterable[tuple[str, Item]]) -> Read:
    """Every line; what is said twice counts as it is said last. Raises TooMany."""
    lines = [line for line in text.splitlines() if line.strip(" \t,;|\ufeff")]
    if len(lines) > MOST:
        raise TooMany
    every = list(names)
    said: dict[Item, bool] = {}
    unknown: list[str] = []
    for line in lines:
        found = recognising.find(line, every)
        if not found:
            unknown.append(line.strip()[:80])
        there = not _ABSENT.search(recognising.plain(line))
        for item in found:
            said[item] = there
    return Read([item for item, has in said.items() if has], [item for item, has in said.items() if not has], unknown)
