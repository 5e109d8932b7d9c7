"""Pictures as pages show them: WebP in several widths, with room kept for them. `{% load cms_pictures %}`"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.shortcuts import get_renditions_or_not_found

register = template.Library()
# A phone, a phone with a fine screen or the column of a wide page, that column on a fine screen.
WIDTHS = (720, 360, 1080, 1440)  # pixels; the first one is for browsers that cannot choose
SHOWN = "(min-width: 46rem) 42rem, 100vw"  # how wide the column of an article is


@register.simple_tag
def shown_picture(image: Any, alt: str, *, at_top: bool = False) -> SafeString:
    """An <img> with the sizes that the picture has; all but one at the top of a page wait until they are near."""
    found = get_renditions_or_not_found(image, [f"width-{width}|format-webp" for width in WIDTHS])
    first, *_more = found.values()
    by_width = {each.width: each for each in found.values()}  # a small picture is not enlarged: it has one size only
    told = {"alt": alt, "decoding": "async"}
    if not at_top:
        told["loading"] = "lazy"
    if len(by_width) > 1:
        told["sizes"] = SHOWN
        told["srcset"] = ", ".join(f"{by_width[width].url} {width}w" for width in sorted(by_width))
    return mark_safe(first.img_tag(told))  # noqa: S308 - Wagtail escapes each attribute
