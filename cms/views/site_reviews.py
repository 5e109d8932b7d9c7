"""Where clinicians decide about texts of the public site, and editors see what waits. Made for a telephone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from cms import approving, comparing, reviewing
from cms.approving import Waiting
from cms.forms import ReturnForm
from cms.models import ArticlePage
from cms.standing import today


@require_safe
@login_required
@never_cache
def listing(request: StaffRequest) -> HttpResponse:
    """What waits for the reader's decision; for editors, everything that waits."""
    person = request.user
    edits = person.may_anywhere(Permission.EDIT_SITE)
    if not edits:
        access.require(person, Permission.APPROVE_SITE)
    waiting = approving.in_progress()
    mine = [each for each in waiting if each.may_be_decided_by(person)]
    others = [each for each in waiting if edits and each not in mine]
    told = {
        "mine": mine,
        "others": others,
        "edits": edits,
        "approves": approving.may_approve(person),
        "due": reviewing.due(today()),
    }
    return render(request, "cms/reviews/list.html", told)


@require_POST
@login_required
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """An editor hands a live article in as it is, so that it is read again."""
    access.require(request.user, Permission.EDIT_SITE)
    page = reviewing.find(pk)
    if page is None:
        raise Http404
    try:
        approving.hand_in(page, by=request.user)
    except approving.NotWaiting:
        messages.info(request, _("This text is on its way already."))
    else:
        messages.success(request, _("Handed in. A clinician has been notified."))
    return redirect("site_reviews")


@require_safe
@login_required
@never_cache
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """The text as readers would see it, what has changed, and the two answers."""
    waiting = _fetch(request, pk)
    if not waiting.is_open:
        return render(request, "cms/reviews/decided.html", {"waiting": waiting})
    return _shown(request, waiting, ReturnForm())


@require_safe
@login_required
@never_cache
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole page, in its own language and look."""
    waiting = _fetch(request, pk)
    if not waiting.is_open:
        return redirect("site_review", pk)
    page = approving.as_published(waiting, by=request.user, at=timezone.now())
    with translation.override(page.language):
        answer: Any = page.serve(request)
        answer.render()
    return HttpResponse(answer.content, headers={"X-Robots-Tag": "noindex"})


@require_POST
@login_required
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Published, with the name, title and day of whoever approved it."""
    waiting = _fetch(request, pk)
    try:
        page = approving.approve(waiting, by=request.user, at=timezone.now())
    except approving.NotWaiting:
        return redirect("site_review", pk)  # which says what has become of it
    except approving.Changed:
        messages.error(request, _("This text was changed after it had been handed in. Send it back."))
        return redirect("site_review", pk)
    messages.success(request, _("“%(title)s” is published. Thank you.") % {"title": page.title})
    return redirect("site_reviews")


@require_POST
@login_required
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Back to the editor, with words."""
    waiting = _fetch(request, pk)
    form = ReturnForm(request.POST)
    if waiting.is_open and not form.is_valid():
        return _shown(request, waiting, form)
    try:
        words = form.cleaned_data.get("comment", "") if form.is_valid() else ""
        approving.send_back(waiting, by=request.user, at=timezone.now(), comment=words)
    except approving.NotWaiting:
        return redirect("site_review", pk)
    messages.success(request, _("Sent back to the editor with your words."))
    return redirect("site_reviews")


def _fetch(request: StaffRequest, pk: int) -> Waiting:
    """Who may not approve is refused; for who has written it, it is not there."""
    access.require(request.user, Permission.APPROVE_SITE)
    if not approving.may_approve(request.user):
        raise PermissionDenied
    waiting = approving.find(pk)
    if waiting is None or (waiting.is_open and not waiting.may_be_decided_by(request.user)):
        raise Http404
    return waiting


def _shown(request: HttpRequest, waiting: Waiting, form: ReturnForm) -> HttpResponse:
    person, at = request.user, timezone.now()
    page = approving.as_published(waiting, by=person, at=at)  # type: ignore[arg-type]
    told: dict[str, Any] = {
        "waiting": waiting,
        "page": page,
        "form": form,
        "changes": comparing.changes(waiting.page, request),
        "title_given": approving.title_of(person, page.language),  # type: ignore[arg-type]
        "signs": isinstance(page, ArticlePage),
        "next_review": approving.next_review(today(at)),
    }
    return render(request, "cms/reviews/one.html", told, status=422 if form.errors else 200)
