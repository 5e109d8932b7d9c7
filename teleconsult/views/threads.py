"""The written door: the thread of a case, writing without a meeting, and turning from one door to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.roles import Permission
from alliance.staff import StaffRequest
from care.views import situations
from teleconsult import alarming, answering, asking, doors, drafting, triaging
from teleconsult.forms.request import initial_from
from teleconsult.forms.thread import DangerNowForm, DoorForm, EntryForm
from teleconsult.models import Draft, MovedOn, State
from teleconsult.papers import context
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, signed_in_or_401

if TYPE_CHECKING:
    from teleconsult.models import Consultation


def _reader(request: StaffRequest, code: UUID) -> Reader:
    """Both doctors' sides read the thread; coordinators route and do not."""
    reader = Reader(request.user, fetch(request, code, Permission.READ_CONSULTATIONS))
    if not reader.sees_request:
        raise PermissionDenied
    return reader


def _sort(reader: Reader) -> str:
    return Draft.Sort.WORD_EXPERT if reader.is_expert else Draft.Sort.WORD_DOCTOR


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: StaffRequest, code: UUID) -> HttpResponse:
    """Everything both sides wrote about the case, and the line to write in."""
    reader = _reader(request, code)
    if request.method != "POST":
        return _show(request, reader, _unsent(reader))
    form = EntryForm(request.POST)
    if not reader.may_write:
        messages.error(request, _("You can no longer write to this case."))
        return redirect("teleconsult:thread", code=code)
    if reader.is_owner:
        alarming.from_request(reader.case, request.POST, by=request.user, at=now())
    if not form.is_valid():
        return _show(request, reader, form, status=422)
    try:
        _say(request, reader, form.cleaned_data["body"], form.cleaned_data["code"])
    except MovedOn as moved:
        return too_late(request, moved)
    except (answering.NotOpenForWords, asking.NotTheOwner, triaging.NotAssigned):
        messages.error(request, _("You can no longer write to this case."))
        return _show(request, reader, form, status=409)
    drafting.discard(reader.case, _sort(reader))
    return redirect("teleconsult:thread", code=code)


def _say(request: StaffRequest, reader: Reader, body: str, code: UUID) -> None:
    """The verb that these words are, where the case stands."""
    case, who, at = reader.case, request.user, now()
    wants_answer = request.POST.get("action") == "ask"
    if reader.is_expert and wants_answer and case.state == State.OPINION_DRAFT:
        answering.ask_back(case, body, by=who, at=at, code=code)
        messages.success(request, _("Asked. Your clock is paused until the doctor replies; your draft is kept."))
    elif reader.is_owner and case.state == State.ASKED_BACK:
        answering.reply(case, body, by=who, at=at, code=code)
        messages.success(request, _("Sent. The expert continues with the opinion."))
    elif reader.is_owner and wants_answer and case.signed_at:
        answering.ask_after(case, body, by=who, at=at, code=code)
        messages.success(request, _("Asked. The expert answers with a signed addendum."))
    else:
        answering.remark(case, body, by=who, at=at, code=code)
        messages.success(request, _("Sent."))


def _unsent(reader: Reader) -> EntryForm:
    form = EntryForm()
    typed = drafting.as_form_data(drafting.of(reader.case, _sort(reader)))
    form.initial = {name: value for name, value in initial_from(typed, form).items() if name == "body"}
    return form


def _show(request: StaffRequest, reader: Reader, form: EntryForm, *, status: int = 200) -> HttpResponse:
    case = reader.case
    asked = answering.open_question(case)
    shown: dict[str, Any] = {
        **context(case, reader),
        "entries": case.thread.select_related("author", "answers", "addendum"),
        "form": form,
        "danger_form": DangerNowForm() if reader.is_owner else None,
        "draft": drafting.of(case, _sort(reader)),
        "asked": asked,
        "open_follow_ups": answering.open_follow_ups(case),
        "at": now(),
    }
    return render(request, "teleconsult/thread.html", shown, status=status)


@signed_in_or_401
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is being written, saved as typed; a sign of danger alarms before anything is sent."""
    reader = _reader(request, code)
    if not reader.may_write:
        return JsonResponse({"url": reader.case.get_absolute_url()}, status=409)
    return save_or_tell(request, reader.case, _sort(reader), _fragments)


def _fragments(request: StaffRequest, consultation: Consultation) -> dict[str, str]:
    reader = Reader(request.user, consultation)
    if reader.is_owner:
        typed = drafting.as_form_data(drafting.of(consultation, Draft.Sort.WORD_DOCTOR))
        alarming.from_request(consultation, typed, by=request.user, at=now())
    situation = situations.about(consultation.code, reader=request.user, at=now())
    panel = {"situation": situation, "case": consultation}
    return {"danger_html": render_to_string("care/danger_panel.html", panel, request) if situation else ""}


@login_required
@require_POST
def go_on(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert goes on without the doctor's reply."""
    consultation = fetch(request, code, Permission.ANSWER)
    try:
        answering.go_on(consultation, by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
        return redirect(consultation)
    return redirect("teleconsult:opinion", code=code)


@login_required
@require_POST
def begin(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert begins the written answer."""
    consultation = fetch(request, code, Permission.ANSWER)
    try:
        answering.begin(consultation, by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
        return redirect(consultation)
    except answering.WrongDoor:
        messages.error(request, _("This case is answered by video. Switch it to a written answer first."))
        return redirect(consultation)
    return redirect("teleconsult:opinion", code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: StaffRequest, code: UUID) -> HttpResponse:
    """Turns a written answer into a booked video, or a video into writing; asked once."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    if not Reader(request.user, consultation).may_change_door:
        messages.info(request, _("It is too late to switch: the case has moved on."))
        return redirect(consultation)
    form = DoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        turn = doors.to_video if request.POST.get("to") == "video" else doors.to_writing
        try:
            turn(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
        except MovedOn as moved:
            return too_late(request, moved)
        except (answering.WrongDoor, doors.NeverOnlyWritten):
            messages.info(request, _("It is too late to switch: the case has moved on."))
            return redirect(consultation)
        return redirect(_after_turning(request, consultation))
    return render(request, "teleconsult/door.html", {"case": consultation, "form": form})


def _after_turning(request: StaffRequest, consultation: Consultation) -> Any:
    reader = Reader(request.user, consultation)
    if consultation.is_written:
        messages.success(request, _("Switched to a written answer. Everything that was written is kept."))
    else:
        messages.success(request, _("Switched to a video consultation. Everything that was written is kept."))
        if reader.may_book and consultation.state == State.ACCEPTED:
            return reverse("teleconsult:slots", args=[consultation.code])
    return consultation
