"""Pages that editors write, found by their address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from alliance.views import desk
from cms import listing
from cms.models import HomePage
from cms.serving.shared import shared

SAFE = ["GET", "HEAD"]


@require_safe
@shared
def home(request: HttpRequest, language: str) -> HttpResponse:
    """The home page; the bare front door where nobody has made one (`manage.py seed_site`)."""
    found = Page.route_for_request(request, "")
    if found is None or not isinstance(found[0], HomePage) or found[0].language != language:
        bare = desk.front(request)
        patch_cache_control(bare, private=True)
        return bare
    return page(request, "", language=language)


@shared
def page(request: HttpRequest, path: str, language: str) -> HttpResponse:
    """Any other page. The language of the address is spoken by now (`alliance.middleware`)."""
    if request.method not in SAFE:
        if Page.route_for_request(request, path) is None:
            raise Http404
        return HttpResponseNotAllowed(SAFE)
    try:
        answer: HttpResponse = serve(request, path)
    except Http404:
        if (found := listing.in_the_other_language(path, language)) is None:
            raise
        return render(request, "cms/untranslated.html", {"found": found}, status=404)
    return answer
