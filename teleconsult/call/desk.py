"""What lies beside the picture. The call knows no patients: whoever owns the meeting registers a desk for its rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from teleconsult.call.models import Room

Drawing = tuple[str, dict[str, Any]]  # a template's name and its context


class Desk(Protocol):
    """The papers of one kind of meeting.

    Every method is asked about any room; a desk that does not know the room answers None to `template`.
    """

    def template(self, request: HttpRequest, room: Room) -> Drawing | None:
        """The right column: a `.desk__in` that scrolls and, where something is to be done, a `.desk__foot`."""

    def crisis(self, request: HttpRequest, room: Room) -> Drawing:
        """What the red button shows: numbers of the patient's place, the duty phone, where the patient is."""

    def back(self, request: HttpRequest, room: Room) -> str:
        """The address to which hanging up leads."""


_desks: list[Desk] = []


def register(desk: Desk) -> None:
    """Called once, in `apps.py` of the app that owns the meetings."""
    _desks.append(desk)


def of(request: HttpRequest, room: Room) -> Desk | None:
    """The desk that knows this room."""
    return next((desk for desk in _desks if desk.template(request, room) is not None), None)


def draw(drawing: Drawing, request: HttpRequest) -> SafeString:
    """The drawing as HTML."""
    template, context = drawing
    return render_to_string(template, context, request)
