"""Dates and hours as each language writes them, in the reader's time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from frontend import dates

AT = datetime(2026, 3, 18, 1, 56, tzinfo=UTC)  # 09:56 in Shanghai


@pytest.fixture(autouse=True)
def _a_morning_in_shanghai():
    with time_machine.travel(datetime(2026, 3, 18, 3, 0, tzinfo=UTC), tick=False), timezone.override("Asia/Shanghai"):
        yield


@pytest.mark.parametrize(
    ("language", "day", "short", "full"),
    [
        ("zh-hans", "3 月 18 日 星期三", "3 月 18 日", "2026 年 3 月 18 日"),
        ("en", "Wed 18 Mar", "18 Mar", "18 Mar 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, day, short, full):
    with translation.override(language):
        assert (dates.day(AT), dates.short_day(AT), dates.full_day(AT)) == (day, short, full)


def test_a_day_of_another_year_names_the_year():
    with translation.override("en"):
        assert dates.day(date(2025, 12, 31)) == "31 Dec 2025"


def test_hours_are_those_of_the_readers_place():
    assert dates.clock(AT) == "09:56"
    with timezone.override(ZoneInfo("Europe/London")):
        assert dates.clock(AT) == "01:56"


def test_today_needs_no_date():
    with translation.override("en"):
        assert dates.moment(AT) == "09:56"
        assert dates.moment(AT.replace(day=17)) == "17 Mar 09:56"
