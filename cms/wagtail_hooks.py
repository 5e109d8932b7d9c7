"""What the editing of the site shows beside pages and pictures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from alliance.models import CrisisLine
from cms.models import SynonymGroup


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
