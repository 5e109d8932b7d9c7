"""What people paste is read; what cannot be read is named, line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.holiday_lines import MOST_DAYS, Day, Unreadable, Why, read

REST, WORK = Day(date(2027, 10, 1), False, "国庆节"), Day(date(2027, 10, 9), True, "国庆节")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nonsense", Why.NO_DATE),
        ("10月1日 放假", Why.NO_DATE),
        ("2027-10-xx 放假", Why.NO_DATE),
        ("2027-10-011 放假", Why.NO_DATE),
        ("2027-13-01 放假", Why.NO_SUCH_DATE),
        ("2027年2月29日 放假", Why.NO_SUCH_DATE),
        ("2027-10-01至10-32 放假", Why.NO_SUCH_DATE),
        ("2027-10-07至10-01 放假", Why.NO_SUCH_RUN),
        ("2027-10-01至11-30 放假", Why.NO_SUCH_RUN),
        ("2027-10-01", Why.NOT_SAID),
        ("2027-10-01,maybe,国庆节", Why.NOT_SAID),
        ("2027-10-01 国庆节", Why.NOT_SAID),
        ("2027-10-01 放假 上班", Why.BOTH_SAID),
    ],
)
def test_a_line_that_says_no_day_is_named_with_the_reason(line, why):
    with pytest.raises(Unreadable) as refused:
        read(f"2027-01-01 放假 元旦\n\n{line}\n2027-01-02 放假 元旦")
    (wrong,) = refused.value.wrong
    assert (wrong.number, wrong.text, wrong.why) == (3, line, why)
    assert line in str(wrong)


def test_every_wrong_line_is_named_and_not_the_first_alone():
    with pytest.raises(Unreadable) as refused:
        read("nonsense\n\n2027-10-01,rests\nmore")
    assert [wrong.number for wrong in refused.value.wrong] == [1, 4]


@pytest.mark.parametrize("text", ["", "\n , \n", "日期,类型,名称"])
def test_nothing_to_read_is_no_calendar(text):
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.wrong == []


def test_more_than_a_year_at_once_is_refused():
    with pytest.raises(Unreadable) as refused:
        read("2027-10-01 放假\n" * (MOST_DAYS + 1))
    assert [(wrong.number, wrong.why) for wrong in refused.value.wrong] == [(MOST_DAYS + 1, Why.TOO_MANY)]


@pytest.mark.parametrize(
    "line",
    [
        "2027-10-01,rests,国庆节",
        "2027-10-01, Rests ,国庆节,",
        "2027/10/1\t放假\t国庆节",
        "2027.10.1 休 国庆节",
        "20271001 国庆节 休息",
        "2027年10月1日 放假 国庆节",
        "2027年10月1日（星期五）放假：国庆节",
        "２０２７年１０月１日　放假　国庆节",
        "2027 年 10 月 1 日，国庆节，放假调休",
        "2027年10月1日 国庆节放假",
        "2027-10-01（周五）,国庆节,调休",
        '"2027-10-01","放假","国庆节"',
    ],
)
def test_a_day_of_rest_is_read_however_it_is_written(line):
    assert read(line) == [REST]


@pytest.mark.parametrize(
    "line",
    [
        "2027-10-09,works,国庆节",
        "2027/10/9 上班 国庆节",
        "2027年10月9日（周六） 班 国庆节",
        "2027-10-09\t国庆节\t补班",
        "2027-10-09 国庆节 调休",
        "2027-10-09 调休 上班 国庆节",
        "2027-10-09 国庆节上班",
    ],
)
def test_a_weekend_that_is_worked_is_read_however_it_is_written(line):
    assert read(line) == [WORK]


@pytest.mark.parametrize(
    "line",
    [
        "2027年10月1日至3日 放假 国庆节",
        "2027年10月1日（周五）至3日（周日）放假 国庆节",
        "2027-10-01～10-03,放假,国庆节",
        "2027-10-01 - 2027-10-03 放假 国庆节",
        "2027/10/1—10/3\t国庆节\t休",
        "2027-10-01 to 10-03, rest, 国庆节",
    ],
)
def test_a_run_of_days_is_each_of_them(line):
    assert read(line) == [Day(date(2027, 10, day), False, "国庆节") for day in (1, 2, 3)]


def test_a_run_goes_over_the_end_of_a_year():
    assert [each.day for each in read("2027年12月31日至2028年1月1日 放假")] == [date(2027, 12, 31), date(2028, 1, 1)]


def test_an_occasion_of_several_words_stays_whole():
    assert read("2027-10-01,rests,National Day")[0].name == "National Day"
    assert read("2027-10-01 rests National Day")[0].name == "National Day"


def test_a_heading_is_passed_over():
    assert read("日期\t类型\t名称\n2027/10/1\t放假\t国庆节") == [REST]


@given(st.text())
def test_whatever_is_pasted_is_read_or_named(text):
    try:
        said = read(text)
    except Unreadable as refused:
        named = {wrong.number for wrong in refused.wrong}
        assert named <= set(range(1, len(text.splitlines()) + 1))
    else:
        assert said
