"""What waits: one's own list, and the coordinator's board."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliance import access, duty_ahead
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care.views import situations
from teleconsult import following_up, rechecking, waiting, waiting_list
from teleconsult.call import lines
from teleconsult.models import Consultation, State

PER_PAGE = 30


@login_required
@require_safe
def list_(request: StaffRequest) -> HttpResponse:
    """One's own cases; coordinators are led to the board."""
    person = request.user
    doctor = person.may_anywhere(Permission.REQUEST_CONSULTATIONS)
    expert = person.may_anywhere(Permission.ANSWER)
    if not doctor and not expert:
        if person.may_anywhere(Permission.TRIAGE):
            return redirect("teleconsult:board")
        access.require(person, Permission.READ_CONSULTATIONS)
        raise PermissionDenied
    ended = request.GET.get("show") == "ended"
    page = Paginator(waiting.mine(person, ended=ended), PER_PAGE).get_page(request.GET.get("page"))
    rows = waiting.dress(Consultation.objects.filter(pk__in=[case.pk for case in page.object_list]))
    rows = rows if ended else waiting.sort(rows)
    for_me = [row for row in rows if _waits_for(row, person.pk)]
    for_me.sort(key=lambda row: (not row.in_danger, row.case.state != State.DISPOSED))  # what is owed stays on top
    asked = list(following_up.waiting_for(person, now())) if doctor and not ended else []
    checks = list(rechecking.waiting_for(person, now())) if doctor and not ended else []
    along = waiting.along(person, rows) if expert and not ended else []
    rows = [*for_me, *(row for row in rows if row not in for_me and row not in along)]
    return render(
        request,
        "teleconsult/list.html",
        {
            "rows": rows,
            "page": page,
            "ended": ended,
            "doctor": doctor,
            "expert": expert,
            "for_me": for_me,
            "asked": asked,
            "along": along,
            "checks": checks,
            "waiting": len(for_me) + len(asked) + len(checks) + sum(row.awaits_comment for row in along),
            "at": now(),
            "unowned": [row for row in rows if row.case.is_unowned],
            "offers": waiting_list.offers_to(person, at=now()) if doctor else [],
        },
    )


def _waits_for(row: waiting.Row, pk: int) -> bool:
    case = row.case
    asks = ("draft", "consent_pending", "returned", "asked_back", "signed", "disposed")
    if case.owner_id == pk and (case.state in asks or (case.state == "accepted" and not case.is_written)):
        return True
    answers = ("triaged", "in_session", "opinion_draft")
    return case.expert_id == pk and (case.state in answers or (case.state == "accepted" and case.is_written))


@login_required
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """The coordinator's open cases by stage, danger first."""
    access.require(request.user, Permission.TRIAGE)
    at = now()
    tabs = waiting.board(request.user, at)
    names = _tab_names()
    chosen = request.GET.get("tab", "assign")
    chosen = chosen if chosen in tabs else "assign"
    late = {name: sum(row.late(at) for row in rows) for name, rows in tabs.items()}
    return render(
        request,
        "teleconsult/board.html",
        {
            "tabs": [(name, names[name], len(rows), late[name]) for name, rows in tabs.items()],
            "chosen": chosen,
            "rows": tabs[chosen],
            "waiting": len(tabs["assign"]),
            "late": late["assign"],
            "meetings": sorted((row for row in tabs["meet"] if row.booking), key=_begins),
            "unowned": [row for rows in tabs.values() for row in rows if row.case.is_unowned],
            "open_alarms": situations.open_for(request.user, at=at),
            "duplicates": waiting.duplicates(request.user),
            "waiting_list": waiting_list.waiting_at(request.user, at=at),
            "weak_lines": lines.weak_at(request.user.ids_where(Permission.TRIAGE), at=at),
            "duty_gaps": duty_ahead.for_keeper(request.user, at),
            "at": at,
        },
    )


def _begins(row: waiting.Row) -> datetime:
    assert row.booking is not None  # noqa: S101 -- only rows with a booking are sorted
    return row.booking.slot.begins_at


def _tab_names() -> dict[str, str]:
    return {
        "assign": _("To assign"),
        "accept": _("With the expert"),
        "meet": _("To meet"),
        "sign": _("Opinion due"),
        "act": _("To act on"),
        "follow": _("In follow-up"),
        "returned": _("Returned"),
    }
