"""Alarms: what is known, who has seen it, and the human who deals with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance import access, climbs
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import checking
from care import danger as alarming
from care.forms.danger import CheckForm, SettleForm
from care.models import DangerAlarm
from care.views import situations


def _alarm(request: StaffRequest, code: UUID, to: Permission) -> DangerAlarm:
    rows = DangerAlarm.objects.select_related(*situations.FACES)
    return access.fetch(rows, code, by=request.user, to=to)


@require_safe
@never_cache
@login_required
def dangers(request: StaffRequest) -> HttpResponse:
    """Open alarms first, then those of the last week that somebody has settled."""
    access.require(request.user, Permission.READ_DANGER)
    context = {
        "open_alarms": situations.open_for(request.user, at=now()),
        "settled": situations.settled_for(request.user, at=now()),
    }
    return render(request, "care/dangers.html", context)


@require_safe
@never_cache
@login_required
def danger(request: StaffRequest, code: UUID) -> HttpResponse:
    """One alarm: for the side that answers, whom to call; for the side that asked, who knows."""
    alarm = _alarm(request, code, Permission.READ_DANGER)
    situation = situations.of(alarm, reader=request.user, at=now())
    climbing = climbs.about([alarm.code], reader=request.user).get(alarm.code, [])
    return render(request, "care/danger.html", {"situation": situation, "form": SettleForm(), "climbs": climbing})


@require_safe
@never_cache
@login_required
def status(request: StaffRequest, code: UUID) -> HttpResponse:
    """The parts that change, for `<danger-watch>`."""
    return _parts(request, _alarm(request, code, Permission.READ_DANGER))


def _parts(request: StaffRequest, alarm: DangerAlarm) -> HttpResponse:
    situation = situations.of(alarm, reader=request.user, at=now(), subject=False)
    return render(request, "care/danger_parts.html", {"situation": situation})


@require_POST
@login_required
def acknowledge(request: StaffRequest, code: UUID) -> HttpResponse:
    """“I have seen it and am telephoning.” The first one counts."""
    alarm = _alarm(request, code, Permission.ANSWER_DANGER)
    if alarming.acknowledge(alarm, by=request.user, at=now()):
        place = alarm.raised_at_place.label
        messages.success(request, _("%(place)s now sees that you are calling.") % {"place": place})
    elif alarm.acknowledged_by and alarm.acknowledged_by != request.user:
        messages.warning(request, _("%(name)s was first and is calling.") % {"name": alarm.acknowledged_by.name})
    return redirect(alarm)


@require_POST
@login_required
def check(request: StaffRequest, code: UUID) -> HttpResponse:
    """One press on a check of the panel. A script gets the parts that change, everybody else the alarm's page."""
    alarm = _alarm(request, code, Permission.CHECK_DANGER)
    _note(request, alarm)
    return _parts(request, alarm) if request.headers.get("X-Requested-With") == "fetch" else redirect(alarm)


def check_within(request: StaffRequest, about: UUID) -> bool:
    """The same where the panel stands within the form of a case, whose page has opened its own door before.

    False where something else was pressed.
    """
    alarm = alarming.open_about(about)
    if alarm is None or CheckForm(request.POST).pressed() is None:
        return False
    access.check(alarm, by=request.user, to=Permission.CHECK_DANGER)
    _note(request, alarm)
    return True


def _note(request: StaffRequest, alarm: DangerAlarm) -> None:
    pressed = CheckForm(request.POST).pressed()
    if pressed is None:
        return
    what, done = pressed
    try:
        checking.note(alarm, what, done=done, by=request.user, at=now())
    except alarming.AlreadySettled:
        alarm.refresh_from_db()
        messages.warning(request, _("The alarm is settled. Nothing more is noted; raise the alarm again if needed."))


@require_POST
@login_required
def settle(request: StaffRequest, code: UUID) -> HttpResponse:
    """A named person says in words what was done."""
    alarm = _alarm(request, code, Permission.ANSWER_DANGER)
    form = SettleForm(request.POST)
    if not form.is_valid():
        situation = situations.of(alarm, reader=request.user, at=now())
        return render(request, "care/danger.html", {"situation": situation, "form": form})
    try:
        alarming.settle(alarm, how=form.cleaned_data["how"], by=request.user, at=now())
    except alarming.NotAcknowledged:
        messages.warning(request, _("First confirm that you have seen it. Things may have got worse since."))
    except alarming.AlreadySettled:
        messages.warning(request, _("Somebody else has settled it in the meantime. Their note is below."))
    else:
        messages.success(request, _("The alarm is settled. Your note stays with the case."))
    return redirect(alarm)
