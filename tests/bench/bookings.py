"""Racing bookings of one slot: 10,000 attempts, sixteen at a time. Promise: one winner a slot, and no other error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.utils import timezone

from alliance.roles import Role
from teleconsult import scheduling
from teleconsult.models import Booking, Consultation, Slot
from tests import factories
from tests.bench import Figure
from tests.teleconsult.factories import Way

STORES = ("SQLite", "PostgreSQL")
RACERS, ATTEMPTS = 16, 10_000


def _way() -> Way:
    centre, place = factories.make_centre(), factories.make_institution()
    factories.make_agreement(place, centre)
    doctor = factories.make_member(Role.COMMUNITY_DOCTOR, place)
    coordinator = factories.make_member(Role.COORDINATOR, centre)
    return Way(doctor, place, centre, factories.make_expert(centre), coordinator)


def _attempt(case: Consultation, slot: Slot, way: Way) -> str:
    try:
        scheduling.hold(case, slot, by=way.doctor, at=timezone.now())
    except scheduling.SlotTaken:
        return "taken"
    except Exception as error:  # noqa: BLE001 -- any other outcome is what is counted
        return type(error).__name__
    finally:
        connection.close()
    return "won"


def measure() -> Iterator[Figure]:
    """Winners per slot, unexpected outcomes, attempts a second."""
    way = _way()
    cases = [way.accepted() for _ in range(RACERS)]
    begins = timezone.now() + timedelta(days=1)
    outcomes: Counter[str] = Counter()
    not_one, slots, took = 0, ATTEMPTS // RACERS, 0.0
    with ThreadPoolExecutor(RACERS) as threads:
        for number in range(slots):
            at = begins + timedelta(days=number)  # one a day: the limit of a day is not what is raced here
            slot = Slot.objects.create(
                expert=way.expert, institution=way.centre, begins_at=at, ends_at=at + timedelta(minutes=50)
            )
            started = perf_counter()
            found = Counter(threads.map(lambda case, slot=slot: _attempt(case, slot, way), cases))
            took += perf_counter() - started
            outcomes += found
            not_one += found["won"] != 1 or Booking.objects.live().filter(slot=slot).count() != 1
    yield Figure("attempts", sum(outcomes.values()), "count")
    yield Figure("slots without exactly one winner", not_one, "count")
    yield Figure("unexpected errors", sum(outcomes.values()) - outcomes["won"] - outcomes["taken"], "count")
    yield Figure("attempts per second", round(sum(outcomes.values()) / took, 1), "1/s")
