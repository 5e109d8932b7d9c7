"""Hours are hours of their place: its days and its clock, wherever the server and the reader are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance import telling_time
from alliance.models import Institution
from teleconsult import hours, scheduling, slotting
from teleconsult.models import Slot
from tests.factories import at
from tests.teleconsult.factories import Way

ZONES = ("Pacific/Niue", "America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Auckland", "Pacific/Kiritimati")
# Around the days on which summer time begins and ends in one or other of them.
DAYS = (date(2027, 1, 4), date(2027, 3, 13), date(2027, 3, 27), date(2027, 4, 3), date(2027, 10, 30), date(2027, 11, 6))
MONDAY = at("2027-03-01 07:00")


def move(place: Institution, zone: str) -> None:
    """The place lies in that zone from now on."""
    Institution.objects.filter(pk=place.pk).update(time_zone=zone)
    place.time_zone = zone


def expected(zone: str, moment: datetime, begins: int, days: list[date]) -> set[datetime]:
    """Two hours from `begins` o'clock on each of these days of the place, one slot an hour by real minutes."""
    tz, found = ZoneInfo(zone), set()
    for day in days:
        first, last = (datetime.combine(day, time(begins + n), tzinfo=tz).astimezone(UTC) for n in (0, 2))
        while first + timedelta(hours=1) <= last:
            found.add(first)
            first += timedelta(hours=1)
    return {slot for slot in found if slot > moment}


@given(
    zone=st.sampled_from(ZONES), day=st.sampled_from(DAYS), minute=st.integers(0, 24 * 60), begins=st.integers(0, 21)
)
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@pytest.mark.django_db
def test_hours_of_a_week_and_of_a_day_are_slots_of_the_days_of_their_place(
    way: Way, zone: str, day: date, minute: int, begins: int
) -> None:
    moment = datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minute)
    here = moment.astimezone(ZoneInfo(zone)).date()
    try:
        with transaction.atomic():
            move(way.centre, zone)
            span: dict[str, Any] = {"begins": time(begins), "ends": time(begins + 2), "slot_minutes": 60, "at": moment}
            hours.add_hours(way.expert, way.centre, weekday=(here.weekday() + 2) % 7, **span)
            for offset in (-1, 0, 1):
                hours.add_extra(way.expert, way.centre, day=here + timedelta(days=offset), **span)
            assert [row.day for row in hours.extras_of(way.expert, at=moment)] == [here, here + timedelta(days=1)]
            slotting.make_slots(way.expert, at=moment, until=moment + timedelta(days=7))
            days = [here + timedelta(days=offset) for offset in (0, 1, 2)]
            assert set(Slot.objects.values_list("begins_at", flat=True)) == expected(zone, moment, begins, days)
            raise Undo
    except Undo:
        pass


class Undo(Exception):
    """Takes back what an example has written."""


def test_on_the_longest_day_its_first_booking_counts_towards_the_limit(way: Way) -> None:
    move(way.centre, "America/New_York")  # summer time ends on 7 November 2027: a day of 25 hours
    tz = ZoneInfo("America/New_York")
    first, last = (datetime(2027, 11, 7, *clock, tzinfo=tz).astimezone(UTC) for clock in ((0, 0), (23, 30)))
    slots = [
        Slot.objects.create(
            expert=way.expert, institution=way.centre, begins_at=begins, ends_at=begins + timedelta(minutes=15)
        )
        for begins in (first, last)
    ]
    moment = first - timedelta(days=2)
    hours.set_rule(way.expert, buffer_minutes=0, most_a_day=1, at=first)
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(withdrawn_at=None)
    case = way.accepted()
    scheduling.hold(case, slots[0], by=way.doctor, at=moment)
    scheduling.confirm(case, by=way.doctor, at=moment)
    with pytest.raises(scheduling.DayFull):
        scheduling.hold(way.accepted(), slots[1], by=way.doctor, at=moment)


# --- both clocks ----------------------------------------------------------------------------------------------------
@pytest.fixture
def in_dhaka(way: Way, clock: Any) -> Any:
    """The doctor reads times in a zone two hours from the centre's clock."""
    telling_time.choose(way.doctor, "Asia/Dhaka")
    with clock("2027-03-01 07:00"):
        hours.add_hours(way.expert, way.centre, weekday=0, begins=time(9), ends=time(10), slot_minutes=60, at=MONDAY)
        yield


def both(page: bytes) -> bool:
    return b"07:00" in page and b"(09:00 Asia/Shanghai)" in page


@pytest.mark.usefixtures("in_dhaka")
def test_a_reader_elsewhere_sees_both_clocks_wherever_a_booked_time_stands(way: Way, browser: Any) -> None:
    case, mine = way.accepted(), browser(way.doctor)
    choice = reverse("teleconsult:slots", args=[case.code])
    assert both(mine.get(choice).content)
    scheduling.hold(case, slotting.free_slots(case, at=MONDAY)[0], by=way.doctor, at=MONDAY)
    assert both(mine.get(choice).content)
    scheduling.confirm(case, by=way.doctor, at=MONDAY)
    for address in (case.get_absolute_url(), choice, reverse("teleconsult:list")):
        assert both(mine.get(address).content), address


@pytest.mark.usefixtures("in_dhaka")
def test_whoever_reads_by_the_clock_of_the_place_sees_one(way: Way, browser: Any) -> None:
    case = way.accepted()
    scheduling.hold(case, slotting.free_slots(case, at=MONDAY)[0], by=way.doctor, at=MONDAY)
    scheduling.confirm(case, by=way.doctor, at=MONDAY)
    for address in (case.get_absolute_url(), reverse("teleconsult:list"), reverse("teleconsult:availability")):
        page = browser(way.expert).get(address).content.decode()
        assert "09:00" in page
        assert "09:00 Asia" not in page


@pytest.mark.usefixtures("in_dhaka")
@pytest.mark.parametrize(
    ("who", "name"), [("expert", "availability"), ("coordinator", "clinics"), ("expert", "absences")]
)
def test_forms_name_the_zone_in_which_hours_are_entered(way: Way, browser: Any, who: str, name: str) -> None:
    page = browser(getattr(way, who)).get(reverse(f"teleconsult:{name}")).content.decode()
    assert "按当地时间填写（Asia/Shanghai）" in page
