"""Control characters typed with a Chinese input method: told to the author, never converted."""

from __future__ import annotations

import re
from collections.abc import Iterator

ANYWHERE = re.compile("[｛｝]|：：")
IN_ANSWERS = re.compile(r"[＝＃]|(?<![0-9０-９])～|％(?=-?[0-9.]+[％%])")
ANSWERS = re.compile(r"[{｛](.*?)(?:[}｝]|\Z)", re.DOTALL)


def found(block: str) -> Iterator[tuple[int, str]]:
    """Where in a block each look-alike stands that would be a control character if it were half-width.

    Prose is left alone: “3～5 天”, “注意：” and “5％” mean what they say.
    """
    hits = [(hit.start(), hit.group()) for hit in ANYWHERE.finditer(block)]
    for answers in ANSWERS.finditer(block):
        hits += [(answers.start(1) + hit.start(), hit.group()) for hit in IN_ANSWERS.finditer(answers.group(1))]
    yield from sorted(hits)
