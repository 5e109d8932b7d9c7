"""What went wrong, what is safe, one way on."""

from __future__ import annotations

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, template: str, **facts: object) -> HttpResponse:
    """Rendered without the surroundings, which may be what broke."""
    # Middleware that chooses the language may not have run for this failure.
    with translation.override(translation.get_language() or "zh-hans"):
        return HttpResponse(render_to_string(template, {**facts, "request": request}), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: within sight, but not this person's to open; says why where whoever refused has said it."""
    return _page(request, 403, "403.html", why=str(exception or ""))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of; the page is the same."""
    return _page(request, 404, "404.html")


def broken(request: HttpRequest) -> HttpResponse:
    """500: the reference finds the line in the log."""
    reference = uuid4().hex[:8]
    log.error("reference %s: %s %s", reference, request.method, request.path)
    return _page(request, 500, "500.html", reference=reference)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old."""
    return _page(request, 403, "403_csrf.html")
