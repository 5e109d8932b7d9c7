"""Facility, discrimination, weight and consistency, to the digit; never a crash, whatever the marks."""

import math
import statistics

import pytest
from hypothesis import given

from learning import item_report, item_statistics, mark_tables
from tests.learning import published
from tests.learning.tables import any_marks, correlation, tabled


def by_item(maxima, marks):
    return item_statistics.items(tabled(maxima, marks))


def close(one, other, within=1e-6):
    return one is other is None or (one is not None and other is not None and abs(one - other) < within)


# ── what is not defined is None, not an error ───────────────────────────────


@given(any_marks())
def test_any_marks_within_the_rules_have_a_report(given_marks):
    report = item_report.report(tabled(*given_marks))
    facts = item_report.as_facts(report)
    values = [value for key in item_report.KEYS for value in facts[key].values()]
    assert all(value is None or math.isfinite(value) for value in values)
    assert item_report.as_lines(report)


def test_one_taker_has_a_facility_and_nothing_else():
    (only,) = by_item({"q": 4}, [{"q": 1}])
    assert only.facility == 25
    assert (only.sd, only.effective_weight, only.discrimination_index, only.upper_minus_lower) == (None,) * 4


def test_one_item_discriminates_nothing_and_has_no_consistency():
    table = tabled({"q": 1}, [{"q": mark} for mark in (0, 1, 1, 0)])
    assert item_statistics.items(table)[0].discrimination_index is None
    assert item_statistics.items(table)[0].discrimination_efficiency is None
    assert item_statistics.whole(table).consistency is None
    assert item_statistics.whole(table).standard_error is None


