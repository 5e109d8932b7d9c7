"""What is new, for feed readers; everything, for search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms import languages, listing
from cms.models import ArticlePage
from cms.serving.shared import shared
from cms.standing import held


class Newest(Feed):  # type: ignore[type-arg]
    """The newest articles in one language."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The language of the address."""
        return str(kwargs["language"])

    def title(self, language: str) -> str:
        """The name of the site."""
        return _("Xinqiao")

    def description(self, language: str) -> str:
        """What one subscribes to."""
        return _("New articles on mental health")

    def link(self, language: str) -> str:
        """The home page."""
        return settings.PUBLIC_URL + reverse("cms:home")

    def feed_url(self, language: str) -> str:
        """Its own address."""
        return settings.PUBLIC_URL + reverse("cms:feed")

    def items(self, language: str) -> Any:
        """Twenty."""
        return listing.articles(language).order_by("-first_published_at", "-pk")[:20]

    def item_title(self, item: Any) -> str:
        """Of an article."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Its summary."""
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        """Its whole address."""
        return str(item.address)

    def item_pubdate(self, item: Any) -> Any:
        """When it was first published."""
        return item.first_published_at


feed = require_safe(shared(Newest()))


@require_safe
@shared
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every live page in every language, each with its translations."""
    pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None).select_related("locale").order_by("path")
    pages = pages.exclude(pk__in=held(ArticlePage.objects).values("pk"))
    together: dict[Any, list[tuple[str, str]]] = {}
    entries = []
    for page in pages:
        parts = page.get_url_parts(request)
        if not parts or not parts[2]:
            continue
        address = settings.PUBLIC_URL + parts[2]
        same = together.setdefault(page.translation_key, [])
        same.append((languages.tag(page.locale.language_code), address))
        entries.append({"address": address, "changed": page.last_published_at, "same": same})
    fixed = [_in_all(name) for name in ("cms:letters", "cms:crisis", "cms:events")]
    entries += [{"address": address, "changed": None, "same": same} for same in fixed for _tag, address in same]
    return render(request, "cms/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _in_all(name: str) -> list[tuple[str, str]]:
    found = []
    for code in languages.each():
        with languages.speaking(code):
            found.append((languages.tag(code), settings.PUBLIC_URL + reverse(name)))
    return found


@require_safe
@shared
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay out of everything that needs a sign-in."""
    lines = ["User-agent: *", "Disallow: /cms/", "Disallow: /accounts/", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
