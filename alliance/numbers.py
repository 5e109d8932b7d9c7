"""Mobile numbers as people type them, and as they are kept."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[\s\-‐‑–—−.()·]")
_CHINA = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
PATTERN = re.compile(r"^\+?\d{6,15}$")


def plain(typed: str) -> str:
    """The kept form: digits without spaces, hyphens or the +86 of China; other countries keep their plus.

    Full-width digits are digits. What is no number comes back cleaned but unproved; see `is_number`.
    """
    digits = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", typed))
    return _CHINA.sub("", digits)


def is_number(plain_form: str) -> bool:
    """Whether the kept form could be dialled."""
    return bool(PATTERN.match(plain_form))
