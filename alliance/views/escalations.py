"""What has climbed to one's post, and “I have it”."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance import access, climbs, escalating
from alliance.models import Deadline
from alliance.roles import Permission
from alliance.staff import StaffRequest

SHOWN = 50  # more at once is no list but a breakdown


@require_safe
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """What climbed to the reader and is still owed: what nobody has, then what somebody has. No patient is named."""
    access.require(request.user, Permission.READ_ESCALATIONS)
    rows = Deadline.objects.within_reach_of(request.user).running().select_related("taken_by", "institution")
    found = list(rows.order_by("due_at")[:SHOWN])
    about, read = escalating.subjects(found), climbs.read(found, reader=request.user)
    shown = [_Line(about[row.pk], read[row.pk], request) for row in found if row.pk in about and row.pk in read]
    waiting = [line for line in shown if line.climb.deadline.taken_by_id is None]
    facts = {"waiting": waiting, "taken": [line for line in shown if line not in waiting], "at": now()}
    return render(request, "alliance/escalations.html", facts)


class _Line:
    """One overdue step as the page draws it."""

    def __init__(self, subject: escalating.Subject, climb: climbs.Climb, request: StaffRequest) -> None:
        self.subject, self.climb = subject, climb
        self.mine = climb.deadline.taken_by_id == request.user.pk


@require_POST
@login_required
def take(request: StaffRequest, code: UUID) -> HttpResponse:
    """“I have it.”"""
    rows = Deadline.objects.select_related("institution", "keeper")
    row = access.fetch(rows, code, by=request.user, to=Permission.TAKE_ESCALATIONS)
    try:
        escalating.take(row, by=request.user, at=now())
        messages.success(request, _("You have it. Everybody who was notified knows, and nobody else will be notified."))
    except escalating.AlreadyTaken as taken:
        messages.info(request, _("%(who)s has it already.") % {"who": taken.by.name})
    except escalating.NoLongerOwed:
        messages.info(request, _("The step has been taken in the meantime."))
    if request.user.may_anywhere(Permission.READ_ESCALATIONS):
        return redirect("alliance:escalations")
    about = escalating.subjects([row]).get(row.pk)
    return redirect(about.url if about and about.url else "alliance:desk")
