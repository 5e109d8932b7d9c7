"""Duty on a date that differs from the weekly roster: one press on the page of the next two weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alliance import access, rostering, swapping, telling_time
from alliance.forms import ChangeForm, DutyLeaveForm, OneDateForm
from alliance.models import DutyChange, Institution
from alliance.roles import Permission
from alliance.staff import StaffRequest
from alliance.views.duty import address, page


def _centre(request: StaffRequest, code: UUID) -> Institution:
    return access.fetch(Institution.objects.all(), code, by=request.user, to=Permission.KEEP_ROSTER)


@require_POST
@login_required
def change(request: StaffRequest, code: UUID) -> HttpResponse:
    """One turn goes to somebody else, or falls away; an uncovered one is filled."""
    centre = _centre(request, code)
    form = ChangeForm(request.POST, centre=centre)
    if not form.is_valid():
        messages.warning(request, _changed())
        return redirect(address(centre))
    said = form.cleaned_data
    facts = {name: said[name] for name in ("begins", "ends", "shift", "although_away")}
    _said(request, centre, lambda: swapping.give(centre, to=said["person"], **facts, by=request.user, at=now()))
    return redirect(address(centre))


def _changed() -> str:
    return _("The roster has changed in the meantime. Look at the day again.")


def _said(request: StaffRequest, centre: Institution, give: Callable[[], DutyChange]) -> bool:
    """Does it and says so, or says why not."""
    try:
        made = give()
    except swapping.TakenAlready as taken:
        messages.warning(request, _taken(taken.change, centre))
    except swapping.Away:
        messages.warning(
            request, _("They have said that they are away at that time. Choose them from “On leave” if they agree.")
        )
    except rostering.NotOnTheStaff:
        messages.warning(request, _("They no longer work here. Choose somebody else."))
    except swapping.Over:
        messages.warning(request, _("This time has passed. Who was on duty stays as it was."))
    except swapping.NotTheirTurn:
        messages.warning(request, _changed())
    else:
        messages.success(request, _done(made, centre))
        return True
    return False


def _done(made: DutyChange, centre: Institution) -> str:
    facts = {"when": _when(made.begins_at, made.ends_at, centre)}
    if made.person is None:
        return _("%(when)s: nobody is on duty now. Put somebody in if the hours must be covered.") % facts
    return _("%(when)s: %(name)s is on duty and has been notified.") % {**facts, "name": made.person.name}


def _taken(standing: DutyChange, centre: Institution) -> str:
    facts = {"when": _when(standing.begins_at, standing.ends_at, centre)}
    if standing.person is None:
        return _("The shift of %(when)s has already been cancelled. Undo that first.") % facts
    return _("%(when)s has already been given to %(name)s. Undo that first.") % {**facts, "name": standing.person.name}


def _when(begins: datetime, ends: datetime, centre: Institution) -> str:
    return telling_time.span(begins, ends, centre.tz)


@require_POST
@login_required
def one_date(request: StaffRequest, code: UUID) -> HttpResponse:
    """Somebody is on duty on one date, besides the weekly roster."""
    centre = _centre(request, code)
    form = OneDateForm(request.POST, centre=centre)
    if not form.is_valid():
        return page(request, centre, one_date=form)
    said = form.cleaned_data
    facts = {"begins": said["from"], "ends": said["to"], "phone": said["phone"], "because": said["because"]}
    _said(request, centre, lambda: swapping.give(centre, to=said["person"], **facts, by=request.user, at=now()))
    return redirect(address(centre))


@require_POST
@login_required
def leave(request: StaffRequest, code: UUID) -> HttpResponse:
    """Every turn of somebody in some days goes to somebody else, or falls away."""
    centre = _centre(request, code)
    form = DutyLeaveForm(request.POST, centre=centre)
    if form.is_valid() and _take_leave(request, centre, form):
        return redirect(address(centre))
    return page(request, centre, leave=form)


def _take_leave(request: StaffRequest, centre: Institution, form: DutyLeaveForm) -> bool:
    said = form.cleaned_data
    facts = {name: said[name] for name in ("begins", "ends", "to")}
    try:
        made, left = swapping.take_leave(centre, said["person"], **facts, by=request.user, at=now())
    except swapping.Away:
        form.add_error("to", _("They have said that they are away in these days. Choose somebody else."))
        return False
    except swapping.TakenAlready as taken:
        form.add_error(None, _taken(taken.change, centre))
        return False
    _say_leave(request, len(made), len(left))
    return True


def _say_leave(request: StaffRequest, made: int, left: int) -> None:
    if made:
        text = ngettext("%(n)d shift has been changed.", "%(n)d shifts have been changed.", made)
        messages.success(request, text % {"n": made})
    else:
        messages.info(request, _("They have no weekly shift in these days."))
    if left:
        text = _("They also stand in for others on %(n)d dates. Change those one by one below.")
        messages.warning(request, text % {"n": left})


@require_POST
@login_required
def take_back(request: StaffRequest, code: UUID) -> HttpResponse:
    """The weekly roster counts again."""
    row = access.fetch(DutyChange.objects.all(), code, by=request.user, to=Permission.KEEP_ROSTER)
    try:
        swapping.take_back(row, by=request.user, at=now())
        messages.success(request, _("Undone. The weekly roster counts again for this time."))
    except swapping.TakenBack:
        messages.info(request, _("Somebody else has already undone it."))
    except swapping.Over:
        messages.info(request, _("This time has passed. Who was on duty stays as it was."))
    return redirect(address(row.institution))
