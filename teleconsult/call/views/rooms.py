"""The room's page, and the same steps without script: knock, admit, turn away, write."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, audit
from alliance.models import Person
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult.call import chatting, checking, desk, echoing, ice, lobby, presence
from teleconsult.call.forms import ChatForm
from teleconsult.call.models import Room, Seat
from teleconsult.call.rooms import Because, NoSeat, RoomClosed, seat_of


def fetch(by: Person, code: UUID, to: Permission = Permission.JOIN_CALLS) -> Room:
    """Through the door; whoever knows of the meeting but does not join it is told why."""
    try:
        return access.fetch(Room.objects.all(), code, by=by, to=to)
    except Http404:
        if not (why := desk.kept_out(by, code)):
            raise
        audit.refused_page(by=by, to=to, at=now())
        raise PermissionDenied(why) from None


@login_required
@require_safe
@never_cache
def room(request: StaffRequest, code: UUID) -> HttpResponse:
    """The room, for whoever holds a seat in it."""
    found = fetch(request.user, code)
    return render(request, "call/room.html", _context(request, found))


def _context(request: StaffRequest, found: Room) -> dict[str, Any]:
    at = now()
    seat = seat_of(found, request.user)
    hosts = seat.part == Seat.Part.HOST
    laid = desk.of(request, found)
    return {
        "room": found,
        "seat": seat,
        "seats": found.seats.filter(revoked_at=None).with_names(),
        "present": {attendance.seat_id for attendance in presence.present(found, at)},
        "hosts": hosts,
        "is_open": found.is_open(at),
        "waiting": lobby.waiting(found) if hosts and found.closed_at is None else [],
        "closed_because": found.closed_because,
        "because": Because(found.closed_because).label if found.closed_because else "",
        "laid": laid,
        "back": laid.back if laid else reverse("alliance:desk"),
        "written": chatting.messages(seat) if seat.may_enter else [],
        "may_write": seat.may_enter and found.closed_at is None,
        "form": ChatForm(),
    }


@login_required
@require_safe
@never_cache
def papers(request: StaffRequest, code: UUID) -> HttpResponse:
    """What lies beside the picture, alone: an open room fetches it when told that it has changed."""
    laid = desk.of(request, fetch(request.user, code))
    return HttpResponse(laid.papers if laid else "")


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def messages(request: StaffRequest, code: UUID) -> HttpResponse:
    """What was written in the room; kept with the case after it has closed."""
    found = fetch(request.user, code)
    form = ChatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chatting.write(found, request.user, form.cleaned_data["client_code"], form.cleaned_data["body"], now())
            return redirect("call:messages", code)
        except RoomClosed:
            form.add_error(None, _("The room has closed. Contact each other through the case page."))
        except (chatting.NotInTheRoom, chatting.CodeTaken):
            form.add_error(None, _("You can write once the host has let you in."))
    seat = seat_of(found, request.user)
    may_read = seat.may_enter
    laid = desk.of(request, found)
    context = {
        "room": found,
        "written": chatting.messages(seat) if may_read else [],
        "form": form,
        "may_write": may_read and found.closed_at is None,
        "back": laid.back if laid else reverse("alliance:desk"),
    }
    return render(request, "call/messages.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def check(request: StaffRequest, code: UUID) -> HttpResponse:
    """The check before entry: the browser measures, posts what it saw, and is told what follows from it."""
    found = fetch(request.user, code)
    if request.method == "POST":
        return _weigh(request, found)
    if found.closed_at is not None:
        return redirect(found)
    laid = desk.of(request, found)
    seat = seat_of(found, request.user)
    context = {
        "room": found,
        "last": checking.of(found).filter(seat=seat).first(),
        "ice": json.dumps([server.model_dump() for server in ice.servers_for(request.user, found, now())]),
        "limits": json.dumps(checking.LIMITS),
        "back": laid.back if laid else reverse("alliance:desk"),
    }
    return render(request, "call/check.html", context)


def _weigh(request: StaffRequest, found: Room) -> HttpResponse:
    try:
        report = checking.read(request.POST.get("report", ""))
    except checking.Malformed:
        return HttpResponseBadRequest()
    done = checking.record(found, request.user, report, at=now())
    measured = report.weighed is not None
    return render(request, "call/verdict.html", {"check": done, "advice": checking.advice(done), "measured": measured})


@login_required
@require_POST
@never_cache
def echo(request: StaffRequest, code: UUID) -> JsonResponse:
    """The check's offer for the media worker's answer: `{"sdp"}`, or `{"words"}` that say why there is none."""
    found = fetch(request.user, code)
    if found.closed_at is not None:
        return JsonResponse({"words": _("The room has closed.")}, status=409)
    try:
        sdp = echoing.answer(seat_of(found, request.user), request.POST.get("offer", ""), at=now())
    except echoing.NoOffer:
        return JsonResponse({"words": _("This browser offered nothing that could be measured.")}, status=400)
    except echoing.TooOften:
        return JsonResponse({"words": _("You have checked often in a short time. Wait a few minutes.")}, status=429)
    except echoing.Full:
        words = _("Others are being measured at this moment. Check again in a minute.")
        return JsonResponse({"words": words}, status=409)
    except echoing.NobodyThere:
        return JsonResponse({"words": _("Nothing on this server measures it at the moment.")}, status=409)
    return JsonResponse({"sdp": sdp})


@login_required
@require_POST
def knock(request: StaffRequest, code: UUID) -> HttpResponse:
    """A guest asks to be let in, without script."""
    found = fetch(request.user, code)
    try:
        lobby.knock(found, request.user, now())
    except lobby.NotOpenYet:
        notes.info(request, _("The room is not open yet."))
    except (RoomClosed, NoSeat):
        notes.info(request, _("The room has closed."))
    return redirect(found)


@login_required
@require_POST
def admit(request: StaffRequest, code: UUID, seat: UUID) -> HttpResponse:
    """The host lets a guest in, without script."""
    return _answer(request, code, seat, lobby.admit)


@login_required
@require_POST
def turn_away(request: StaffRequest, code: UUID, seat: UUID) -> HttpResponse:
    """The host does not let a guest in, without script."""
    return _answer(request, code, seat, lobby.turn_away)


def _answer(request: StaffRequest, code: UUID, seat: UUID, verb: Callable[..., Seat]) -> HttpResponse:
    found = fetch(request.user, code, Permission.HOST_CALLS)
    try:
        verb(found, seat=seat, by=request.user, at=now())
    except lobby.NobodyKnocking:
        notes.info(request, _("They have left the waiting room."))
    except lobby.NotTheHost:
        notes.error(request, _("Only the host can let people in."))
    except lobby.NotOpenYet:
        notes.info(request, _("The room is not open yet."))
    except RoomClosed:
        notes.info(request, _("The room has closed."))
    return redirect(found)
