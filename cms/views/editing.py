"""What stands beside a page while it is edited: plain language, and whether its Chinese original has changed.

Wagtail's hooks, called from cms/wagtail_hooks.py.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import rechecking
from cms.models import ArticlePage, Wording
from cms.views import rechecks
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
    return [
        path("plain-language/<int:page_id>/", Look.as_view(), name="cms_plain_language"),
        path("reports/translations/", rechecks.waiting, name="cms_rechecks"),
        path("reports/translations/<int:page_id>/", rechecks.recheck, name="cms_recheck"),
    ]


def script() -> SafeString:
    """Keeps the panel up to date while somebody writes."""
    return format_html('<script type="module" src="{}"></script>', static("js/cms/plain-language.js"))


def ask_again(request: HttpRequest, page: Any) -> None:
    """Whoever opens a translation for editing is told that the Chinese text has changed."""
    if request.method != "GET" or not isinstance(page, ArticlePage):
        return
    if rechecking.changed_since(page, rechecking.original_of(page)):
        button = messages.button(reverse("cms_recheck", args=[page.pk]), gettext("Check the translation again"))
        told = gettext("The Chinese text has changed since this translation was last compared with it.")
        messages.warning(request, told, buttons=[button])


def report_item() -> MenuItem:
    """Beside Wagtail's own reports."""
    return MenuItem(
        _("Translations to check again"), reverse("cms_rechecks"), name="rechecks", icon_name="site", order=1310
    )


register_snippet(Wordings)
hooks.register("register_admin_urls", addresses)
hooks.register("insert_editor_js", script)
hooks.register("before_edit_page", ask_again)
hooks.register("register_reports_menu_item", report_item)
