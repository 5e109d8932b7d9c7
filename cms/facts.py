"""What a page tells machines about itself, in schema.org's words."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms import languages
from cms.models import ArticlePage, EventPage


def medical_page(page: ArticlePage) -> dict[str, Any]:
    """An article as a MedicalWebPage: who wrote it, who reviewed it, when, and what it rests on."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "headline": page.title,
        "description": page.about,
        "url": page.address,
        "inLanguage": languages.tag(page.language),
        "datePublished": _day(page.first_published_at),
        "dateModified": _day(page.last_published_at),
        "lastReviewed": _day(page.reviewed_on),
        "author": {"@type": "Organization", "name": page.author} if page.author else None,
        "publisher": {"@type": "Organization", "name": _("Xinqiao"), "url": settings.PUBLIC_URL},
        "reviewedBy": _reviewer(page),
        "citation": [block.value["title"] for block in page.sources] or None,
    }
    if page.is_held:
        facts = {name: facts[name] for name in ("@context", "@type", "headline", "url", "inLanguage", "publisher")}
    return {name: value for name, value in facts.items() if value}


def _reviewer(page: ArticlePage) -> dict[str, str] | None:
    if not (page.reviewer and page.reviewed_on):
        return None
    return {"@type": "Person", "name": page.reviewer, "jobTitle": page.reviewer_title}


def event(page: EventPage) -> dict[str, Any]:
    """An event, with its place and hours."""
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.about,
        "url": page.address,
        "startDate": page.begins_at.isoformat(),
        "endDate": page.ends_at.isoformat() if page.ends_at else None,
        "location": {"@type": "Place", "name": page.place} if page.place else None,
    }
    return {name: value for name, value in facts.items() if value}


def _day(moment: Any) -> str:
    return moment.strftime("%Y-%m-%d") if moment else ""


def as_json(facts: dict[str, Any]) -> str:
    """Safe inside a <script> element, which holds data and runs nothing: the policy for scripts lets it stand."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
