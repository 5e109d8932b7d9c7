"""Self-checks: pages like any other. What is answered there stays in the reader's browser."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from care import instruments
from cms import self_checks
from cms.serving.shared import shared
from frontend import import_map

MODULES = ("care/scoring.js", "self-check/outcome.js", "self-check/sheet.js")


@require_safe
@shared
def index(request: HttpRequest, language: str) -> HttpResponse:
    """Which checks there are, and what holds for all of them."""
    told = {"checks": self_checks.summaries(language), **self_checks.opening(language)}
    return _answer(request, "cms/self_checks.html", told)


@require_safe
@shared
def check(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The questions, and everything that could be said of the answers."""
    if key not in self_checks.known():
        raise Http404
    modules = import_map.as_json(MODULES)
    told = {
        "check": self_checks.check(key, language),
        "options": instruments.OPTIONS,
        "stem": instruments.STEM,
        "credit": instruments.CREDIT,
        "modules": modules,
    }
    answer = _answer(request, "cms/self_check.html", told, key=key)
    answer._csp_update = {"script-src": [import_map.digest(modules)]}  # type: ignore[attr-defined]  # for django-csp
    return answer


def _answer(request: HttpRequest, template: str, told: dict[str, Any], **parts: str) -> HttpResponse:
    """Where a reader goes from here is nobody's business."""
    name = "cms:self_check" if parts else "cms:self_checks"
    answer = render(request, template, {**told, "other_name": name, "other_parts": parts})
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
