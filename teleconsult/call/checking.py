"""The check before entry: what a browser found out about itself and its line, and what follows from it.

The browser measures and says what it saw; only here is it weighed, so that the page, the case and the coordinator
read the same verdict. Limits are [design] (anchors: relay self call, `ladder.js` for what a picture needs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from teleconsult.call.models import LineCheck, Room
from teleconsult.call.rooms import seat_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from alliance.models import Person

LONGEST = 4000  # characters of a report
PICTURE_KBPS, SOUND_KBPS = 250, 45
PICTURE_LOSS, SOUND_LOSS = 0.15, 0.35
SLOW_MS = 600  # a round trip after which people talk into each other
# Handed to the page, whose words beside each step follow the same limits.
LIMITS = {
    "slow_ms": SLOW_MS,
    "picture_kbps": PICTURE_KBPS,
    "sound_kbps": SOUND_KBPS,
    "picture_loss": PICTURE_LOSS,
    "sound_loss": SOUND_LOSS,
}

Device = Literal["good", "silent", "refused", "missing", "busy", "insecure", "untested"]
Verdict = LineCheck.Verdict


class Malformed(Exception):
    """Not a report of the check."""


class Relays(BaseModel):
    """Whether the relay answered over each transport; None where there is none to ask."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    udp: bool | None = None
    tcp: bool | None = None
    tls: bool | None = None


class Line(BaseModel):
    """A connection some seconds long; `lost` is the worse of there and back, `ms` there and back."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    kbps: Annotated[int, Field(ge=0, le=1_000_000)]
    lost: Annotated[float, Field(ge=0, le=1)]
    ms: Annotated[int, Field(ge=0, le=60_000)]


class Report(BaseModel):
    """What the browser saw."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    browser: Literal["good", "in_app", "too_old"]
    camera: Device
    microphone: Device
    speaker: Literal["good", "unheard", "untested"]
    socket_ms: Annotated[int, Field(ge=0, le=60_000)] | None
    direct: bool
    relays: Relays
    echo: Line | None = None  # to the media worker and back, over whatever way the browser found
    line: Line | None  # to oneself through the relay

    @property
    def weighed(self) -> Line | None:
        """The line that counts: the one to the worker is like a call; the other goes over the relay twice."""
        return self.echo or self.line


def read(content: str) -> Report:
    """The report as the browser posts it, in JSON. Raises Malformed."""
    if len(content) > LONGEST:
        raise Malformed
    try:
        return Report.model_validate_json(content)
    except (ValidationError, ValueError, RecursionError) as error:
        raise Malformed from error


def verdict(report: Report) -> Verdict:
    """What this person can count on: a picture, sound alone, or the telephone."""
    if report.browser != "good" or report.microphone in ("refused", "missing", "busy", "insecure"):
        return Verdict.PHONE
    if report.socket_ms is None or not _has_way(report):
        return Verdict.PHONE
    line = report.weighed
    if line and (line.kbps < SOUND_KBPS or line.lost > SOUND_LOSS):
        return Verdict.PHONE
    weak = line and (line.kbps < PICTURE_KBPS or line.lost > PICTURE_LOSS or line.ms > SLOW_MS)
    return Verdict.SOUND if weak else Verdict.PICTURE


def _has_way(report: Report) -> bool:
    """Some way through the network was found; where there is no relay the direct one has to do."""
    relays = (report.relays.udp, report.relays.tcp, report.relays.tls)
    return any(relays) or (report.direct and all(relay is None for relay in relays))


def record(room: Room, person: Person, report: Report, *, at: datetime) -> LineCheck:
    """Keeps it with the person's seat; a later check replaces it. Raises NoSeat."""
    fields = {"at": at, "verdict": verdict(report), "findings": report.model_dump()}
    return LineCheck.objects.update_or_create(seat=seat_of(room, person), defaults=fields)[0]


def of(room: Room | None) -> QuerySet[LineCheck]:
    """The last check of everybody who still has a seat: for the case and the coordinator."""
    if room is None:
        return LineCheck.objects.none()
    return LineCheck.objects.filter(seat__room=room, seat__revoked_at=None).select_related("seat__person")


@dataclass(frozen=True)
class Advice:
    """A sentence, and what to do about it."""

    title: Promise
    text: Promise


ADVICE = {
    Verdict.PICTURE: Advice(_("You are ready for a video consultation"), _("Come back at the agreed time.")),
    Verdict.SOUND: Advice(
        _("Your connection carries sound, but hardly a picture"),
        _("Move closer to the router or to a window, close other programs, or use a cable. Sound alone will do."),
    ),
    Verdict.PHONE: Advice(
        _("As things stand, plan to use the telephone"),
        _("Mend what is marked above and check again. If it stays so, tell the centre, or ask for a written answer."),
    ),
}


def advice(check: LineCheck) -> Advice:
    """What the person is told."""
    return ADVICE[Verdict(check.verdict)]
