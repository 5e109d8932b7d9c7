"""Lists that nobody writes by hand: the A–Z, the situations of life, the events ahead."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import listing
from cms.serving.shared import shared


@require_safe
@shared
def letters(request: HttpRequest, language: str) -> HttpResponse:
    """Every article by the first letter of its title, in pinyin, and by the situation in which it helps."""
    entries = listing.entries(language)
    by_letter = [(letter, list(rest)) for letter, rest in groupby(entries, key=lambda entry: entry.letter)]
    return render(
        request,
        "cms/letters.html",
        {
            "by_letter": by_letter,
            "by_situation": listing.situations(language),
            "title": _("Everything from A to Z"),
            "other_name": "cms:letters",
        },
    )


@require_safe
@shared
def events(request: HttpRequest, language: str) -> HttpResponse:
    """Events ahead, the next one first."""
    return render(
        request,
        "cms/events.html",
        {"events": listing.events(language), "title": _("Events"), "other_name": "cms:events"},
    )
