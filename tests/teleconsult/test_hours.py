"""Weekly hours become slots: at the clinic's time, in any year, for a fortnight ahead."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance import clocks
from alliance.models import AuditEntry, Institution
from teleconsult import hours, scheduling, slotting
from teleconsult.models import Availability, Slot
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

MONDAY = at("2027-03-01 07:00")  # 1 March 2027 is a Monday; nobody has entered the holidays of that year yet


def add(way: Way, weekday: int = 0, begins: time = time(9), ends: time = time(11), minutes: int = 60) -> bool:
    return hours.add_hours(
        way.expert, way.centre, weekday=weekday, begins=begins, ends=ends, slot_minutes=minutes, at=MONDAY
    )


def write(way: Way, moment=MONDAY) -> list[str]:
    """The slots of the coming week as China reads them."""
    slotting.make_slots(way.expert, at=moment, until=moment + timedelta(days=7))
    tz = way.centre.tz
    return [f"{slot.begins_at.astimezone(tz):%m-%d %H:%M}" for slot in Slot.objects.filter(withdrawn_at=None)]


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("begins", "ends"), [(time(8), time(9, 30)), (time(10), time(12)), (time(9, 15), time(9, 45)), (time(8), time(12))]
)
def test_hours_that_overlap_are_refused(way: Way, begins: time, ends: time) -> None:
    assert add(way)
    assert not add(way, begins=begins, ends=ends)
    assert Availability.objects.count() == 1


def test_hours_may_touch_and_another_day_is_free(way: Way) -> None:
    assert add(way)
    assert add(way, begins=time(11), ends=time(12))
    assert add(way, weekday=1)


def test_the_database_refuses_hours_that_end_before_they_begin_or_lie_outside_the_week(way: Way) -> None:
    for columns in ({"begins": time(12)}, {"weekday": 7}):
        add(way)
        with pytest.raises(IntegrityError), transaction.atomic():
            Availability.objects.update(**columns)


# --- the way --------------------------------------------------------------------------------------------------------
def test_weekly_hours_are_cut_into_slots_and_what_does_not_fill_one_is_left_out(way: Way) -> None:
    add(way, minutes=45)
    assert write(way) == ["03-01 09:00", "03-01 09:45"]


def test_slots_begin_at_the_clinics_time_all_the_year_round(way: Way) -> None:
    """Asia/Shanghai knows no summer time: March and July are the same hours of UTC."""
    add(way)
    assert write(way) == ["03-01 09:00", "03-01 10:00"]
    assert {slot.begins_at.hour for slot in Slot.objects.all()} == {1, 2}
    Slot.objects.all().delete()
    assert write(way, at("2027-07-05 07:00")) == ["07-05 09:00", "07-05 10:00"]
    assert {slot.begins_at.hour for slot in Slot.objects.all()} == {1, 2}


def test_a_site_in_urumqi_time_has_its_own_nine_o_clock(way: Way) -> None:
    Institution.objects.filter(pk=way.centre.pk).update(time_zone="Asia/Urumqi")
    way.centre.refresh_from_db()
    add(way)
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + timedelta(days=7))
    assert {slot.begins_at.hour for slot in Slot.objects.all()} == {3, 4}


def test_what_is_past_is_not_offered_and_writing_twice_changes_nothing(way: Way) -> None:
    add(way)
    late = at("2027-03-01 09:30")
    assert write(way, late) == ["03-01 10:00", "03-08 09:00", "03-08 10:00"]
    assert write(way, late) == ["03-01 10:00", "03-08 09:00", "03-08 10:00"]


def test_hours_taken_out_take_the_free_slots_with_them_and_leave_the_booked_one(way: Way, clock) -> None:
    with clock("2027-03-01 07:00"):
        add(way)
        case = way.accepted()
        booked, free = slotting.free_slots(case, at=MONDAY)[:2]
        scheduling.hold(case, booked, by=way.doctor, at=MONDAY)
        scheduling.confirm(case, by=way.doctor, at=MONDAY)
        hours.end_hours(Availability.objects.get(), at=MONDAY)
        free.refresh_from_db()
        booked.refresh_from_db()
        assert (free.withdrawn_at, booked.withdrawn_at) == (MONDAY, None)
        assert slotting.free_slots(case, at=MONDAY) == []
        assert scheduling.live_booking(case).slot == booked
    assert AuditEntry.objects.filter(action="availability.ended").exists()


def test_hours_put_in_again_bring_their_slots_back(way: Way) -> None:
    add(way)
    write(way)
    hours.end_hours(Availability.objects.get(), at=MONDAY)
    assert write(way) == []
    add(way)
    assert write(way) == ["03-01 09:00", "03-01 10:00"]


def test_hours_put_in_again_in_other_lengths_have_the_new_lengths(way: Way) -> None:
    add(way)
    write(way)
    hours.end_hours(Availability.objects.get(), at=MONDAY)
    add(way, minutes=30)
    assert write(way) == ["03-01 09:00", "03-01 09:30", "03-01 10:00", "03-01 10:30"]
    assert {slot.ends_at - slot.begins_at for slot in Slot.objects.filter(withdrawn_at=None)} == {timedelta(minutes=30)}


def test_only_the_taken_out_hours_are_withdrawn(way: Way) -> None:
    add(way)
    add(way, begins=time(14), ends=time(15))
    add(way, weekday=1)
    write(way)
    hours.end_hours(Availability.objects.get(weekday=0, begins=time(9)), at=MONDAY)
    assert write(way) == ["03-01 14:00", "03-02 09:00", "03-02 10:00"]


def test_the_tick_keeps_a_fortnight_written_out(way: Way) -> None:
    add(way)
    clocks.tick(MONDAY)
    assert Slot.objects.filter(begins_at__lt=MONDAY + slotting.HORIZON).count() == 4


def test_hours_of_another_expert_are_nobody_elses(way: Way, centre) -> None:
    add(way)
    other = factories.make_expert(centre)
    slotting.make_slots(other, at=MONDAY, until=MONDAY + timedelta(days=7))
    assert not Slot.objects.exists()
