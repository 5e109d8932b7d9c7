"""What the templates of the editing ask for. `{% load cms_editing %}`"""

from __future__ import annotations

from typing import Any

from django import template

from cms.models.base import SitePage
from cms.plain_language import findings

register = template.Library()


@register.simple_tag
def plain_language(page: Any) -> list[findings.Group] | None:
    """What is found in the draft of a page; None where the thing that is edited is no page."""
    return findings.of_page(page) if isinstance(page, SitePage) else None
