"""Where on the public site, and beside it, pictures are taken."""

from __future__ import annotations

from django.urls import reverse


def article() -> str | None:
    """The first article in Chinese."""
    from cms.models import ArticlePage

    found = ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("pk").first()
    return found.where if found else None


def review() -> str | None:
    """The draft that waits for a clinician."""
    from cms import approving

    return next((reverse("site_review", args=[each.state.pk]) for each in approving.in_progress()), None)


def overdue() -> str | None:
    """An article whose review is overdue."""
    from cms import reviewing
    from cms.standing import today

    return next((line.page.where for line in reviewing.due(today()) if line.standing.value == "overdue"), None)
