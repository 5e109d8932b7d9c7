"""Offers raced by real threads: a time is held once, an offer answered once, a day filled no further than it holds."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from alliance.models import Notice
from teleconsult import scheduling, waiting_list
from teleconsult.models import Booking, Consultation, MovedOn, Offer, Slot, State
from tests.teleconsult.factories import Way
from tests.teleconsult.racing import race, winners
from tests.teleconsult.test_waiting_list import offered, wait

pytestmark = pytest.mark.django_db(transaction=True)
now = timezone.now


def test_many_ticks_at_once_offer_a_time_once(way: Way) -> None:
    cases, slot = [wait(way) for _ in range(3)], way.slot(48)
    winners(race(*[partial(waiting_list.fill_all, now())] * 6))
    assert Offer.objects.filter(slot=slot).count() == 1
    assert Booking.objects.live().count() == 1
    assert offered(cases[0]) == slot
    assert Notice.objects.filter(kind="slot-offered").count() == 1


def test_whoever_books_in_the_moment_of_an_offer_gets_it_or_is_told(way: Way) -> None:
    waiting, slot, others = wait(way), way.slot(48), [way.accepted() for _ in range(5)]
    ends = race(
        partial(waiting_list.fill_all, now()),
        *(partial(scheduling.hold, case, slot, by=way.doctor, at=now()) for case in others),
    )
    held = len(winners(ends[1:], scheduling.SlotTaken))
    assert held + (offered(waiting) is not None) == 1
    assert Booking.objects.live().filter(slot=slot).count() == 1


def test_an_offer_accepted_and_passed_on_at_once_is_one_or_the_other(way: Way) -> None:
    case, next_one = wait(way), wait(way)
    way.slot(48)
    waiting_list.fill_all(now())
    copies = [Consultation.objects.get(pk=case.pk) for _ in range(6)]
    verbs = (waiting_list.accept, waiting_list.pass_on) * 3
    ends = race(*(partial(verb, copy, by=way.doctor, at=now()) for verb, copy in zip(verbs, copies, strict=True)))
    assert len(winners(ends, waiting_list.NothingOffered, MovedOn)) == 1
    case.refresh_from_db()
    booked = Booking.objects.live().filter(consultation=case, confirmed_at__isnull=False).count()
    assert (case.state == State.SCHEDULED) == (booked == 1)
    assert (offered(next_one) is None) == (booked == 1)  # after the commit it has gone on


def test_a_time_given_back_is_offered_in_the_moment_after(way: Way) -> None:
    booked, waiting = way.scheduled(48), wait(way)
    slot = scheduling.live_booking(booked).slot
    scheduling.cancel(booked, because="x", by=way.doctor, at=now())
    assert offered(waiting) == slot


def test_different_times_of_one_day_fill_it_no_further_than_it_holds(way: Way, settings: Any) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "BOOKINGS_PER_DAY": 2}
    begins = (now() + timedelta(days=2)).replace(hour=2, minute=0)  # ten o'clock there
    slots = [
        Slot.objects.create(
            expert=way.expert,
            institution=way.centre,
            begins_at=begins + timedelta(hours=number),
            ends_at=begins + timedelta(hours=number + 1),
        )
        for number in range(5)
    ]
    cases = [way.accepted() for _ in slots]
    ends = race(
        *(
            partial(scheduling.hold, case, slot, by=way.doctor, at=now())
            for case, slot in zip(cases, slots, strict=True)
        )
    )
    assert len(winners(ends, scheduling.DayFull)) == 2
