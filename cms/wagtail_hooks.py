"""What the editing of the site shows beside pages and pictures."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from alliance.models import CrisisLine
from cms import privacy  # noqa: F401 - its hooks
from cms.models import BestBet, SynonymGroup
from cms.views import editing  # noqa: F401 - its hooks
from cms.views.searches import SearchesReport


class CrisisLines(SnippetViewSet):
    """The numbers to call in danger, as every page of the product shows them."""

    model = CrisisLine
    icon = "warning"
    menu_label = _("Crisis numbers")
    add_to_admin_menu = True
    list_display = ("number", "why_zh", "region", "place")


register_snippet(CrisisLines)


class SynonymGroups(SnippetViewSet):
    """Words that mean the same, in a list that can be searched."""

    model = SynonymGroup
    menu_label = _("Search words")
    icon = "search"
    add_to_admin_menu = True
    menu_order = 500
    list_display = ("__str__", "language", "is_urgent")
    list_filter = ("language", "is_urgent")
    search_fields = ("words",)


register_snippet(SynonymGroups)


class BestBets(SnippetViewSet):
    """What stands above everything else that is found, in a list that can be searched."""

    model = BestBet
    menu_label = _("Shown first")
    icon = "pick"
    add_to_admin_menu = True
    menu_order = 501
    list_display = ("__str__", "language", "page", "place", "is_top_task")
    list_filter = ("language", "is_top_task")
    search_fields = ("words",)


register_snippet(BestBets)


def report_addresses() -> list[Any]:
    """What readers search for; the table alone while an editor narrows it."""
    return [
        path("reports/searches/", SearchesReport.as_view(), name="cms_searches"),
        path("reports/searches/results/", SearchesReport.as_view(results_only=True), name="cms_searches_results"),
    ]


class _ForEditors(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("cms.view_searched"))


def report_item() -> MenuItem:
    """Beside Wagtail's own reports."""
    return _ForEditors(
        _("What readers search for"), reverse("cms_searches"), name="searches", icon_name="search", order=1300
    )


hooks.register("register_admin_urls", report_addresses)
hooks.register("register_reports_menu_item", report_item)
