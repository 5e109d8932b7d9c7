"""What a draft changes in the page that readers have now, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from cms.models.article import APPROVED

if TYPE_CHECKING:
    from cms.models.base import SitePage


@dataclass(frozen=True)
class Change:
    """One field: its name, and its words with what has gone (`<span class="deletion">`) and what has come."""

    label: str
    html: str


def changes(draft: SitePage, request: HttpRequest) -> list[Change] | None:
    """None where readers have no page to compare it with."""
    if not draft.live:
        return None
    now: Any = type(draft).objects.get(pk=draft.pk)
    panel = draft.get_edit_handler().get_bound_panel(instance=now, request=request, form=None)
    found = (each(now, draft) for each in panel.get_comparison())
    return [
        Change(str(each.field_label()), str(each.htmldiff()))
        for each in found
        if each.has_changed() and getattr(getattr(each, "field", None), "name", "") not in APPROVED
    ]
