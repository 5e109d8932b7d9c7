"""The one typeface of our PDFs: Noto Sans SC (SIL Open Font License), cut to the characters that a document uses.

The package carries a variable font of 17 MB. Cutting first and choosing the weight afterwards takes about a second;
the other way round takes minutes. The same characters always give the same bytes.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterable
from importlib import resources

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

REGULAR, BOLD = 400, 700
ALWAYS = string.ascii_letters + string.digits + string.punctuation + " …—·"
_NEEDLESS = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "HVAR", "STAT", "prep", "gasp")


def cut(texts: Iterable[str]) -> dict[int, bytes]:
    """Regular and bold as TrueType, each with exactly the glyphs that these texts and our own signs need."""
    characters = set(ALWAYS).union(*texts)
    few = _subset("".join(sorted(characters)))
    return {weight: _weighted(few, weight) for weight in (REGULAR, BOLD)}


def _subset(characters: str) -> bytes:
    place = resources.files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += _NEEDLESS
    with resources.as_file(place) as path, TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        return _saved(font)


def _weighted(few: bytes, weight: int) -> bytes:
    with TTFont(io.BytesIO(few), recalcTimestamp=False) as font:
        return _saved(instancer.instantiateVariableFont(font, {"wght": weight}))


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
