"""Translations whose Chinese original has changed: the list, and the word that one has been compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms import rechecking
from cms.models import ArticlePage


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return render(request, "cms/editing/rechecks.html", {"waiting": rechecking.waiting()})


@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request: Any, page_id: int) -> HttpResponse:
    """One: what changed, and the button that says it has been compared."""
    page = rechecking.article(page_id)
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    original = rechecking.original_of(page)
    since = rechecking.changed_since(page, original)
    if request.method == "POST":
        return _confirm(request, page)
    told = {"page": page, "original": original, "since": since}
    return render(request, "cms/editing/recheck.html", told)


def _confirm(request: Any, page: ArticlePage) -> HttpResponse:
    try:
        rechecking.confirm(page, by=request.user, at=timezone.now())
    except rechecking.NotNeeded:
        messages.info(request, _("The Chinese version has not changed since it was last compared."))
    except rechecking.Unpublished:
        messages.warning(
            request, _("This page has a draft. Have the draft published first, then say that it is checked.")
        )
        return redirect("cms_recheck", page.pk)
    else:
        messages.success(request, _("Checked. Readers now see the date of the new Chinese version."))
    return redirect("cms_rechecks")
