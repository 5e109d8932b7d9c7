"""Calendars that others can read: the file of one case, and one's private feed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance import audit
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import calendars, scheduling
from teleconsult.staff import case as fetch


@login_required
@require_safe
def ics(request: StaffRequest, code: UUID) -> HttpResponse:
    """The booking of one case as a calendar file."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    booking = scheduling.latest_booking(consultation)
    if booking is None:
        raise Http404
    return _file(calendars.of([booking], at=now()), f"{consultation.number}.ics")


@require_safe
@never_cache
def feed(request: HttpRequest, token: UUID) -> HttpResponse:
    """One's private feed; the address is the key, so it opens nothing else and can be renewed."""
    person = calendars.reader(token)
    if person is None:
        raise Http404
    with override(person.language or "zh-hans"):
        content = calendars.of(calendars.bookings_of(person, at=now()), at=now())
    audit.record(person, "calendar.read", at=now(), purpose="own")
    return _file(content, "xinqiao.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def renew_feed(request: StaffRequest) -> HttpResponse:
    """A new private address for the feed; the old one stops at once."""
    calendars.renew_feed(request.user, at=now())
    messages.success(request, _("The feed has a new address. The old one no longer works."))
    return redirect("teleconsult:availability")
