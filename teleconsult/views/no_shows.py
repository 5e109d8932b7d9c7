"""Somebody did not come: the expert or the coordinator says who."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import no_shows, scheduling
from teleconsult.forms.triage import NoShowForm
from teleconsult.models import MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ends the booking with who and why; the case is offered a time again."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    reader = Reader(request.user, consultation)
    booking = scheduling.live_booking(consultation)
    if not (reader.is_expert or reader.is_coordinator) or booking is None:
        return redirect(consultation)
    form = NoShowForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            no_shows.mark(consultation, **form.cleaned_data, by=request.user, at=now())
        except no_shows.TooEarly:
            form.add_error("who", _("They may still come: wait until 15 minutes after the start."))
        except no_shows.TheyAreThere:
            form.add_error("who", _("This person is in the room now."))
        except MovedOn as moved:
            return too_late(request, moved)
        else:
            messages.success(request, _("Recorded. The case waits for another time; both sides have been notified."))
            return redirect("teleconsult:slots", code=code) if reader.may_book else redirect(consultation)
    shown = {"case": consultation, "form": form, "booking": booking}
    return render(request, "teleconsult/no_show.html", shown, status=422 if form.errors else 200)
