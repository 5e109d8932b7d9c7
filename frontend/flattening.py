"""The public site's one stylesheet, for browsers of five years ago.

Its parts are the sheets that everybody else is given in cascade layers. A browser that does not know layers would
throw all of them away, so here the layers are taken off and their order alone stands for them: tokens, the colours of
old browsers, reset, base, components, utilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ORDER = re.compile(r"@layer [^{};]+;")
_LAYER = re.compile(r"@layer [\w.-]+\s*\{")
_PLAIN = "@supports not (color: oklch(0 0 0))"  # legacy.css: the plain page of browsers that lose all the rest


def flattened(sheet: str) -> str:
    """The rules of one sheet without their layers, as short as they can be written."""
    text = _ORDER.sub("", _COMMENT.sub("", sheet)).partition(_PLAIN)[0]
    return shortened("".join(_unlayered(text)))


def _unlayered(text: str) -> Iterator[str]:
    while found := _LAYER.search(text):
        yield text[: found.start()]
        end = _closing(text, found.end())
        yield text[found.end() : end]
        text = text[end + 1 :]
    yield text


def _closing(text: str, begin: int) -> int:
    """Where the brace that was opened just before `begin` is closed."""
    depth = 1
    for place in range(begin, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place
    raise ValueError("a layer is never closed")


def shortened(text: str) -> str:
    """Without the spaces that nothing needs."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return re.sub(r"(?<=[\w-]): (?=[^{}]*[;}])", ":", text).replace(";}", "}").strip()
