"""Hours: the expert's week, choosing and holding a slot, confirming, moving, cancelling, and calendars."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, audit
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import calendars, hours, scheduling, triaging
from teleconsult.forms.session import AvailabilityForm
from teleconsult.forms.triage import ReasonForm
from teleconsult.models import Availability, Booking, MovedOn
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
    free = scheduling.free_slots(consultation, at=at)
    tz = consultation.inviting.tz
    days = [(day, list(rows)) for day, rows in groupby(free, key=lambda slot: slot.begins_at.astimezone(tz).date())]
    shown = {
        "case": consultation,
        "days": days,
        "hold": scheduling.running_hold(consultation, at=at),
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
        chosen = scheduling.slot(UUID(request.POST.get("slot", "")))
    except ValueError:
        chosen = None
    if chosen is None:
        messages.error(request, _("Choose a time."))
        return redirect("teleconsult:slots", code=code)
    try:
        scheduling.hold(consultation, chosen, by=request.user, at=now())
    except scheduling.SlotTaken:
        messages.warning(request, _("Somebody else has just booked this time. Please choose another."))
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
    except scheduling.ExpertBusy:
        messages.error(request, _("You are in another consultation. End it first."))
    except MovedOn as moved:
        return too_late(request, moved)
    else:
        messages.success(request, _("The room is open. The doctor has been asked to come now."))
        if consultation.room is not None:
            return redirect(consultation.room)
    return redirect(consultation)


# --- the expert's week ----------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: StaffRequest) -> HttpResponse:
    """The hours of every week in which one can be booked; adds one."""
    access.require(request.user, Permission.KEEP_AVAILABILITY)
    places = request.user.places_where(Permission.KEEP_AVAILABILITY)
    form = AvailabilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if hours.add_hours(request.user, places[0], at=now(), **form.cleaned_data):
            messages.success(request, _("Added. These hours can be booked from now on."))
            return redirect("teleconsult:availability")
        form.add_error("begins", _("These hours overlap with other hours of yours."))
    mine = Availability.objects.filter(person=request.user, ended_at=None).select_related("institution")
    booked = Booking.objects.live().filter(
        slot__expert=request.user, confirmed_at__isnull=False, slot__ends_at__gt=now()
    )
    shown = {
        "form": form,
        "rules": mine,
        "bookings": booked.select_related("slot", "consultation__inviting").order_by("slot__begins_at"),
        "place": places[0],
        "feed": request.user.calendar_token,
    }
    return render(request, "teleconsult/availability.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def end_availability(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes hours out of the week; what is booked in them stays booked."""
    rule = access.fetch(Availability.objects.all(), code, by=request.user, to=Permission.KEEP_AVAILABILITY)
    hours.end_hours(rule, at=now())
    messages.success(request, _("Removed. What is already booked stays booked."))
    return redirect("teleconsult:availability")


# --- calendars ------------------------------------------------------------------------------------------------------
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
