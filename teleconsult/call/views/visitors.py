"""Inviting a relative or an interpreter, and putting them out again: beside the call, or as a page without script."""

from __future__ import annotations

from uuid import UUID

import segno
from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance.staff import StaffRequest
from teleconsult.call import visiting
from teleconsult.call.forms import VisitorForm
from teleconsult.call.models import Room, Seat
from teleconsult.call.rooms import RoomClosed, RoomFull, seat_of
from teleconsult.call.views.rooms import fetch


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def visitors(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who takes part, and the form that makes a link; the link is shown in the answer and never again."""
    found = fetch(request.user, code)
    form = VisitorForm(request.POST or None)
    if request.method != "POST":
        return _page(request, found, VisitorForm())
    if form.is_valid():
        try:
            visitor, token = visiting.invite(found, **form.cleaned_data, by=request.user, at=now())
        except RoomFull:
            form.add_error(None, _("Three can take part at most. Withdraw a link or put somebody out first."))
        except RoomClosed:
            form.add_error(None, _("The room has closed."))
        else:
            link = visiting.link(token)
            return _page(request, found, VisitorForm(), invited=visitor, link=link, qr=_qr(link))
    return _page(request, found, form, status=422)


def _page(request: StaffRequest, found: Room, form: VisitorForm, status: int = 200, **more: object) -> HttpResponse:
    guests = visiting.of(found, now())
    context = {
        "room": found,
        "form": form,
        "guests": guests,
        "hosts": seat_of(found, request.user).part == Seat.Part.HOST,
        **more,
    }
    if request.headers.get("HX-Request"):
        return render(request, "call/people.html", context)  # htmx shows nothing but a success
    return render(request, "call/visitors.html", context, status=status)


def _qr(link: str) -> str:
    return segno.make(link, error="m").svg_inline(border=2, omitsize=True, lineclass=None)


@login_required
@require_POST
def end(request: StaffRequest, code: UUID, visitor: UUID) -> HttpResponse:
    """The link is withdrawn, or whoever came by it is put out."""
    found = fetch(request.user, code)
    try:
        ended = visiting.end(found, visitor, by=request.user, at=now())
    except visiting.NoSuchLink:
        raise Http404 from None
    except visiting.NotYours:
        raise PermissionDenied(_("Only the host, or whoever invited them, can do this.")) from None
    if request.headers.get("HX-Request"):
        return _page(request, found, VisitorForm(), ended=ended)
    notes.success(request, _("%(name)s no longer takes part.") % {"name": ended.name})
    return redirect("call:visitors", code)
