"""The expert's own hours: of every week, of single days, and how closely they may be booked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import clinics, hours, slotting
from teleconsult.forms.hours import AvailabilityForm, BookingRuleForm, ExtraHoursForm
from teleconsult.models import Availability, Booking, ExtraHours


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: StaffRequest) -> HttpResponse:
    """The hours in which one can be booked; adds some to every week."""
    access.require(request.user, Permission.KEEP_AVAILABILITY)
    form = AvailabilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if hours.add_hours(request.user, _place(request), at=now(), **form.cleaned_data):
            messages.success(request, _("Added. These hours can be booked from now on."))
            return redirect("teleconsult:availability")
        form.add_error("begins", _("These hours overlap with other hours of yours."))
    return _page(request, form=form)


def _place(request: StaffRequest) -> Any:
    return request.user.places_where(Permission.KEEP_AVAILABILITY)[0]


def _page(request: StaffRequest, **forms: Any) -> HttpResponse:
    person, at = request.user, now()
    rules = slotting.rules_of(person)
    rule = {"buffer_minutes": int(rules.buffer.total_seconds() // 60), "most_a_day": rules.most}
    booked = Booking.objects.live().filter(slot__expert=person, confirmed_at__isnull=False, slot__ends_at__gt=at)
    shown = {
        "form": AvailabilityForm(),
        "extra_form": ExtraHoursForm(),
        "rule_form": BookingRuleForm(initial=rule),
        "rules": Availability.objects.filter(person=person, ended_at=None).select_related("institution"),
        "extras": hours.extras_of(person, at=at),
        "bookings": booked.select_related("slot__institution", "consultation__inviting").order_by("slot__begins_at"),
        "place": _place(request),
        "zones": [_place(request).time_zone],
        "ending": clinics.ending_soon([person], at=at),
        "today": localdate(),
        "feed": person.calendar_token,
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "teleconsult/availability.html", shown, status=422 if wrong else 200)


@login_required
@require_POST
def end_availability(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes hours out of the week; what is booked in them stays booked."""
    rule = access.fetch(Availability.objects.all(), code, by=request.user, to=Permission.KEEP_AVAILABILITY)
    hours.end_hours(rule, at=now())
    messages.success(request, _("Removed. What is already booked stays booked."))
    return redirect("teleconsult:availability")


@login_required
@require_POST
def add_extra(request: StaffRequest) -> HttpResponse:
    """Adds hours on one day."""
    access.require(request.user, Permission.KEEP_AVAILABILITY)
    form = ExtraHoursForm(request.POST)
    if form.is_valid():
        if hours.add_extra(request.user, _place(request), at=now(), **form.cleaned_data):
            messages.success(request, _("Added. These hours can be booked from now on."))
            return redirect("teleconsult:availability")
        form.add_error("begins", _("These hours overlap with other hours of yours."))
    return _page(request, extra_form=form)


@login_required
@require_POST
def end_extra(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes the hours of one day out again."""
    extra = access.fetch(ExtraHours.objects.all(), code, by=request.user, to=Permission.KEEP_AVAILABILITY)
    hours.end_extra(extra, at=now())
    messages.success(request, _("Removed. What is already booked stays booked."))
    return redirect("teleconsult:availability")


@login_required
@require_POST
def set_rule(request: StaffRequest) -> HttpResponse:
    """How closely one may be booked from now on."""
    access.require(request.user, Permission.KEEP_AVAILABILITY)
    form = BookingRuleForm(request.POST)
    if form.is_valid():
        hours.set_rule(request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Saved. Free times follow it; existing bookings stay as they are."))
        return redirect("teleconsult:availability")
    return _page(request, rule_form=form)
