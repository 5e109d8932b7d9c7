"""What can be booked: single days, minutes kept free, limits of a day, leave to practise, clocks that change."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import Institution, SiteRegistration
from teleconsult import hours, scheduling, slotting
from teleconsult.models import BookingRule, ExtraHours, Slot, State
from tests.factories import at
from tests.teleconsult.factories import Way

now = timezone.now
MONDAY = at("2027-03-01 07:00")


def weekly(way: Way, begins: time = time(9), ends: time = time(12), **more: Any) -> bool:
    fields: dict[str, Any] = {"weekday": 0, "slot_minutes": 60, "at": MONDAY, **more}
    return hours.add_hours(way.expert, way.centre, begins=begins, ends=ends, **fields)


def extra(way: Way, day: date, begins: time = time(18), ends: time = time(20)) -> bool:
    return hours.add_extra(way.expert, way.centre, day=day, begins=begins, ends=ends, slot_minutes=60, at=MONDAY)


def written(way: Way, days: int = 7) -> list[str]:
    """The slots as China reads them."""
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + timedelta(days=days))
    tz = way.centre.tz
    return [f"{slot.begins_at.astimezone(tz):%m-%d %H:%M}" for slot in Slot.objects.filter(withdrawn_at=None)]


def book(way: Way, slot: Slot, moment=MONDAY, **answers: Any) -> Any:
    case = way.accepted(**answers)
    scheduling.hold(case, slot, by=way.doctor, at=moment)
    scheduling.confirm(case, by=way.doctor, at=moment)
    return case


# --- hours of one day -----------------------------------------------------------------------------------------------
def test_hours_of_one_day_that_the_day_has_already_are_refused(way: Way) -> None:
    assert weekly(way)
    assert not extra(way, date(2027, 3, 1), time(11), time(13))
    assert extra(way, date(2027, 3, 1), time(12), time(13))
    assert not extra(way, date(2027, 3, 1), time(12, 30), time(14))
    assert extra(way, date(2027, 3, 2), time(11), time(13))


def test_the_database_refuses_a_day_whose_hours_end_before_they_begin(way: Way) -> None:
    extra(way, date(2027, 3, 6))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtraHours.objects.update(begins=time(21))


def test_hours_of_one_day_are_slots_of_that_day_alone_and_go_when_taken_out(way: Way, clock: Any) -> None:
    with clock("2027-03-01 07:00"):
        assert extra(way, date(2027, 3, 6))
        assert written(way, 14) == ["03-06 18:00", "03-06 19:00"]
        case = book(way, Slot.objects.earliest("begins_at"))
        hours.end_extra(ExtraHours.objects.get(), at=MONDAY)
        assert written(way, 14) == ["03-06 18:00"]  # what is booked stays
    assert case.state == State.SCHEDULED


# --- minutes kept free ----------------------------------------------------------------------------------------------
def test_slots_are_cut_anew_with_the_minutes_kept_free_between_them(way: Way) -> None:
    weekly(way)
    whole = [f"03-{day} {hour}:00" for day in ("01", "08") for hour in ("09", "10", "11")]
    apart = [f"03-{day} {hour}" for day in ("01", "08") for hour in ("09:00", "10:15")]
    assert written(way, 14) == whole
    hours.set_rule(way.expert, buffer_minutes=15, most_a_day=8, at=MONDAY)
    assert written(way, 14) == apart
    hours.set_rule(way.expert, buffer_minutes=0, most_a_day=8, at=MONDAY)
    assert written(way, 14) == whole


def test_an_hour_too_close_to_a_booked_one_is_neither_shown_nor_held(way: Way) -> None:
    first = way.slot(24)
    near, far = (
        Slot.objects.create(
            expert=way.expert,
            institution=way.centre,
            begins_at=first.ends_at + timedelta(minutes=after),
            ends_at=first.ends_at + timedelta(minutes=after + 60),
        )
        for after in (9, 90)
    )
    book(way, first, now())
    BookingRule.objects.create(person=way.expert, buffer_minutes=10, most_a_day=8)
    case = way.accepted()
    assert list(slotting.free_slots(case, at=now())) == [far]
    with pytest.raises(scheduling.SlotTaken):
        scheduling.hold(case, near, by=way.doctor, at=now())


def test_meeting_at_once_heeds_neither_the_minutes_kept_free_nor_the_limit(way: Way) -> None:
    BookingRule.objects.create(person=way.expert, buffer_minutes=60, most_a_day=1)
    book(way, way.slot(0.2), now())
    case = way.accepted()
    assert scheduling.open_now(case, by=way.expert, at=now()).slot.is_emergency


@pytest.mark.parametrize("columns", [{"buffer_minutes": 61}, {"most_a_day": 0}, {"most_a_day": 31}])
def test_the_database_refuses_rules_that_nobody_could_mean(way: Way, columns: dict[str, int]) -> None:
    hours.set_rule(way.expert, buffer_minutes=10, most_a_day=4, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRule.objects.update(**columns)


# --- limits of a day ------------------------------------------------------------------------------------------------
def full(way: Way) -> tuple[Slot, Slot, Slot]:
    """A day with two bookings at most, both made; an hour more on that day and one on the next."""
    weekly(way)
    weekly(way, weekday=1)
    hours.set_rule(way.expert, buffer_minutes=0, most_a_day=2, at=MONDAY)
    written(way)
    monday = list(Slot.objects.filter(begins_at__lt=at("2027-03-02 00:00")))
    for slot in monday[:2]:
        book(way, slot)
    return monday[0], monday[2], Slot.objects.filter(begins_at__gt=at("2027-03-02 00:00")).earliest("begins_at")


def test_a_full_day_is_refused_and_said_and_the_next_day_is_open(way: Way, clock: Any) -> None:
    with clock("2027-03-01 07:00"):
        _booked, third, next_day = full(way)
        case = way.accepted()
        choice = slotting.choice(case, at=MONDAY)
        assert choice.full == [date(2027, 3, 1)]
        assert choice.free[0] == next_day
        with pytest.raises(scheduling.DayFull):
            scheduling.hold(case, third, by=way.doctor, at=MONDAY)
        scheduling.hold(case, next_day, by=way.doctor, at=MONDAY)


def test_an_emergency_is_not_refused_by_a_full_day(way: Way, clock: Any) -> None:
    with clock("2027-03-01 07:00"):
        _booked, third, _next = full(way)
        case = way.accepted(urgency="emergency")
        assert third in slotting.free_slots(case, at=MONDAY)
        scheduling.hold(case, third, by=way.doctor, at=MONDAY)


def test_a_booked_case_may_move_within_a_day_that_it_has_helped_to_fill(way: Way, clock: Any) -> None:
    with clock("2027-03-01 07:00"):
        booked, third, _next = full(way)
        case = booked.bookings.get().consultation
        assert third in slotting.free_slots(case, at=MONDAY)
        scheduling.hold(case, third, by=way.doctor, at=MONDAY)


def test_without_a_rule_of_her_own_the_installations_limit_counts(way: Way, settings: Any, clock: Any) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "BOOKINGS_PER_DAY": 1}
    with clock("2027-03-01 07:00"):
        weekly(way)
        written(way)
        first, second = Slot.objects.order_by("begins_at")[:2]
        book(way, first)
        with pytest.raises(scheduling.DayFull):
            scheduling.hold(way.accepted(), second, by=way.doctor, at=MONDAY)


# --- leave to practise ----------------------------------------------------------------------------------------------
def test_no_hour_after_the_end_of_her_leave_to_practise_is_offered_or_held(way: Way, clock: Any) -> None:
    with clock("2027-03-01 07:00"):
        weekly(way)
        assert written(way, 14) == [f"03-{day} {hour}:00" for day in ("01", "08") for hour in ("09", "10", "11")]
        SiteRegistration.objects.update(valid_until=date(2027, 3, 7))
        way.expert.refresh_from_db()
        case = way.accepted()
        assert {slot.begins_at.date() for slot in slotting.free_slots(case, at=MONDAY)} == {date(2027, 3, 1)}
        with pytest.raises(scheduling.SlotGone):
            scheduling.hold(case, Slot.objects.latest("begins_at"), by=way.doctor, at=MONDAY)
        Slot.objects.all().delete()
        assert written(way, 14) == [f"03-01 {hour}:00" for hour in ("09", "10", "11")]


# --- clocks that are put on and back --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/New_York", "2027-03-14", ["05:00", "06:00", "07:00"]),  # 00:00, 01:00, and 03:00: two is skipped
        ("America/New_York", "2027-11-07", ["04:00", "05:00", "06:00", "07:00", "08:00"]),  # one o'clock twice
        ("Australia/Lord_Howe", "2027-10-03", ["13:30", "14:30", "15:30"]),  # half an hour is skipped
        ("Asia/Shanghai", "2027-03-14", ["16:00", "17:00", "18:00", "19:00"]),
    ],
)
def test_slots_of_a_night_in_which_clocks_change_are_whole_and_follow_each_other(
    way: Way, zone: str, day: str, expected: list[str]
) -> None:
    Institution.objects.filter(pk=way.centre.pk).update(time_zone=zone)
    way.centre.refresh_from_db()
    moment = at(f"{day} 00:00") - timedelta(days=2)
    fields: dict[str, Any] = {"begins": time(0), "ends": time(4), "slot_minutes": 60, "at": moment}
    hours.add_extra(way.expert, way.centre, day=date.fromisoformat(day), **fields)
    slotting.make_slots(way.expert, at=moment, until=moment + slotting.HORIZON)
    slots = list(Slot.objects.order_by("begins_at"))
    assert [f"{slot.begins_at:%H:%M}" for slot in slots] == expected
    assert {slot.ends_at - slot.begins_at for slot in slots} == {timedelta(hours=1)}
