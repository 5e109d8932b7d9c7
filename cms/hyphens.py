"""PHQ-9 is never parted at the end of a line: for the eye alone; what is copied, found and indexed stays as written."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe

# Tags, and what must stay plain text, are passed over; a name is capitals, a hyphen, a number.
_NAME = re.compile(
    r"<(script|style|textarea|title|option)\b.*?</\1\s*>|<[^>]*>|(?<![\w-])([A-Z]{2,}-\d+)(?![\w-])", re.DOTALL
)


def kept_whole(html: str) -> SafeString:
    """Finished HTML with each such name in an element that does not wrap."""
    return mark_safe(_NAME.sub(_wrapped, html))  # noqa: S308 -- our own HTML, to which one element is added


def _wrapped(found: re.Match[str]) -> str:
    return f'<span class="nowrap">{found[2]}</span>' if found[2] else found[0]
