"""Which views answer everybody alike, and what their answers tell caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]
# A browser asks each time (and mostly hears “unchanged”): whoever publishes sees it at the next request. A cache on the
# way may keep a copy for a minute, and for a day while the server is away.
CONTROL = {"public": True, "max_age": 0, "s_maxage": 60, "stale_while_revalidate": 600, "stale_if_error": 86_400}


def shared(view: View) -> View:
    """Marks a view whose page depends on its address alone; what a signed-in reader gets is theirs and is not kept."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code == 200 and not response.has_header("Cache-Control"):
            patch_cache_control(response, **CONTROL)
        return response

    answered.is_shared = True  # type: ignore[attr-defined]
    return answered


@lru_cache(4096)
def is_shared(path: str) -> bool:
    """Whether the page at a path may be one for everybody."""
    try:
        return getattr(resolve(path).func, "is_shared", False)
    except Resolver404:
        return False


def may_be_kept(status: int, headers: list[tuple[bytes, bytes]]) -> bool:
    """Only what says so itself, and neither hands out a cookie nor holds a nonce, which would be everybody's."""
    told = {name.lower(): value for name, value in headers}
    public = b"public" in told.get(b"cache-control", b"")
    nonce = b"'nonce-" in told.get(b"content-security-policy", b"")
    return status == 200 and public and not nonce and b"set-cookie" not in told
