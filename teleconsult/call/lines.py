"""How well the lines of a meeting carried, minute by minute: kept with the attendance, read as “whose line is bad”."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q

from alliance.models import Institution
from teleconsult.call.models import Attendance, LineMinute, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teleconsult.call.protocol import Carried

BACK = timedelta(days=30)
KEPT = 600  # seconds
# [design] What a doctor would call a bad line: every third packet of ten gone, sound guessed, or no room for a picture.
LOSES, GUESSES = 0.15, 0.15
OFTEN, ENOUGH = 0.2, 10  # share of minutes, and minutes below which nothing is said of a place


@dataclass(frozen=True)
class PlaceLine:
    """The lines of one institution's people in the meetings of the last thirty days."""

    place: str
    weak: int  # minutes
    minutes: int


def note(connection: UUID, line: Carried, at: datetime) -> None:
    """Keeps a minute; a second report of the same minute replaces the first."""
    attendance = Attendance.objects.only("pk").get(connection=connection)
    fields = line.model_dump()
    LineMinute.objects.update_or_create(
        attendance=attendance, minute=at.replace(second=0, microsecond=0), defaults=fields
    )


def weak_at(hosts: Iterable[int], *, at: datetime) -> list[PlaceLine]:
    """Institutions whose line was often bad in meetings that one of `hosts` held; the worst first.

    Thirty days of minutes are counted once for everybody of the same hosts, and again after ten minutes. A visitor's
    telephone says nothing of a place.
    """
    places = sorted(set(hosts))
    key = f"call.weak_lines.{hashlib.sha256(repr(places).encode()).hexdigest()}"
    found: list[PlaceLine] | None = cache.get(key)
    if found is None:
        found = _count(places, at)
        cache.set(key, found, KEPT)
    return found


def _count(hosts: list[int], at: datetime) -> list[PlaceLine]:
    held = Seat.objects.filter(part=Seat.Part.HOST, institution__in=hosts).values("room")
    bad = Q(lost__gt=LOSES) | Q(concealed__gt=GUESSES) | Q(rung__in=("sound", "low"))
    rows = (
        LineMinute.objects.filter(minute__gt=at - BACK, attendance__seat__room__in=held, attendance__seat__visitor=None)
        .values(place=F("attendance__seat__institution"))
        .annotate(minutes=Count("pk"), weak=Count("pk", filter=bad))
        .filter(minutes__gte=ENOUGH)
        .order_by()
    )
    often = [row for row in rows if row["weak"] >= OFTEN * row["minutes"]]
    places = Institution.objects.in_bulk([row["place"] for row in often])
    return sorted((PlaceLine(places[row["place"]].label, row["weak"], row["minutes"]) for row in often), key=_badness)


def _badness(line: PlaceLine) -> tuple[float, str]:
    return -line.weak / line.minutes, line.place
