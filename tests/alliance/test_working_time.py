"""Working time, standing in 2027, whose holidays nobody has entered yet."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance import clocks
from alliance.models import CalendarDay
from tests.factories import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_2027")]
moments = st.integers(0, 364 * 24 * 60).map(lambda minutes: at("2027-01-01 00:00") + timedelta(minutes=minutes))


@pytest.fixture
def in_2027():
    with time_machine.travel(at("2027-03-01 09:00"), tick=False):
        yield


def test_a_year_that_nobody_entered_is_said_to_be_unknown():
    assert not clocks.known_year(2027)
    assert clocks.known_year(2026)


def test_an_unknown_year_works_monday_to_friday_and_never_raises(centre):
    # 1 October is a holiday in every year; without an entry it counts as the Friday that it is.
    assert clocks.add_working_days(at("2027-09-30 10:00"), 1, at=centre) == at("2027-10-01 17:30")
    assert clocks.add_working_days(at("2099-12-31 10:00"), 2, at=centre).year == 2100


def test_a_holiday_that_was_entered_counts_at_once(centre):
    CalendarDay.objects.create(day=date(2027, 10, 1), works=False, name="国庆节")
    assert clocks.add_working_days(at("2027-09-30 10:00"), 1, at=centre) == at("2027-10-04 17:30")
    assert clocks.known_year(2027)


def test_a_working_sunday_before_a_holiday_is_worked(centre):
    CalendarDay.objects.create(day=date(2027, 9, 26), works=True, name="国庆节调休")
    assert clocks.add_working_days(at("2027-09-24 10:00"), 1, at=centre) == at("2027-09-26 17:30")


def test_the_new_year_of_2026_is_known_from_the_table(centre):
    assert clocks.add_working_days(at("2025-12-31 10:00"), 1, at=centre) == at("2026-01-04 17:30")  # a working Sunday


def test_two_hours_on_friday_evening_end_on_monday_morning(centre):
    assert clocks.add_working_hours(at("2027-03-05 16:30"), 2, at=centre) == at("2027-03-08 09:00")


def test_what_arrives_at_night_starts_in_the_morning(centre):
    assert clocks.add_working_hours(at("2027-03-02 23:00"), 1, at=centre) == at("2027-03-03 09:00")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=moments, hours=st.floats(min_value=0.1, max_value=60))
def test_a_deadline_lies_in_opening_hours_on_a_working_day(centre, start, hours):
    due = clocks.add_working_hours(start, hours, at=centre)
    assert due >= start + timedelta(hours=hours)
    assert centre.opens_at <= due.time() <= centre.closes_at
    assert due.weekday() < 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=moments, first=st.floats(min_value=0.1, max_value=20), second=st.floats(min_value=0.1, max_value=20))
def test_waiting_twice_is_waiting_for_the_sum(centre, start, first, second):
    in_two_steps = clocks.add_working_hours(clocks.add_working_hours(start, first, at=centre), second, at=centre)
    assert abs(in_two_steps - clocks.add_working_hours(start, first + second, at=centre)) < timedelta(seconds=1)
