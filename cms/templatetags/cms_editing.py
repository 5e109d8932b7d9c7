"""What the templates of the editing ask for. `{% load cms_editing %}`"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from cms import rechecking
from cms.models import ArticlePage
from cms.models.base import SitePage
from cms.plain_language import findings

register = template.Library()


@register.simple_tag
def plain_language(page: Any) -> list[findings.Group] | None:
    """What is found in the draft of a page; None where the thing that is edited is no page."""
    return findings.of_page(page) if isinstance(page, SitePage) else None


@register.simple_tag
def newer_original(page: Any, original: Any) -> Any:
    """The Chinese page, where its text is newer than the one that this page was translated from."""
    if not isinstance(page, ArticlePage) or original is None or page.language == settings.LANGUAGE_CODE:
        return None
    return original if rechecking.changed_since(page, original) else None
