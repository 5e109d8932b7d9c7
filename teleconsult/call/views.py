"""The room's page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alliance import access
from alliance.models import Person
from alliance.roles import Permission
from teleconsult.call.models import Room


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person


@login_required
def room(request: StaffRequest, code: UUID) -> HttpResponse:
    """The room, for whoever holds a seat in it."""
    found = access.fetch(Room.objects.all(), code, by=request.user, to=Permission.JOIN_CALLS)
    return render(request, "call/room.html", {"room": found})
