"""Addresses in pinyin: 孩子不想上学 becomes haizi-buxiang-shangxue, short enough for a poster's QR code."""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin, load_phrases_dict

LONGEST = 60

load_phrases_dict({"长效": [["cháng"], ["xiào"]]})  # long-acting: not the 长 of growing, as the dictionary thinks


def spelled(title: str) -> str:
    """The address of a title: Han in pinyin, everything else in small letters and digits; never empty."""
    words: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+|[A-Za-z0-9]+", title):
        if run.isascii():
            words.append(run.lower())
        else:
            syllables = [re.sub(r"[^a-z]", "", each) for each in lazy_pinyin(run, style=Style.NORMAL, v_to_u=False)]
            words += ["".join(syllables[place : place + 2]) for place in range(0, len(syllables), 2)]
    return _cut([word for word in words if word]) or "page"


def _cut(words: list[str]) -> str:
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug


def initial(title: str) -> str:
    """The letter under which a title stands in the list: A–Z, or # where it begins with neither Han nor a letter."""
    words = re.sub(r"[\W_]+", "", title)  # read as a whole: how a letter sounds depends on its neighbours
    spelt = lazy_pinyin(words, style=Style.FIRST_LETTER)[0][:1].upper() if words else ""
    return spelt if "A" <= spelt <= "Z" else "#"
