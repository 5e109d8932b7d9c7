"""When the experts' hours run out, and how long one waits before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconsult.insight import erlang, figures, forecast, hours
from teleconsult.insight.forecast import Outlook
from teleconsult.insight.working import after
from teleconsult.models import Supply

START = date(2026, 1, 1)


def rising(number: int, begins: float, rise: float) -> list[tuple[date, float]]:
    return [(after(START, each), begins + rise * each) for each in range(number)]


# --- Erlang C ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("experts", "used", "minutes"), [(12, 0.94, 46), (13, 0.87, 13), (18, 0.62, 0.3)])
def test_a_hundred_centres_wait_as_long_as_was_worked_out_elsewhere(experts, used, minutes):
    load = 100 * 1.2 * 45 / 480  # 100 centres × 1.2 a day × 45 minutes, in eight hours
    assert load == 11.25
    assert round(load / experts, 2) == pytest.approx(used, abs=0.006)
    wait = erlang.mean_wait(load, experts, 45)
    assert wait == pytest.approx(minutes, rel=0.04, abs=0.05)


def test_one_expert_is_the_textbook_queue():
    assert erlang.waits(0.5, 1) == pytest.approx(0.5)
    assert erlang.mean_wait(0.5, 1, 45) == pytest.approx(45)


@given(st.floats(0.1, 60), st.integers(1, 80))
def test_the_chance_to_wait_is_one_and_no_more_where_they_cannot_keep_up(load, experts):
    assert 0 <= erlang.waits(load, experts) <= 1
    assert (erlang.mean_wait(load, experts, 45) is None) == (load >= experts)


def test_as_many_experts_as_keep_below_the_limit():
    assert [erlang.experts_for(load, 0.85) for load in (0.1, 0.85, 0.86, 11.25)] == [1, 1, 2, 14]


# --- the line ---------------------------------------------------------------------------------------------------------
def test_a_steady_rise_runs_out_on_the_day_where_the_line_meets_the_limit():
    found = forecast.of(rising(10, 0.5, 0.02), full_at=0.85)  # 0.85 after 17.5 months: on 1 July 2027
    assert (found.outlook, found.on) == (Outlook.RUNS_OUT, date(2027, 7, 1))
    assert found.earliest == found.latest == found.on
    assert found.is_sure


@pytest.mark.parametrize("number", [0, 1, forecast.LEAST_MONTHS - 1])
def test_too_few_months_say_nothing(number):
    assert forecast.of(rising(number, 0.5, 0.1), full_at=0.85) == forecast.Forecast(Outlook.TOO_FEW, number)


@pytest.mark.parametrize("rise", [0.0, -0.01, 0.001])
def test_no_rise_or_a_slow_one_does_not_run_out_soon(rise):
    assert forecast.of(rising(12, 0.6, rise), full_at=0.85).outlook is Outlook.NOT_SOON


def test_a_line_beyond_the_limit_is_full_now():
    assert forecast.of(rising(8, 0.8, 0.02), full_at=0.85).outlook is Outlook.FULL


def test_a_day_that_hangs_on_one_month_is_called_unsure():
    months = [*rising(7, 0.6, 0.0), (after(START, 7), 0.82)]
    found = forecast.of(months, full_at=0.85)
    assert found.outlook is Outlook.RUNS_OUT
    assert (found.latest, found.is_sure) == (None, False)


@given(st.lists(st.floats(0, 1.5), min_size=6, max_size=18))
def test_whatever_the_months_were_the_day_lies_ahead_and_within_two_years(shares):
    found = forecast.of([(after(START, n), share) for n, share in enumerate(shares)], full_at=0.85)
    if found.outlook is Outlook.RUNS_OUT:
        last = after(START, len(shares) - 1)
        assert found.on
        assert found.earliest
        assert last <= found.earliest <= found.on <= after(last, forecast.HORIZON + 2)
        assert found.latest is None or found.latest >= found.on


# --- of an alliance ---------------------------------------------------------------------------------------------------
def test_hours_of_all_centres_are_added_and_the_running_month_is_left_out(leader, centre):
    for number in range(9):
        Supply.objects.create(
            institution=centre,
            month=after(date(2026, 7, 1), number),
            offered=6000,
            used=3000 + 240 * number,
            sessions=40,
            written=10,
            open_minutes=12000,
        )
    found = hours.read(figures.scope_of(leader), date(2027, 3, 10))
    assert [month.first for month in found.months][-1] == date(2027, 2, 1)
    assert found.last
    assert found.last.share == 0.78
    assert found.outlook.outlook is Outlook.RUNS_OUT
    assert found.outlook.on in (date(2027, 4, 8), date(2027, 4, 9))
    assert found.experts == 1
    assert found.wait
    assert timedelta(hours=2) < timedelta(minutes=found.wait) < timedelta(hours=5)
    assert found.short == 0


def test_more_hours_are_asked_for_where_they_have_run_out(leader, centre):
    for number in range(6):
        month = after(date(2026, 9, 1), number)
        Supply.objects.create(institution=centre, month=month, offered=5100, used=5100, sessions=90, open_minutes=9000)
    found = hours.read(figures.scope_of(leader), date(2027, 3, 10))
    assert found.outlook.outlook is Outlook.FULL
    assert (found.wait, found.short) == (None, 15)  # 5100 / 0.85 − 5100 minutes


def test_without_hours_there_is_nothing_to_say(leader):
    found = hours.read(figures.scope_of(leader), date(2027, 3, 10))
    assert (found.months, found.outlook.outlook, found.wait) == ([], Outlook.TOO_FEW, None)
