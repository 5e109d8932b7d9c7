"""Every address and every socket that the product answers, found by walking the resolver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from config.urls import websocket_urlpatterns


def names(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The full name of each address; an address without a name is reported by its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from names(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            yield f"{prefix}{one.name or one.pattern}"


def sockets() -> list[str]:
    """The pattern of each socket."""
    return [str(one.pattern) for one in websocket_urlpatterns]
