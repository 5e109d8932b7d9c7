"""What lies beside the picture. The call knows no patients: whoever owns the meeting registers a desk for its rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from alliance.models import Person
    from teleconsult.call.models import Room

Drawing = tuple[str, dict[str, Any]]  # a template's name and its context


class Desk(Protocol):
    """The papers of one kind of meeting. A desk that does not know the room answers None to `template`."""

    def template(self, request: HttpRequest, room: Room) -> Drawing | None:
        """The right column: a `.desk__in` that scrolls and, where something is to be done, a `.desk__foot`."""

    def crisis(self, request: HttpRequest, room: Room) -> Drawing:
        """What the red button shows: numbers of the patient's place, the duty phone, where the patient is."""

    def back(self, request: HttpRequest, room: Room) -> str:
        """The address to which hanging up leads."""

    def kept_out(self, person: Person, code: UUID) -> str:
        """Why somebody who knows of the meeting does not join it, in a sentence; empty for everybody else."""


@dataclass(frozen=True)
class Laid:
    """A desk as it lies in one room, drawn for one reader."""

    papers: SafeString
    crisis: SafeString
    back: str


_desks: list[Desk] = []


def register(desk: Desk) -> None:
    """Called once, in `apps.py` of the app that owns the meetings."""
    _desks.append(desk)


def of(request: HttpRequest, room: Room) -> Laid | None:
    """What the first desk that knows this room lays out; None where no desk does."""
    for desk in _desks:
        papers = desk.template(request, room)
        if papers is not None:
            return Laid(_draw(papers, request), _draw(desk.crisis(request, room), request), desk.back(request, room))
    return None


def kept_out(person: Person, code: UUID) -> str:
    """The first desk's reason; empty where none gives one: then nothing tells that the room exists."""
    return next(filter(None, (desk.kept_out(person, code) for desk in _desks)), "")


def _draw(drawing: Drawing, request: HttpRequest) -> SafeString:
    template, context = drawing
    return render_to_string(template, context, request)
