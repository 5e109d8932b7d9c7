"""The same pages at 1,000 consultations and at 100,000. Promise: as many queries, and within 1.5 times the time.

Both sizes have the same open cases and the same people; what differs is how much lies behind them: three years of
closed cases with requests, bookings, opinions, decisions, follow-up and deadlines, counted as `tick` counts them.
`BENCH_CONSULTATIONS=5000` tries it with fewer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from alliance.models import Institution
from alliance.roles import Role
from teleconsult.insight import tallying
from teleconsult.models import Consultation
from tests import databases, factories
from tests.bench import Figure
from tests.teleconsult import crowd
from tests.teleconsult.factories import make_patient
from tests.teleconsult.past import Past

STORES = ("SQLite", "PostgreSQL")
FEW, MANY = 1000, int(os.environ.get("BENCH_CONSULTATIONS", "100000"))
PLACES, PATIENTS, OPEN, REQUESTS, WARM = 12, 40, 4, 21, 4
YEARS = timedelta(days=3 * 365)
PAGES = {  # name → address in the words of `crowd`, and who opens it
    "board": ("board", "coordinator"),
    "board, follow-up": ("board?tab=follow", "coordinator"),
    "list": ("list", "doctor"),
    "list, ended": ("list?show=ended", "doctor"),
    "list of the expert": ("list", "expert"),
    "timeline": ("case/full", "doctor"),
    "timeline of a closed case": ("case/past", "doctor"),
    "figures": ("insight", "leader"),
    "figures of a year": ("insight?period=year", "leader"),
}


class Seen(NamedTuple):
    """What one page cost."""

    queries: int
    milliseconds: float


def measure() -> Iterator[Figure]:
    """Queries and median time per page, few and many in turns; then how the two compare."""
    settings.REQUIRE_MFA = False
    settings.XINQIAO["BOOKINGS_PER_DAY"] = 1000  # the limit of a day is not what is measured here
    place = crowd.build()
    place.grow(OPEN)
    past = _past(place)
    _plant(place, past, FEW)
    large = str(connection.settings_dict["NAME"])
    with databases.kept_aside() as small:
        _plant(place, past, MANY)
        seen = {name: _both(place, *page, stores=(small, large)) for name, page in PAGES.items()}
        databases.point_at(large)
    _print(seen)
    for name, (few, many) in seen.items():
        yield Figure(f"{name}: queries at {FEW:,}", few.queries, "count")
        yield Figure(f"{name}: queries at {MANY:,}", many.queries, "count")
        yield Figure(f"{name}: time at {FEW:,}, median", round(few.milliseconds, 1), "ms")
        yield Figure(f"{name}: time at {MANY:,}, median", round(many.milliseconds, 1), "ms")
        yield Figure(f"{name}: time {MANY:,} ÷ {FEW:,}", round(_ratio(few, many), 2), "times")


def _past(place: crowd.Crowd) -> Past:
    """The crowd's own institution and eleven more have asked for three years."""
    way = place.way
    doctors, patients = {way.place.pk: way.doctor}, {}
    places: list[Institution] = [way.place]
    for _ in range(PLACES - 1):
        other = factories.make_institution(parent=way.place.parent)
        doctors[other.pk] = factories.make_member(Role.COMMUNITY_DOCTOR, other)
        places.append(other)
    for each in places:
        patients[each.pk] = [make_patient(doctors[each.pk], each) for _ in range(PATIENTS)]
    return Past(places, doctors, patients, way.centre, [way.expert, factories.make_expert(way.centre)], way.coordinator)


def _plant(place: crowd.Crowd, past: Past, wanted: int) -> None:
    """So many closed consultations lie behind the open ones, and are counted."""
    now, begun = timezone.now(), perf_counter()
    past.plant(wanted - past.planted, since=now - YEARS, until=now)
    cache.clear()
    tallying.refresh(now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, some time after so many rows
    print(f"{wanted:,} written and counted in {perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    if "past" not in place.cases:
        closed = Consultation.objects.filter(inviting=place.way.place, signed_at__isnull=False, number__startswith="P")
        place.cases["past"] = closed.latest("pk")


def _both(place: crowd.Crowd, page: str, who: str, *, stores: tuple[str, str]) -> tuple[Seen, Seen]:
    """The two sizes in turns, so that whatever else the machine does slows both alike."""
    queries: list[int] = []
    took: tuple[list[float], list[float]] = ([], [])
    for store in stores:
        databases.point_at(store)
        cache.clear()
        queries.append(len(place.queries(page, who)))
    address, browser = place.address(page), place.browsers[who]
    for _ in range(WARM + REQUESTS):
        for store, times in zip(stores, took, strict=True):
            databases.point_at(store)
            browser.get("/healthz")
            connection.ensure_connection()
            began = perf_counter()
            browser.get(address)
            times.append(1000 * (perf_counter() - began))
    few, many = (Seen(number, median(times[WARM:])) for number, times in zip(queries, took, strict=True))
    return few, many


def _ratio(few: Seen, many: Seen) -> float:
    return many.milliseconds / few.milliseconds


def _print(seen: dict[str, tuple[Seen, Seen]]) -> None:
    """The table for people; the figures are for machines."""
    print(f"{'page':<28}{FEW:>18,}{MANY:>22,}{'ratio':>8}", file=sys.stderr)
    for name, (few, many) in seen.items():
        cells = f"{few.queries:>6} q {few.milliseconds:>7.1f} ms {many.queries:>9} q {many.milliseconds:>8.1f} ms"
        print(f"{name:<28}{cells}{_ratio(few, many):>8.2f}", file=sys.stderr, flush=True)
