"""How every draft is saved, with script and without, and how scripts learn that a session has expired."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _

from teleconsult import drafting
from teleconsult.models import Consultation, Draft

if TYPE_CHECKING:
    from alliance.staff import StaffRequest


def signed_in_or_401(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For scripts: an expired session is a 401 that they can read, not a page to sign in on."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"signed_out": True}, status=401)
        return view(request, *args, **kwargs)

    return guarded


def save_or_tell(
    request: StaffRequest,
    consultation: Consultation,
    sort: str,
    fragments: Callable[[StaffRequest, Consultation], dict[str, str]],
) -> JsonResponse:
    """The autosave endpoint of any draft: GET tells, POST merges the changed fields."""
    if request.method != "POST":
        return JsonResponse(_told(request, drafting.of(consultation, sort)))
    try:
        body = json.loads(request.body)
        changed = {str(name): [str(value) for value in values] for name, values in body["fields"].items()}
        tab, began_from = str(body.get("tab", "")), int(body.get("began_from", 0))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"malformed": True}, status=400)
    before = drafting.of(consultation, sort)
    try:
        saved = drafting.save(consultation, sort, changed, by=request.user, at=now(), tab=tab, began_from=began_from)
    except drafting.TooMuch:
        return JsonResponse({"too_much": True}, status=413)
    other = before.saved_by.name if saved.other_tab and before else ""
    answer = {
        "version": saved.version,
        "saved_at": saved.saved_at.isoformat(),
        "clock": timezone.localtime(saved.saved_at).strftime("%H:%M"),
        "other_tab": saved.other_tab,
        "other": other,
    }
    return JsonResponse({**answer, **fragments(request, consultation)})


def save_whole(request: StaffRequest, consultation: Consultation, form: forms.Form, sort: str) -> drafting.Saved | None:
    """Keeps what is posted, right or wrong, field by field. None, with the reason told, where it is too much."""
    typed = {name: request.POST.getlist(name) for name in form.fields if name in request.POST}
    try:
        return drafting.save(consultation, sort, typed, by=request.user, at=now(), whole=True)
    except drafting.TooMuch:
        most = {"n": drafting.TEXT_LIMIT}
        words = _("Not saved: one text has more than %(n)d characters. Shorten it, or attach it as a document.")
        messages.error(request, words % most)
        return None


def _told(request: StaffRequest, found: Draft | None) -> dict[str, Any]:
    told: dict[str, Any] = {"csrf": get_token(request), "person": str(request.user.code), "version": 0, "fields": {}}
    if found is None:
        return told
    return told | {
        "version": found.version,
        "fields": found.fields,
        "tab": found.tab,
        "saved_at": found.saved_at.isoformat(),
        "clock": timezone.localtime(found.saved_at).strftime("%H:%M"),
        "saved_by": found.saved_by.name,
    }
