"""A leader keeps the days that differ from Monday to Friday."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, holiday_lines, holidays
from alliance.forms import DayForm, DaysForm
from alliance.models import CalendarDay
from alliance.roles import Permission
from alliance.staff import StaffRequest

NAMED = 20  # wrong lines; whoever has more has pasted something else


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """The days of a year; a POST enters one."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = holiday_lines.Day(**form.cleaned_data)
        holidays.enter([day], by=request.user, at=now())
        messages.success(request, _("The day is in the calendar."))
        return redirect(_address(day.day))
    return _page(request, form, DaysForm())


@require_POST
@login_required
def take_in(request: StaffRequest) -> HttpResponse:
    """Many days at once: all of them, or none."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    form = DaysForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, DayForm(), form)
    try:
        days = holiday_lines.read(form.cleaned_data["text"])
    except holiday_lines.Unreadable as error:
        return _page(request, DayForm(), _told(form.cleaned_data["text"], error.wrong))
    entered = holidays.enter(days, by=request.user, at=now())
    text = ngettext("%(n)d day is in the calendar.", "%(n)d days are in the calendar.", entered)
    messages.success(request, text % {"n": entered})
    return redirect(_address(days[0].day))


def _told(text: str, wrong: list[holiday_lines.Wrong]) -> DaysForm:
    """The form with everything that was pasted, or stood in the file, and each wrong line by its number."""
    form = DaysForm({"lines": text})
    for line in wrong[:NAMED]:
        form.add_error(None, str(line))
    more = len(wrong) - NAMED
    if more > 0:
        form.add_error(
            None, ngettext("%(n)d more line like these.", "%(n)d more lines like these.", more) % {"n": more}
        )
    return form


@require_POST
@login_required
def remove(request: StaffRequest) -> HttpResponse:
    """Takes a day out."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    day = _day(request.POST.get("day", ""))
    try:
        if day is None:
            raise holidays.NotEntered
        holidays.remove(day, by=request.user, at=now())
        messages.success(request, _("The day follows its weekday again."))
    except holidays.NotEntered:
        messages.info(request, _("This day was not in the calendar."))
    return redirect(_address(day or localdate()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: StaffRequest, form: DayForm, many: DaysForm) -> HttpResponse:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and asked > "1000" else localdate().year
    days = [(row, holidays.called(row.name)) for row in CalendarDay.objects.filter(day__year=year)]
    facts = {"form": form, "many": many, "year": year, "days": days, "years": (year - 1, year, year + 1)}
    return render(request, "alliance/holidays.html", facts, status=422 if form.errors or many.errors else 200)


def _address(day: date) -> str:
    return f"{reverse('alliance:holidays')}?year={day.year}"
