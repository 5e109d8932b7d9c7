"""The one page of a case: what it is, what is next, everything that happened."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import asking, departed, desks
from teleconsult.forms.outcome import RatingForm
from teleconsult.forms.triage import ReasonForm
from teleconsult.models import MovedOn, State
from teleconsult.papers import around, context
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late

MET = (State.SCHEDULED, State.IN_SESSION)


@login_required
@require_safe
def case(request: StaffRequest, code: UUID) -> HttpResponse:
    """Everything about one consultation that this reader may see, and the one thing to do next."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    reader = Reader(request.user, consultation)
    at = now()
    meets = consultation.in_person and reader.is_expert and consultation.state in MET
    return render(
        request,
        "teleconsult/case.html",
        {
            **context(consultation, reader),
            **around(consultation, reader),
            **(desks.session(request, consultation) if meets else {}),
            "rating_form": RatingForm() if reader.is_expert else None,
            "at": at,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes the request back, after asking once and with a reason."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.cancel(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
            messages.success(request, _("Withdrawn. Everybody concerned has been notified."))
        except MovedOn as moved:
            return too_late(request, moved)
        except asking.NotTheOwner:
            messages.error(request, _("Somebody else is responsible for this case. Take it over first."))
        return redirect(consultation)
    return render(request, "teleconsult/cancel.html", {"case": consultation, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_departed(request: StaffRequest, code: UUID) -> HttpResponse:
    """The centre ends a case whose asking institution has left the alliance, with a reason."""
    consultation = fetch(request, code, Permission.TRIAGE)
    if not Reader(request.user, consultation).may_end_departed:
        messages.info(request, _("The asking institution is part of the alliance: its doctors finish the case."))
        return redirect(consultation)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            departed.end(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
            messages.success(request, _("Ended. Everybody concerned has been notified."))
        except MovedOn as moved:
            return too_late(request, moved)
        return redirect(consultation)
    shown = {"case": consultation, "form": form}
    return render(request, "teleconsult/end_departed.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: StaffRequest, code: UUID) -> HttpResponse:
    """A colleague steps in."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    if not Reader(request.user, consultation).may_take_over:
        return redirect(consultation)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.take_over(consultation, by=request.user, at=now(), because=form.cleaned_data["because"])
            messages.success(request, _("You are now responsible for this case."))
        except MovedOn as moved:
            return too_late(request, moved)
        except asking.NotUnowned:
            messages.warning(request, _("Somebody else has taken it over in the meantime."))
        return redirect(consultation)
    return render(request, "teleconsult/take_over.html", {"case": consultation, "form": form})
