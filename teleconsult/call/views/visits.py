"""What a relative or an interpreter sees: the link, and then the room. Nothing else of the product is open to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.models import Person
from teleconsult.call import presence, visiting
from teleconsult.call.forms import ChatForm
from teleconsult.call.models import Seat
from teleconsult.call.rooms import Because, NoSeat, RoomClosed, RoomFull
from teleconsult.call.seating import Sitting

REFUSED: dict[type[Exception], tuple[str, int]] = {
    visiting.NoSuchLink: ("unknown", 404),
    visiting.LinkUsed: ("used", 410),
    visiting.LinkExpired: ("expired", 410),
    visiting.LinkWithdrawn: ("withdrawn", 410),
    RoomClosed: ("closed", 410),
    RoomFull: ("full", 409),
}


@require_safe
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """Where every link leads; what stands behind its # is known to the browser alone, which then asks `look`."""
    return render(request, "call/visit.html", {})


@require_POST
@never_cache
def look(request: HttpRequest) -> HttpResponse:
    """Who invites whom to what; whoever came by this very link in this browser is led back in."""
    token = request.POST.get("token", "")
    seat = visiting.back_in(token, request.COOKIES.get(visiting.PASS, ""))
    if seat is not None:
        return redirect("visit:room", seat.room.code)
    if (refused := _may_not_try(request)) is not None:
        return refused
    try:
        visitor = visiting.find(token, now())
    except tuple(REFUSED) as error:
        return _refuse(request, *REFUSED[type(error)])
    host = visitor.room.seats.filter(part=Seat.Part.HOST, revoked_at=None).with_names().first()
    context = {"visitor": visitor, "token": token, "room": visitor.room, "centre": host and host.institution}
    return render(request, "call/visit_card.html", context)


@require_POST
@never_cache
def come(request: HttpRequest) -> HttpResponse:
    """The link is exchanged for a pass; from here on it is used."""
    if (refused := _may_not_try(request)) is not None:
        return refused
    try:
        seat = visiting.come(request.POST.get("token", ""), now())
    except tuple(REFUSED) as error:
        return _refuse(request, *REFUSED[type(error)])
    response = redirect("visit:room", seat.room.code)
    response.set_cookie(
        visiting.PASS,
        visiting.pass_for(seat),
        max_age=visiting.PASS_LASTS,
        path=request.path.removesuffix("come/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _may_not_try(request: HttpRequest) -> HttpResponse | None:
    """Not somebody who is signed in: they would use up the link of the one it is for. Not too often, either."""
    if isinstance(request.user, Person):
        return _refuse(request, "signed_in", 403)
    return None if ratelimit.consume(request, action="visit") else _refuse(request, "too_often", 429)


def _refuse(request: HttpRequest, why: str, status: int) -> HttpResponse:
    inside = request.headers.get("X-Requested-With") == "fetch"
    template = "call/visit_card.html" if inside else "call/visit.html"
    return render(request, template, {"why": why}, status=status)


@require_safe
@never_cache
def room(request: HttpRequest, code: UUID) -> HttpResponse:
    """The room, for the visitor with a pass for it."""
    try:
        sitting = visiting.sit(request.COOKIES.get(visiting.PASS, ""), code)
    except NoSeat:
        return _refuse(request, "no_seat", 403)
    return render(request, "call/room.html", _context(sitting))


def _context(sitting: Sitting) -> dict[str, Any]:
    at, found = now(), sitting.room
    hidden = found.closed_because == Because.CONSENT_WITHDRAWN
    because = Because.DONE if hidden else found.closed_because
    return {
        "room": found,
        "seat": sitting.seat,
        "seats": found.seats.filter(revoked_at=None).with_names(),
        "present": {attendance.seat_id for attendance in presence.present(found, at)},
        "is_open": found.is_open(at),
        "closed_because": because,
        "because": Because(because).label if because else "",
        "form": ChatForm(),
    }
