"""Bytes that some program wrote, as text: BOM first, then UTF-8 to the letter, then what Chinese Windows writes."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a larger file is refused unread."""

LARGEST_QUESTION = 200_000
"""Characters of one question without its pictures."""

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why in words for its owner."""


def text_of(data: bytes) -> str:
    """The text with `\\n` as its only line end; raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("This file is larger than %(most)s MB.") % {"most": LARGEST_FILE // 1024 // 1024})
    return plain(_decoded(data))


def plain(text: str) -> str:
    """One kind of line end, no byte order mark, and nothing that is no character."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _decoded(data: bytes) -> str:
    """The first encoding that fits without a doubt; GB18030 is asked last, because it fits nearly everything."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    """Decoded or refused; never with holes."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_("This file is neither UTF-8 nor GB18030 text. Save it as UTF-8 and try again.")) from error
