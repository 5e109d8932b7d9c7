"""Around the call: the checks of both sides, begin, end, break off, and the desk that lies beside the picture."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from alliance.roles import Permission
from alliance.staff import StaffRequest
from care.views import situations
from teleconsult import asking, desks, meeting, qualifying, triaging
from teleconsult.forms.session import StartCheckForm
from teleconsult.forms.triage import ReasonForm
from teleconsult.models import Consultation, MovedOn, State
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


def _back(consultation: Consultation) -> HttpResponse:
    return redirect(consultation.room if consultation.room and not consultation.in_person else consultation)


@login_required
@require_POST
def start_check(request: StaffRequest, code: UUID) -> HttpResponse:
    """One side confirms identity, place and people."""
    consultation = fetch(request, code, Permission.JOIN_CALLS)
    try:
        side = meeting.side_of(consultation, request.user)
    except meeting.NotATwoSided:
        messages.error(request, _("You are not a party to this consultation."))
        return redirect(consultation)
    form = StartCheckForm(request.POST, side=side)
    if form.is_valid():
        try:
            meeting.check(consultation, form.answers(), by=request.user, at=now())
        except MovedOn as moved:
            return too_late(request, moved)
        return _fragment_or_room(request, consultation)
    return _fragment_or_room(request, consultation, form)


def _fragment_or_room(
    request: StaffRequest, consultation: Consultation, form: StartCheckForm | None = None
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "teleconsult/desk_session.html", desks.session(request, consultation, form))
    if form is not None and form.errors:
        messages.error(request, _("Please complete the check: every line helps to find the patient in an emergency."))
    return _back(consultation)


@login_required
@require_safe
def session(request: StaffRequest, code: UUID) -> HttpResponse:
    """The parts of the desk that change while people meet; fetched when the room says so."""
    consultation = fetch(request, code, Permission.JOIN_CALLS)
    if request.GET.get("part") == "danger":
        situation = situations.about(consultation.code, reader=request.user, at=now())
        context = {"situation": situation, "case": consultation}
        return render(request, "teleconsult/desk_danger.html", context) if situation else HttpResponse(status=204)
    shown = desks.session(request, consultation)
    if request.GET.get("part") == "status" and consultation.state == State.SCHEDULED and not shown["withdrawn"]:
        line = render(request, "teleconsult/desk_status.html", shown)
        return reswap(retarget(line, "#desk-status"), "outerHTML")
    return render(request, "teleconsult/desk_session.html", shown)


@login_required
@require_POST
def begin(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert begins."""
    consultation = fetch(request, code, Permission.HOST_CALLS)
    try:
        meeting.begin(consultation, by=request.user, at=now())
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
    except meeting.ChecksMissing:
        messages.error(request, _("Both sides have to complete the check first."))
    except qualifying.NotQualified as refused:
        messages.error(request, _("You cannot begin: %(why)s.") % {"why": str(refused)})
    except asking.ConsentMissing:
        messages.error(request, _("There is no longer any consent to this consultation."))
    except MovedOn as moved:
        return too_late(request, moved)
    return _fragment_or_room(request, consultation)


@login_required
@require_POST
def end(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert ends the session and goes on to the opinion."""
    consultation = fetch(request, code, Permission.HOST_CALLS)
    try:
        meeting.end(consultation, by=request.user, at=now())
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
        return redirect(consultation)
    except asking.ConsentMissing:
        messages.error(request, _("There is no longer any consent to this consultation."))
        return _back(consultation)
    except MovedOn as moved:
        return too_late(request, moved)
    messages.success(request, _("The consultation is finished. Please sign your opinion while it is fresh."))
    return redirect("teleconsult:opinion", code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def abort(request: StaffRequest, code: UUID) -> HttpResponse:
    """Technology failed: the case is booked again and the room stays open."""
    consultation = fetch(request, code, Permission.HOST_CALLS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting.abort(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
            messages.success(request, _("Broken off. You can begin again, or book another time."))
        except meeting.NoLine:
            messages.info(request, _("You meet in person: end the consultation when you have finished."))
        except triaging.NotAssigned:
            messages.error(request, _("This case is not assigned to you."))
        except asking.ConsentMissing:
            messages.error(request, _("There is no longer any consent to this consultation."))
        except MovedOn as moved:
            return too_late(request, moved)
        return redirect(consultation)
    return render(request, "teleconsult/abort.html", {"case": consultation, "form": form})


@login_required
@require_POST
def close_withdrawn(request: StaffRequest, code: UUID) -> HttpResponse:
    """Closes the room after consent was withdrawn and goodbye was said."""
    consultation = fetch(request, code, Permission.HOST_CALLS)
    try:
        meeting.close_after_withdrawal(consultation, by=request.user, at=now())
        messages.success(request, _("Closed. Nothing of this case is shared any more."))
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
    except meeting.NotWithdrawn:
        return _back(consultation)
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect("teleconsult:list")