def test_marks_that_only_rounding_tells_apart_count_as_alike():
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in floating point: no variance may come of it."""
    marks = [{"a": 0.1, "b": 0.2, "c": 0.3}, {"a": 0.3, "b": 0.2, "c": 0.1}, {"a": 0.2, "b": 0.1, "c": 0.3}]
    table = tabled({"a": 1, "b": 1, "c": 1}, marks)
    assert item_statistics.whole(table).sd == 0
    assert item_statistics.whole(table).consistency is None
    assert item_statistics.whole(table).skewness is None


def test_an_item_that_runs_against_the_total_has_no_effective_weight():
    marks = [{"a": 1, "b": 0, "c": 0}, {"a": 0, "b": 1, "c": 1}, {"a": 0, "b": 1, "c": 0.5}]
    a, b, c = by_item({"a": 1, "b": 1, "c": 1}, marks)
    assert a.effective_weight is None
    assert b.effective_weight + c.effective_weight == pytest.approx(100)
    assert a.discrimination_index < 0


# ── to the digit ────────────────────────────────────────────────────────────


def test_what_moodle_publishes_is_reproduced():
    facts = item_report.as_facts(item_report.report(tabled(published.MAXIMA, published.MARKS)))
    for key, expected in published.PUBLISHED.items():
        assert [facts[key][item] for item in published.ITEMS] == pytest.approx(expected, abs=3e-7), key
    for key, value in published.WHOLE.items():
        assert facts[key] == pytest.approx(value, abs=1e-9), key


def test_a_small_test_by_hand():
    """Four takers, totals 3, 2, 1, 0: a hurdle each (Guttman). Worked out on paper."""
    marks = [{"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 0}, {"a": 1, "b": 0, "c": 0}, {"a": 0, "b": 0, "c": 0}]
    table = tabled({"a": 1, "b": 1, "c": 1}, marks)
    a, b, _ = item_statistics.items(table)
    whole = item_statistics.whole(table)
    assert (a.facility, b.facility) == (75, 50)
    assert a.sd == pytest.approx(0.5)
    assert a.discrimination_index == pytest.approx(100 / math.sqrt(33 / 9))
    assert whole.sd == pytest.approx(math.sqrt(5 / 3))
    assert whole.consistency == pytest.approx(75)  # 3/2 · (1 − (1/4 + 1/3 + 1/4) / (5/3))
    assert whole.error_ratio == pytest.approx(50)
    assert whole.standard_error == pytest.approx(math.sqrt(5 / 3) / 2)
    assert (whole.mean_percent, whole.median_percent, whole.skewness) == (50, 50, 0)
    assert whole.kurtosis == pytest.approx(-1.2)
    assert a.upper_minus_lower == 100  # one at each end


def test_who_is_level_at_the_edge_of_the_upper_end_counts_in_part():
    """Eight takers, two seats at each end; three are level for the two upper ones, and two of them were right."""
    first = [1, 1, 0, 1, 0, 0, 0, 0]
    other = [3, 3, 4, 2, 2, 2, 0, 0]
    marks = [{"a": a, "b": b} for a, b in zip(first, other, strict=True)]
    assert by_item({"a": 1, "b": 4}, marks)[0].upper_minus_lower == pytest.approx(100 * 2 / 3)


@given(any_marks())
def test_the_discrimination_index_is_the_correlation_with_the_rest(given_marks):
    maxima, marks = given_marks
    for item in by_item(maxima, marks):
        own = [row[item.name] for row in marks]
        rest = [round(sum(row.values()) - row[item.name], 9) for row in marks]
        assert close(item.discrimination_index, correlation(own, rest), 1e-5)
        assert len(own) < 2 or item.sd == pytest.approx(statistics.stdev(own), abs=1e-9)


# ── what must not matter does not ───────────────────────────────────────────


@given(any_marks())
def test_who_comes_first_changes_no_digit(given_marks):
    maxima, marks = given_marks
    assert item_report.report(tabled(maxima, marks)) == item_report.report(tabled(maxima, marks[::-1]))


@given(any_marks())
def test_marks_twice_as_high_change_marks_and_no_percentage(given_marks):
    maxima, marks = given_marks
    twice = {name: 2 * value for name, value in maxima.items()}, [{k: 2 * v for k, v in row.items()} for row in marks]
    for one, other in zip(by_item(maxima, marks), by_item(*twice), strict=True):
        assert one.facility == other.facility
        assert one.sd is other.sd is None or other.sd == pytest.approx(2 * one.sd)
        for name in ("effective_weight", "discrimination_index", "discrimination_efficiency", "upper_minus_lower"):
            assert close(getattr(one, name), getattr(other, name)), name


@given(any_marks())
def test_effective_weights_fill_a_hundred(given_marks):
    weights = [item.effective_weight for item in by_item(*given_marks)]
    known = [weight for weight in weights if weight is not None]
    assert not known or sum(known) == pytest.approx(100)


@given(any_marks())
def test_an_item_that_all_answer_alike_moves_consistency_only_by_the_number_of_items(given_marks):
    maxima, marks = given_marks
    before = item_statistics.whole(tabled(maxima, marks)).consistency
    more = [{**row, "same": 1} for row in marks]
    after = item_statistics.whole(tabled({**maxima, "same": 1}, more)).consistency
    p = len(maxima)
    if before is not None:
        assert after == pytest.approx(before * (p - 1) / p * (p + 1) / p, abs=1e-9)


@given(any_marks())
def test_limits_of_the_measures_hold(given_marks):
    for item in by_item(*given_marks):
        assert 0 <= item.facility <= 100
        assert item.discrimination_index is None or -100 <= item.discrimination_index <= 100
        assert item.discrimination_efficiency is None or item.discrimination_efficiency <= 100
        assert item.upper_minus_lower is None or -100 <= item.upper_minus_lower <= 100


def test_the_unit_is_as_small_as_the_finest_mark_and_no_smaller():
    table = mark_tables.table({"a": 1, "b": 10}, [{"a": 0.25, "b": 10}])
    assert (table.unit, table.maxima, table.rows) == (100, (100, 1000), ((25, 1000),))
