"""Two at once: the database lets one win, and the other is told. Real connections on either engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from alliance.roles import Role
from care import danger
from care.models import DangerAlarm
from teleconsult import asking, opining, scheduling, triaging
from teleconsult.models import Booking, Consultation, MovedOn, Opinion, State
from tests.factories import make_expert, make_member
from tests.teleconsult.factories import ADVICE, OPINION, Way, give_consent

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 8


def race(starters: Sequence[Callable[[], Any]]) -> list[Any]:
    """Starts all at the same moment, each on a connection of its own; a raised exception is the result."""
    line = Barrier(len(starters))

    def run(start: Callable[[], Any]) -> Any:
        line.wait()
        try:
            return start()
        except Exception as error:  # noqa: BLE001 -- whatever comes is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(starters)) as threads:
        return list(threads.map(run, starters))


def kinds(results: list[Any]) -> dict[str, int]:
    """How many of which outcome."""
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in names}


def test_one_slot_has_one_winner_and_the_others_are_told(way: Way) -> None:
    cases, slot = [way.accepted() for _ in range(RACERS)], way.slot()

    def hold(case: Consultation) -> Booking:
        fresh = Consultation.objects.get(pk=case.pk)
        return scheduling.hold(fresh, slot, by=way.doctor, at=timezone.now())

    results = race([lambda case=case: hold(case) for case in cases])  # type: ignore[misc]
    assert kinds(results) == {"Booking": 1, "SlotTaken": RACERS - 1}
    assert Booking.objects.live().filter(slot=slot).count() == 1


def test_a_lapsed_hold_is_taken_over_by_one(way: Way) -> None:
    cases, slot = [way.accepted() for _ in range(RACERS)], way.slot()
    held = scheduling.hold(cases[0], slot, by=way.doctor, at=timezone.now())
    Booking.objects.filter(pk=held.pk).update(held_until=timezone.now())

    results = race(
        [
            lambda case=case: scheduling.hold(case, slot, by=way.doctor, at=timezone.now())  # type: ignore[misc]
            for case in cases[1:]
        ]
    )
    assert kinds(results) == {"Booking": 1, "SlotTaken": RACERS - 2}


def test_of_two_coordinators_one_assigns_and_the_other_reads_who_was_faster(way: Way) -> None:
    case = way.submitted()
    second = make_member(Role.COORDINATOR, way.centre)
    experts = [way.expert, make_expert(way.centre)]

    fresh = [Consultation.objects.get(pk=case.pk) for _ in range(2)]
    results = race(
        [
            lambda one=one, who=who, expert=expert: triaging.assign(one, to=expert, by=who, at=timezone.now())  # type: ignore[misc]
            for one, who, expert in zip(fresh, (way.coordinator, second), experts, strict=True)
        ]
    )
    lost = [result for result in results if isinstance(result, MovedOn)]
    assert len(lost) == 1
    assert lost[0].step is not None
    assert lost[0].step.after == State.TRIAGED
    case.refresh_from_db()
    assert case.steps.filter(after=State.TRIAGED).count() == 1


def test_signing_twice_at_once_makes_one_opinion(way: Way) -> None:
    case = way.opinion_draft()
    copies = [Consultation.objects.get(pk=case.pk) for _ in range(4)]
    results = race(
        [
            lambda one=one: opining.sign(one, OPINION, ADVICE, by=way.expert, at=timezone.now())  # type: ignore[misc]
            for one in copies
        ]
    )
    assert Opinion.objects.count() == 1
    assert set(kinds(results)) <= {"Opinion", "MovedOn"}


def test_the_same_danger_from_two_tabs_is_one_alarm(way: Way) -> None:
    case = way.draft()
    found = danger.assess(item_9=2)
    assert found is not None
    facts = {"about": case.code, "by": way.doctor, "at_place": way.place, "to": way.centre, "call_back": ""}
    results = race([lambda: danger.raise_alarm(found, at=timezone.now(), **facts)] * RACERS)  # type: ignore[arg-type]
    assert kinds(results) == {"DangerAlarm": RACERS}
    assert DangerAlarm.objects.count() == 1


def test_invitation_numbers_are_unique_when_all_submit_at_once(way: Way) -> None:
    cases = [way.consent_pending() for _ in range(RACERS)]
    for case in cases:
        give_consent(case, by=way.doctor)
    results = race(
        [lambda case=case: asking.submit(case, by=way.doctor, at=timezone.now()) for case in cases]  # type: ignore[misc]
    )
    assert kinds(results) == {"Consultation": RACERS}
    assert len(set(Consultation.objects.values_list("number", flat=True))) == RACERS
