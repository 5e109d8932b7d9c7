"""What stands beside a page while it is edited: plain language. Wagtail's hooks, called from cms/wagtail_hooks.py."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import Wording
from cms.views.plain_language import Look


class Wordings(SnippetViewSet):
    """Words to avoid, in a list that editors extend."""

    model = Wording
    menu_label = _("Words to avoid")
    icon = "edit"
    add_to_admin_menu = True
    menu_order = 510
    list_display = ("said", "instead", "kind", "language")
    list_filter = ("language", "kind")
    search_fields = ("said", "instead", "why")


def addresses() -> list[Any]:
    """Below /cms/: editors only."""
    return [path("plain-language/<int:page_id>/", Look.as_view(), name="cms_plain_language")]


def script() -> SafeString:
    """Keeps the panel up to date while somebody writes."""
    return format_html('<script type="module" src="{}"></script>', static("js/cms/plain-language.js"))


register_snippet(Wordings)
hooks.register("register_admin_urls", addresses)
hooks.register("insert_editor_js", script)
