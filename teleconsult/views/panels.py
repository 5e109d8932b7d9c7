"""Reading along: the page of a panel, for those who read, for the lead, and for the coordinator who asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.roles import Permission
from alliance.staff import StaffRequest
from care.views import situations
from teleconsult import alarming, drafting, panels, qualifying
from teleconsult.forms.request import initial_from
from teleconsult.forms.thread import CommentForm, DangerNowForm
from teleconsult.forms.triage import ReasonForm
from teleconsult.models import MovedOn, PanelSeat
from teleconsult.papers import context, panel_of
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, signed_in_or_401

if TYPE_CHECKING:
    from teleconsult.models import Consultation


def _reader(request: StaffRequest, code: UUID) -> Reader:
    """Those on the panel, the lead, and the coordinator; the asking side learns who reads along on the case page."""
    reader = Reader(request.user, fetch(request, code, Permission.READ_CONSULTATIONS))
    if not (reader.sees_panel or reader.is_coordinator):
        raise PermissionDenied
    return reader


def _seat(reader: Reader) -> PanelSeat:
    """One's own seat, while comments are awaited. Raises NotOnThePanel."""
    if reader.panel_seat is None or not reader.may_comment:
        raise panels.NotOnThePanel
    return reader.panel_seat


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: StaffRequest, code: UUID) -> HttpResponse:
    """Everything that was commented, and the line to comment in."""
    reader = _reader(request, code)
    if request.method != "POST":
        return _show(request, reader, _unsent(reader))
    nothing = request.POST.get("action") == "nothing"
    form = CommentForm(request.POST, nothing=nothing)
    if reader.may_comment:
        alarming.from_request(reader.case, request.POST, by=request.user, at=now())
    if not form.is_valid():
        return _show(request, reader, form, status=422)
    words = {"nothing_to_add": nothing, "code": form.cleaned_data["code"]}
    try:
        seat = _seat(reader)
        panels.comment(seat, form.cleaned_data["body"], by=request.user, at=now(), **words)
    except (panels.NotOnThePanel, MovedOn):
        form.add_error(None, _("This case no longer takes comments. What you typed stands below, to be copied."))
        return _show(request, reader, form, status=409)
    drafting.discard(reader.case, panels.draft_of(seat))
    messages.success(request, _("Noted. The lead expert knows.") if nothing else _("Sent to the lead expert."))
    return redirect("teleconsult:panel", code=code)


def _unsent(reader: Reader) -> CommentForm:
    form = CommentForm()
    if reader.panel_seat is not None:
        typed = drafting.as_form_data(drafting.of(reader.case, panels.draft_of(reader.panel_seat)))
        form.initial = {name: value for name, value in initial_from(typed, form).items() if name == "body"}
    return form


def _show(request: StaffRequest, reader: Reader, form: CommentForm, *, status: int = 200) -> HttpResponse:
    case, seat = reader.case, reader.panel_seat
    shown: dict[str, Any] = {
        **context(case, reader),
        **panel_of(case, reader),
        "form": form,
        "danger_form": DangerNowForm() if reader.may_comment else None,
        "draft": drafting.of(case, panels.draft_of(seat)) if seat else None,
        "entries": case.thread.select_related("author") if reader.sees_panel else [],
        "candidates": qualifying.candidates(case, at=now()) if reader.may_seat else [],
        "at": now(),
    }
    return render(request, "teleconsult/panel.html", shown, status=status)


@signed_in_or_401
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, code: UUID) -> HttpResponse:
    """A comment saved as it is typed; a sign of danger alarms before anything is sent."""
    reader = _reader(request, code)
    if reader.panel_seat is None or not reader.may_comment:
        return JsonResponse({"url": reader.case.get_absolute_url()}, status=409)
    return save_or_tell(request, reader.case, panels.draft_of(reader.panel_seat), _fragments)


def _fragments(request: StaffRequest, consultation: Consultation) -> dict[str, str]:
    seat = Reader(request.user, consultation).panel_seat
    if seat is not None:
        typed = drafting.as_form_data(drafting.of(consultation, panels.draft_of(seat)))
        alarming.from_request(consultation, typed, by=request.user, at=now())
    situation = situations.about(consultation.code, reader=request.user, at=now())
    shown = {"situation": situation, "case": consultation}
    return {"danger_html": render_to_string("care/danger_panel.html", shown, request) if situation else ""}


@login_required
@require_POST
def ask(request: StaffRequest, code: UUID) -> HttpResponse:
    """The coordinator asks one more expert to read along."""
    consultation = fetch(request, code, Permission.TRIAGE)
    there = {str(one.person.code): one.person for one in qualifying.candidates(consultation, at=now())}
    person = there.get(request.POST.get("expert", ""))
    if person is None:
        messages.error(request, _("Choose an expert."))
        return redirect("teleconsult:panel", code=code)
    try:
        panels.ask(consultation, person=person, by=request.user, at=now())
        messages.success(request, _("%(name)s has been asked to read along.") % {"name": person.name})
    except MovedOn as moved:
        return too_late(request, moved)
    except (qualifying.NotQualified, *panels.REFUSED) as refused:
        messages.error(request, panels.why_not(refused, person))
    return redirect("teleconsult:panel", code=code)


@login_required
@require_POST
def release(request: StaffRequest, code: UUID) -> HttpResponse:
    """The coordinator releases a reader; a reader steps down and says why."""
    reader, form = _reader(request, code), ReasonForm(request.POST)
    wanted = request.POST.get("seat", "")
    seat = next((one for one in panels.seats(reader.case) if str(one.code) == wanted), None)
    if seat is not None and not (reader.is_coordinator or seat.person == request.user):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, _("Give a reason."))
        return redirect("teleconsult:panel", code=code)
    try:
        if seat is None:
            raise panels.NotOnThePanel
        panels.release(seat, because=form.cleaned_data["because"], by=request.user, at=now())
        messages.success(request, _("%(name)s no longer reads along.") % {"name": seat.person.name})
    except panels.NotOnThePanel:
        messages.info(request, _("That had been done before."))
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect("teleconsult:list" if seat and seat.person == request.user else reader.case)
