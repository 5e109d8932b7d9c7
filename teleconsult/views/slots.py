"""Choosing and holding a slot, confirming, moving, cancelling, meeting at once."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import scheduling, slotting, triaging, waiting_list
from teleconsult.forms.triage import ReasonForm
from teleconsult.models import MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


@login_required
@require_safe
def slots(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert's free hours, by day; the one that is held, with its clock."""
    consultation = fetch(request, code, Permission.BOOK)
    if not Reader(request.user, consultation).may_book:
        return redirect(consultation)
    at = now()
    if consultation.expert is not None:
        waiting_list.fill(consultation.expert, at=at)  # whoever waits comes before whoever looks
    choice = slotting.choice(consultation, at=at)
    by_day = groupby(choice.free, key=lambda slot: localdate(slot.begins_at))
    shown = {
        "case": consultation,
        "choice": choice,
        "days": [(day, list(rows)) for day, rows in by_day],
        "hold": scheduling.running_hold(consultation, at=at),
        "offer": waiting_list.offer_of(consultation, at=at),
        "entry": waiting_list.entry_of(consultation),
        "booking": scheduling.live_booking(consultation),
        "reason_form": ReasonForm(),
        "at": at,
    }
    return render(request, "teleconsult/slots.html", shown)


@login_required
@require_POST
def hold(request: StaffRequest, code: UUID) -> HttpResponse:
    """Keeps the chosen hour for ten minutes."""
    consultation = fetch(request, code, Permission.BOOK)
    if not Reader(request.user, consultation).may_book:
        return redirect(consultation)
    try:
        chosen = slotting.slot(UUID(request.POST.get("slot", "")))
    except ValueError:
        chosen = None
    if chosen is None:
        messages.error(request, _("Choose a time."))
        return redirect("teleconsult:slots", code=code)
    try:
        scheduling.hold(consultation, chosen, by=request.user, at=now())
    except scheduling.SlotTaken:
        messages.warning(request, _("Somebody else has just booked this time. Please choose another."))
    except scheduling.DayFull:
        messages.warning(request, _("That day is full. Please choose another."))
    except scheduling.SlotGone:
        messages.warning(request, _("This time can no longer be booked. Please choose another."))
    except scheduling.NotBookable:
        messages.warning(request, _("The case cannot be booked as it stands now."))
        return redirect(consultation)
    return redirect("teleconsult:slots", code=code)


@login_required
@require_POST
def confirm(request: StaffRequest, code: UUID) -> HttpResponse:
    """Turns the hold into the booking; moving an earlier one needs a reason."""
    consultation = fetch(request, code, Permission.BOOK)
    if not Reader(request.user, consultation).may_book:
        return redirect(consultation)
    because = request.POST.get("because", "").strip()[:1000]
    if scheduling.live_booking(consultation) is not None and not because:
        messages.error(request, _("Say why it is being rescheduled: the other side will read it."))
        return redirect("teleconsult:slots", code=code)
    try:
        scheduling.confirm(consultation, by=request.user, at=now(), because=because)
    except scheduling.HoldLapsed:
        messages.warning(request, _("The ten minutes are over. Please choose a time again."))
        return redirect("teleconsult:slots", code=code)
    except MovedOn as moved:
        return too_late(request, moved)
    messages.success(request, _("Booked. Both sides have been notified."))
    return redirect(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_booking(request: StaffRequest, code: UUID) -> HttpResponse:
    """Gives the hour back, with a reason; either side may."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    reader = Reader(request.user, consultation)
    if not (reader.may_book or reader.is_expert):
        return redirect(consultation)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.cancel(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
            messages.success(request, _("The booking is cancelled. The other side has been notified."))
        except MovedOn as moved:
            return too_late(request, moved)
        return redirect(consultation)
    shown = {"case": consultation, "form": form, "booking": scheduling.live_booking(consultation)}
    return render(request, "teleconsult/cancel_booking.html", shown)


@login_required
@require_POST
def open_now(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert meets the doctor at once."""
    consultation = fetch(request, code, Permission.ANSWER)
    try:
        triaging.check_expert(consultation, request.user)
        scheduling.open_now(consultation, by=request.user, at=now())
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
    except scheduling.NotBookable:
        messages.error(request, _("This case is answered in writing. Switch it to a video consultation first."))
    except scheduling.ExpertBusy:
        messages.error(request, _("You are in another consultation. End it first."))
    except MovedOn as moved:
        return too_late(request, moved)
    else:
        messages.success(request, _("The room is open. The doctor has been asked to come now."))
        if consultation.room is not None:
            return redirect(consultation.room)
    return redirect(consultation)
