"""How sure a figure is, and that nothing is said that the takers are too few for."""

import random

import pytest
from hypothesis import given, settings

from learning import intervals, item_report, item_statistics
from tests.learning.tables import any_marks, tabled


def a_test(takers, items=8, seed=1, spoilt=()):
    """Marks of people whose ability differs; a spoilt item is answered right by the weak."""
    chance = random.Random(seed)
    marks = []
    for _ in range(takers):
        ability = chance.gauss(0, 1)
        right = {f"q{number}": chance.gauss(ability, 1) > 0 for number in range(items)}
        marks.append({name: int(hit != (name in spoilt)) for name, hit in right.items()})
    return tabled({f"q{number}": 1 for number in range(items)}, marks)


def test_a_small_group_raises_no_flag_however_bad_the_item_looks():
    report = item_report.report(a_test(9, spoilt={"q0"}))
    assert report.intervals.discrimination_index == (None,) * 8
    assert report.flags == [[]] * 8


def test_twenty_takers_have_values_that_are_not_firm():
    report = item_report.report(a_test(29))
    assert not report.firm
    facts, lines = item_report.as_facts(report), item_report.as_lines(report)
    assert facts["firm"] is False
    assert isinstance(facts["di"]["q0"], float)
    bare = f"{facts['facility']['q0']:.1f} ["
    assert not any(bare in line for line in lines)
    assert any("Fewer than 30 takers" in line for line in lines)
    firm = item_report.report(a_test(30))
    assert f"{firm.items[0].facility:.1f} [" in "\n".join(item_report.as_lines(firm))


def test_an_item_that_the_better_get_wrong_is_flagged_once_the_takers_suffice():
    report = item_report.report(a_test(200, spoilt={"q3"}))
    assert report.flags == [["the better do worse"] if place == 3 else [] for place in range(8)]


def test_thirty_of_thirty_is_not_yet_too_easy_and_three_hundred_are():
    def everybody_right(takers):
        return item_report.report(tabled({"a": 1, "b": 1}, [{"a": 1, "b": row % 2} for row in range(takers)]))

    assert everybody_right(30).flags[0] == []
    assert everybody_right(300).flags[0] == ["too easy"]


@pytest.mark.parametrize(
    ("interval", "index", "flags"),
    [
        ((95.0, 99.0), None, []),
        ((95.1, 99.0), None, ["too easy"]),
        ((1.0, 20.0), None, []),
        ((1.0, 19.9), None, ["too hard"]),
        ((40.0, 60.0), (-5.0, 20.0), []),
        ((40.0, 60.0), (-5.0, 19.9), ["hardly discriminates"]),
        ((40.0, 60.0), (-50.0, -0.1), ["the better do worse"]),
    ],
)
def test_a_flag_needs_the_whole_interval_beyond_the_limit(interval, index, flags):
    assert item_report.flagged(interval, index) == flags


@settings(max_examples=20)
@given(any_marks(most_takers=18, most_items=4))
def test_every_interval_holds_its_value(given_marks):
    report = item_report.report(tabled(*given_marks))
    pairs = [
        *zip((item.facility for item in report.items), report.intervals.facility, strict=True),
        *zip((item.discrimination_index for item in report.items), report.intervals.discrimination_index, strict=True),
        (report.whole.consistency, report.intervals.consistency),
        (report.whole.standard_error, report.intervals.standard_error),
    ]
    for value, interval in pairs:
        assert interval is None or interval[0] <= value <= interval[1]


def test_an_interval_that_was_drawn_beside_its_value_is_widened_to_it():
    assert intervals._middle([1.0, 2.0, 3.0], 9.0) == (pytest.approx(1.05), 9.0)
    assert intervals._middle([1.0, 2.0, 3.0], 0.0) == (0.0, pytest.approx(2.95))


def test_too_many_draws_without_a_value_leave_no_interval():
    assert intervals._middle([*[1.0] * 89, *[None] * 11], 1.0) is None
    assert intervals._middle([*[1.0] * 90, *[None] * 10], 1.0) == (1.0, 1.0)


def test_the_same_marks_have_the_same_intervals_and_more_takers_narrower_ones():
    once, again = intervals.around(a_test(60)), intervals.around(a_test(60))
    assert once == again
    low, high = once.consistency
    narrow = intervals.around(a_test(960)).consistency
    assert narrow[1] - narrow[0] < (high - low) / 2


def test_fields_laid_side_by_side_add_up_to_the_sums_of_the_table():
    table = a_test(40)
    unpacked = intervals._unpacking(len(table.items), 8)
    packed = sum(intervals._packed(row, 8) for row in table.rows)
    assert unpacked(packed, table.takers) == item_statistics.sums(table)


@pytest.mark.parametrize(
    ("right", "takers", "low", "high"),
    [(0, 10, 0, 27.75), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100), (1, 1, 20.65, 100)],
)
def test_wilsons_interval_is_that_of_the_tables(right, takers, low, high):
    assert intervals.wilson(right / takers, takers) == pytest.approx((low, high), abs=0.006)
