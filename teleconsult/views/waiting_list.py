"""The waiting list of one case: joining, leaving, and what is offered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import scheduling, waiting_list
from teleconsult.forms.waiting_list import WaitingForm
from teleconsult.models import MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: StaffRequest, code: UUID) -> HttpResponse:
    """Puts the case on the list, or changes when it could come."""
    consultation = fetch(request, code, Permission.BOOK)
    if not Reader(request.user, consultation).may_book:
        return redirect(consultation)
    entry = waiting_list.entry_of(consultation)
    names = ("weekdays", "begins", "ends", "short_notice")
    posted = request.POST if request.method == "POST" else None
    form = WaitingForm(posted, initial={name: getattr(entry, name) for name in names} if entry else None)
    if form.is_bound and form.is_valid():
        try:
            waiting_list.join(consultation, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("On the waiting list. You will be notified as soon as a time is free."))
        except scheduling.NotBookable:
            messages.warning(request, _("The case cannot be booked as it stands now."))
        return redirect(consultation)
    shown = {"case": consultation, "form": form, "entry": entry, "booking": scheduling.live_booking(consultation)}
    return render(request, "teleconsult/waiting_list.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def leave(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes the case off the list."""
    consultation = fetch(request, code, Permission.BOOK)
    if Reader(request.user, consultation).may_book:
        waiting_list.leave(consultation, by=request.user, at=now())
        messages.success(request, _("No longer on the waiting list."))
    return redirect(consultation)


@login_required
@require_POST
def answer(request: StaffRequest, code: UUID) -> HttpResponse:
    """Accepts the offered time, or passes it on: one press."""
    consultation = fetch(request, code, Permission.BOOK)
    if not Reader(request.user, consultation).may_book:
        return redirect(consultation)
    try:
        if request.POST.get("answer") == "accept":
            waiting_list.accept(consultation, by=request.user, at=now())
            messages.success(request, _("Booked. Both sides have been notified."))
        else:
            waiting_list.pass_on(consultation, by=request.user, at=now())
            messages.success(request, _("Passed on to the next case."))
    except waiting_list.NothingOffered:
        messages.warning(request, _("This offer has expired; the time has gone to the next case."))
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect(consultation)
