"""Every address and every socket that the product answers, found by walking the resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from config.urls import visitor_sockets, websocket_urlpatterns

EDITING = "cms/"  # Wagtail's own addresses: one rule for all of them (tests/access/test_editing.py)


def names(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The full name of each address; an address without a name is reported by its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if str(one.pattern) == EDITING and not prefix:
            continue
        if hasattr(one, "url_patterns"):
            yield from names(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            yield f"{prefix}{one.name or one.pattern}"


def editing(resolver: Any = None, above: str = "") -> Iterator[str]:
    """Every address of the editing of the site, with something in the place of each argument."""
    for one in resolver.url_patterns if resolver else [_editing()]:
        place = above + _filled(one.pattern)
        yield from editing(one, place) if hasattr(one, "url_patterns") else [place]


def _editing() -> Any:
    return next(one for one in get_resolver().url_patterns if str(one.pattern) == EDITING)


def _filled(pattern: Any) -> str:
    """`<int:page_id>/edit/` -> `1/edit/`; of a regular expression its first way."""
    text = re.sub(r"<(\w+:)?\w+>", "1", re.sub(r"\(\?P<\w+>[^()]*\)", "1", str(pattern)))
    return re.sub(r"[\^$]|\.\*", "", text).replace("\\", "")


def sockets() -> list[str]:
    """The pattern of each socket."""
    return [str(one.pattern) for one in (*websocket_urlpatterns, *visitor_sockets)]
