"""What the templates of the public site ask for. `{% load cms %}`"""

from __future__ import annotations

from typing import Any, TypedDict

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms import facts, hyphens, languages, slugs
from cms.models import ArticlePage, TextPage
from cms.readers import AUDIENCES

register = template.Library()
register.filter("language_tag", languages.tag)
register.filter("anchor_of", slugs.spelled)
register.filter("kept_whole", hyphens.kept_whole)
PAIRED = ("do", "dont")


class Switch(TypedDict):
    """The link to the other language."""

    url: str
    language: str
    name: str
    same_page: bool


NAMES = {"zh-hans": "中文", "en": "English"}


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> Switch:
    """The same page in the other language where it is translated, else that language's home.

    A view that is there in both languages passes the name of its address as `other_name`, the parts of that
    address as `other_parts`, and what is asked there as `other_query`.
    """
    code = context.get("other_language") or languages.other(get_language() or "zh-hans")
    same = context.get("other")
    with languages.speaking(code):
        name = context.get("other_name")
        url = same.where if same else _where(context, name or "cms:home")
    return {"url": url, "language": code, "name": NAMES[code], "same_page": bool(same or name)}


def _where(context: Context, name: str) -> str:
    return reverse(name, kwargs=context.get("other_parts")) + str(context.get("other_query") or "")


@register.simple_tag
def site_foot() -> list[Any]:
    """The pages about ourselves, in the language that is spoken."""
    found = TextPage.objects.filter(in_foot=True, locale__language_code=get_language()).live()
    return list(found.defer_streamfields().order_by("path"))


@register.filter
def in_rows(body: Any) -> list[list[Any]]:
    """The blocks of a text, each by itself; what helps and what does not stand side by side."""
    rows: list[list[Any]] = []
    for block in body:
        beside = rows and rows[-1][-1].block_type in PAIRED and block.block_type in PAIRED
        if beside:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


@register.simple_tag
def linked_data(page: Any) -> SafeString:
    """What machines are told about an article or an event."""
    told = facts.medical_page(page) if isinstance(page, ArticlePage) else facts.event(page)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(facts.as_json(told)))  # noqa: S308


@register.simple_tag
def whole(path: str) -> str:
    """A path as the world reaches it."""
    return f"{settings.PUBLIC_URL}{path}"


@register.simple_tag
def readers(page: Any) -> list[str]:
    """For whom the article is, in words; nobody in particular where it is for everybody."""
    return [str(name) for key, name in AUDIENCES if key in page.audiences and key != "public"]
