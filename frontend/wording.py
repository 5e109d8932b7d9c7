"""How words stand together in the reader's language: punctuation belongs to it, never to a template."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext


def joined(*parts: Any) -> SafeString:
    """What is said of one thing, side by side: “Zhou Lan, Centre”, “周岚，中心”. Empty parts are left out."""
    comma = mark_safe(pgettext("between two things said of one", ", "))  # noqa: S308 - our own catalogue
    return format_html_join(comma, "{}", ((part,) for part in parts if part not in ("", None)))


def listed(things: Iterable[Any], autoescape: bool = True) -> SafeString:
    """Several things of one kind: “A, B, C”, “A、B、C”."""
    escape = conditional_escape if autoescape else str
    return mark_safe(pgettext("between the things of a list", ", ").join(map(escape, things)))  # noqa: S308 - escaped


def says(label: Any, words: Any, autoescape: bool = True) -> SafeString:
    """A label and what it says: “Name: Zhou Lan”, “姓名：周岚”."""
    escape = conditional_escape if autoescape else str
    pair = {"label": escape(label), "words": escape(words)}
    return mark_safe(pgettext("a label and what it says", "%(label)s: %(words)s") % pair)  # noqa: S308 - escaped


def about(*parts: Any) -> SafeString:
    """What a button or link means, for those who hear it alone: “Remove: ECG of 3 March”. Nothing on screen."""
    words = pgettext("what a button is about", ": %(what)s") % {"what": joined(*parts)}
    return format_html('<span class="unseen">{}</span>', mark_safe(words))  # noqa: S308 - our own catalogue, escaped parts
