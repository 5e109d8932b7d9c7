"""Holding, confirming, moving and giving back an hour; who loses is told and loses no more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance import clocks
from alliance.models import AuditEntry, Deadline, Notice
from teleconsult import scheduling, slotting, timers
from teleconsult.models import Booking, Consultation, MovedOn, Slot, State
from tests import factories
from tests.teleconsult.factories import Way

now = timezone.now
HOLD: timedelta = settings.XINQIAO["SLOT_HOLD"]


def live(case: Consultation) -> list[Booking]:
    return list(case.bookings.filter(cancelled_at=None))


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "state", ["submitted", "triaged", "declined", "in_session", "opinion_draft", "signed", "closed", "cancelled"]
)
def test_a_case_that_does_not_wait_for_an_hour_holds_none(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(scheduling.NotBookable):
        scheduling.hold(case, way.slot(30), by=way.doctor, at=now())


def test_an_hour_that_is_past_withdrawn_or_anothers_is_not_held(way: Way, centre) -> None:
    case = way.accepted()
    past, gone, strange = way.slot(-2), way.slot(30), way.slot(40)
    Slot.objects.filter(pk=gone.pk).update(withdrawn_at=now())
    Slot.objects.filter(pk=strange.pk).update(expert=factories.make_expert(centre))
    for slot in (past, gone, strange):
        slot.refresh_from_db()
        with pytest.raises(scheduling.SlotGone):
            scheduling.hold(case, slot, by=way.doctor, at=now())
    assert not Booking.objects.exists()


def test_an_hour_that_another_holds_is_taken(way: Way) -> None:
    slot, first, second = way.slot(), way.accepted(), way.accepted()
    scheduling.hold(first, slot, by=way.doctor, at=now())
    with pytest.raises(scheduling.SlotTaken):
        scheduling.hold(second, slot, by=way.doctor, at=now())
    assert live(second) == []


def test_whoever_loses_an_hour_keeps_the_one_they_had(way: Way) -> None:
    theirs, first, second = way.slot(30), way.accepted(), way.accepted()
    mine = way.slot(40)
    scheduling.hold(first, theirs, by=way.doctor, at=now())
    scheduling.hold(second, mine, by=way.doctor, at=now())
    with pytest.raises(scheduling.SlotTaken):
        scheduling.hold(second, theirs, by=way.doctor, at=now())
    assert [booking.slot for booking in live(second)] == [mine]


def test_an_hour_that_overlaps_with_a_booked_one_is_taken(way: Way) -> None:
    booked, case = way.scheduled(), way.accepted()
    hour = scheduling.live_booking(booked).slot
    begins = hour.begins_at + timedelta(minutes=30)
    half = Slot.objects.create(
        expert=way.expert, institution=way.centre, begins_at=begins, ends_at=begins + timedelta(minutes=30)
    )
    with pytest.raises(scheduling.SlotTaken):
        scheduling.hold(case, half, by=way.doctor, at=now())
    assert half not in slotting.free_slots(case, at=now())


def test_the_database_refuses_two_live_bookings_of_one_hour(way: Way) -> None:
    booking, other = scheduling.live_booking(way.scheduled()), way.accepted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            slot=booking.slot,
            consultation=other,
            held_by=way.doctor,
            held_at=now(),
            held_until=now(),
        )


def test_a_hold_is_confirmed_within_ten_minutes_or_not_at_all(way: Way) -> None:
    case, at = way.accepted(), now()
    scheduling.hold(case, way.slot(), by=way.doctor, at=at)
    with pytest.raises(scheduling.HoldLapsed):
        scheduling.confirm(case, by=way.doctor, at=at + HOLD)
    assert case.state == State.ACCEPTED
    scheduling.confirm(case, by=way.doctor, at=at + HOLD - timedelta(seconds=1))
    assert case.state == State.SCHEDULED


def test_nothing_is_confirmed_that_nobody_holds(way: Way) -> None:
    with pytest.raises(scheduling.HoldLapsed):
        scheduling.confirm(way.accepted(), by=way.doctor, at=now())


@pytest.mark.parametrize("state", ["in_session", "opinion_draft", "signed", "closed"])
def test_no_hour_is_moved_under_a_session_that_runs_or_is_over(way: Way, state: str) -> None:
    case = getattr(way, state)()
    before = scheduling.live_booking(case)
    with pytest.raises(MovedOn):
        scheduling.open_now(case, by=way.expert, at=now())
    assert (scheduling.live_booking(case), Slot.objects.filter(is_emergency=True).count()) == (before, 0)


@pytest.mark.parametrize("state", ["accepted", "in_session", "signed", "cancelled"])
def test_only_a_booked_hour_is_given_back(way: Way, state: str) -> None:
    with pytest.raises(MovedOn):
        scheduling.cancel(getattr(way, state)(), because="x", by=way.doctor, at=now())


def test_an_expert_in_a_session_opens_no_second_one(way: Way) -> None:
    way.in_session()
    case = way.accepted(urgency="emergency")
    with pytest.raises(scheduling.ExpertBusy):
        scheduling.open_now(case, by=way.expert, at=now() + timedelta(minutes=5))


# --- the way --------------------------------------------------------------------------------------------------------
def test_a_lapsed_hold_is_freed_by_the_tick(way: Way) -> None:
    at = now()
    held = scheduling.hold(way.accepted(), way.slot(), by=way.doctor, at=at)
    clocks.tick(at + HOLD - timedelta(seconds=1))
    held.refresh_from_db()
    assert held.cancelled_at is None
    clocks.tick(at + HOLD)
    held.refresh_from_db()
    assert (held.cancelled_at, held.cancelled_because) == (at + HOLD, "hold lapsed")


def test_a_lapsed_hold_does_not_keep_the_next_one_out_even_without_a_tick(way: Way) -> None:
    slot, first, second, at = way.slot(), way.accepted(), way.accepted(), now()
    scheduling.hold(first, slot, by=way.doctor, at=at)
    scheduling.hold(second, slot, by=way.doctor, at=at + HOLD)
    assert [booking.slot for booking in live(second)] == [slot]
    assert live(first) == []


def test_choosing_another_hour_lets_go_of_the_first(way: Way) -> None:
    case, first, second = way.accepted(), way.slot(30), way.slot(40)
    scheduling.hold(case, first, by=way.doctor, at=now())
    scheduling.hold(case, second, by=way.doctor, at=now())
    assert [booking.slot for booking in live(case)] == [second]
    assert first in slotting.free_slots(case, at=now())


def test_confirming_opens_the_room_with_both_seats_and_tells_the_expert(way: Way) -> None:
    case = way.scheduled()
    assert case.room is not None
    assert {(seat.person, seat.part) for seat in case.room.seats.all()} == {(way.doctor, "guest"), (way.expert, "host")}
    assert case.patient.name not in case.room.title
    assert Notice.objects.filter(person=way.expert, kind="booking-made").exists()
    assert AuditEntry.objects.filter(action="booking.confirmed", subject_code=case.code).exists()


def test_a_coordinator_books_for_the_doctor_and_both_are_told(way: Way) -> None:
    case = way.accepted()
    scheduling.hold(case, way.slot(), by=way.coordinator, at=now())
    scheduling.confirm(case, by=way.coordinator, at=now())
    assert set(Notice.objects.filter(kind="booking-made").values_list("person", flat=True)) == {
        way.doctor.pk,
        way.expert.pk,
    }


def test_the_old_hour_stays_until_the_new_one_is_confirmed(way: Way) -> None:
    case = way.scheduled(30)
    old, new = scheduling.live_booking(case), way.slot(50)
    scheduling.hold(case, new, by=way.doctor, at=now())
    assert scheduling.live_booking(case) == old
    scheduling.let_holds_lapse(now() + HOLD)
    assert scheduling.live_booking(case) == old
    scheduling.hold(case, new, by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now(), because="出诊")
    old.refresh_from_db()
    assert (old.cancelled_because, case.state) == ("出诊", State.SCHEDULED)
    assert scheduling.live_booking(case).slot == new
    case.room.refresh_from_db()
    assert case.room.starts_at == new.begins_at


def test_giving_an_hour_back_leads_to_accepted_and_frees_it_for_others(way: Way) -> None:
    case, other = way.scheduled(), way.accepted()
    slot = scheduling.live_booking(case).slot
    scheduling.cancel(case, because="下乡", by=way.doctor, at=now())
    assert (case.state, live(case)) == (State.ACCEPTED, [])
    assert case.steps.last().because == "下乡"
    assert Notice.objects.filter(person=way.expert, kind="booking-cancelled").exists()
    assert Deadline.objects.filter(subject_code=case.code, kind=timers.START, met_at=None).exists()
    scheduling.hold(other, slot, by=way.doctor, at=now())


def test_the_sequence_grows_with_every_change(way: Way) -> None:
    case = way.scheduled(30)

    def latest() -> int:
        numbers = case.bookings.exclude(confirmed_at=None).values_list("sequence", flat=True)
        return max(numbers)

    seen = [latest()]
    for change in ("move", "cancel", "book", "move", "cancel", "book"):
        if change == "cancel":
            scheduling.cancel(case, because="x", by=way.doctor, at=now())
        else:
            scheduling.hold(case, way.slot(60), by=way.doctor, at=now())
            scheduling.confirm(case, by=way.doctor, at=now(), because="x")
        seen.append(latest())
    assert seen == sorted(set(seen))


def test_for_an_emergency_the_expert_opens_an_hour_at_once(way: Way) -> None:
    case, at = way.accepted(urgency="emergency"), now()
    booking = scheduling.open_now(case, by=way.expert, at=at)
    assert (booking.slot.is_emergency, booking.slot.expert, case.state) == (True, way.expert, State.SCHEDULED)
    assert case.room is not None
    assert case.room.is_open(at)
    assert Notice.objects.filter(person=way.doctor, kind="booking-made").exists()


def test_an_hour_opened_at_once_is_offered_to_nobody_else(way: Way) -> None:
    scheduling.open_now(way.accepted(urgency="emergency"), by=way.expert, at=now())
    assert not [slot for slot in slotting.free_slots(way.accepted(), at=now()) if slot.is_emergency]
