"""For editors: what readers search for, and what they do not find."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.models import Searched


class Searches(WagtailFilterSet):
    """Which days, which language, only what was not found."""

    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    nothing = django_filters.BooleanFilter(label=_("Nothing found"), method="in_vain")

    class Meta:
        model = Searched
        fields: ClassVar[list[str]] = ["language"]

    def in_vain(self, found: Any, name: str, wanted: bool) -> Any:
        """At least once without a result; or never."""
        return found.filter(nothing__gt=0) if wanted else found.filter(nothing=0)


class _Language(Column):
    def get_value(self, instance: Any) -> Any:
        return dict(settings.LANGUAGES).get(instance["language"], "")


class SearchesReport(ReportView):
    """The words most asked for first."""

    page_title = _("What readers search for")
    header_icon = "search"
    filterset_class = Searches
    permission_policy = ModelPermissionPolicy(Searched)
    any_permission_required: ClassVar[list[str]] = ["view"]
    index_url_name = "cms_searches"
    index_results_url_name = "cms_searches_results"
    default_ordering = "-times"
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["words"]
    columns: ClassVar[list[Any]] = [
        Column("words", label=_("Words asked for"), sort_key="words"),
        _Language("language", label=_("Language")),
        NumberColumn("times", label=_("Times asked"), sort_key="times"),
        NumberColumn("nothing", label=_("Nothing found"), sort_key="nothing"),
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "words": _("Words asked for"),
        "language": _("Language"),
        "times": _("Times asked"),
        "nothing": _("Nothing found"),
    }
    list_export: ClassVar[list[str]] = ["words", "language", "times", "nothing"]

    def get_base_queryset(self) -> Any:
        """The days added up."""
        each = Searched.objects.values("words", "language")
        return each.annotate(times=Sum("asked"), nothing=Sum("unanswered"))
