"""Where a test is passed, how far the judges differ, and who is too near to call."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning import pass_marks
from learning.pass_marks import Bounds, Decision, WrongJudgement

PERCENT = st.integers(0, 100)
MARKS = {"a": 1, "b": 3}


# ── refusals ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("judges", "marks", "why"),
    [
        ([], MARKS, "at least one judge"),
        ([{"a": 50}], {}, "something to judge"),
        ([{"a": 50, "b": 50}, {"a": 50}], MARKS, "Judge 2 has not judged b"),
        ([{"a": 50, "b": 101}], MARKS, "Judge 1, b: the judgement must lie between 0 and 100"),
        ([{"a": math.nan, "b": 50}], MARKS, "Judge 1, a"),
        ([{"a": 50}], {"a": 0}, "Marks must be above 0"),
        ([{"a": 50}], {"a": math.inf}, "Marks must be above 0"),
    ],
)
def test_judgements_that_no_cut_follows_from_are_refused(judges, marks, why):
    with pytest.raises(WrongJudgement, match=why):
        pass_marks.angoff(judges, marks)


@pytest.mark.parametrize(
    ("scores", "bounds"),
    [
        ([], Bounds(50, 70, 5, 30)),
        ([101.0], Bounds(50, 70, 5, 30)),
        ([math.nan], Bounds(50, 70, 5, 30)),
        ([50.0], Bounds(70, 70, 5, 30)),
        ([50.0], Bounds(50, 70, 31, 30)),
        ([50.0], Bounds(50, 101, 5, 30)),
    ],
)
def test_a_compromise_of_nonsense_is_refused(scores, bounds):
    with pytest.raises(WrongJudgement):
        pass_marks.hofstee(scores, [bounds])


@pytest.mark.parametrize("numbers", [(math.nan, 60, 3), (60, math.inf, 3), (60, 60, -0.1)])
def test_nothing_is_decided_without_numbers(numbers):
    with pytest.raises(WrongJudgement):
        pass_marks.decide(*numbers)


# ── Angoff and Ebel ─────────────────────────────────────────────────────────


def test_angoff_weighs_judgements_by_marks_and_says_how_far_the_judges_differ():
    cut = pass_marks.angoff([{"a": 40, "b": 60}, {"a": 80, "b": 60}, {"a": 60, "b": 80}], MARKS)
    assert list(cut.by_judge) == [55, 65, 75]
    assert cut.percent == 65
    assert cut.standard_error == pytest.approx(10 / math.sqrt(3))


def test_a_withdrawn_item_has_no_part_in_the_cut_judged_or_not():
    cut = pass_marks.angoff([{"a": 40}, {"a": 60, "b": 0}], MARKS, withdrawn=frozenset({"b"}))
    assert cut.percent == 50


def test_a_single_judge_has_a_cut_and_no_standard_error():
    assert pass_marks.angoff([{"a": 40, "b": 80}], MARKS) == pass_marks.Cut(70, (70,), None)


def test_ebel_weighs_cells_by_their_marks_and_asks_nothing_about_empty_ones():
    cells = {"essential, easy": 10, "essential, hard": 6, "extra, easy": 4, "extra, hard": 0}
    judges = [
        {"essential, easy": 90, "essential, hard": 60, "extra, easy": 50},
        {"essential, easy": 80, "essential, hard": 60, "extra, easy": 50},
    ]
    cut = pass_marks.ebel(judges, cells)
    assert list(cut.by_judge) == [73, 68]  # (10·90 + 6·60 + 4·50) / 20
    assert (cut.percent, cut.standard_error) == (70.5, pytest.approx(2.5))
    with pytest.raises(WrongJudgement, match="Judge 1 has not judged extra, easy"):
        pass_marks.ebel([{"essential, easy": 90, "essential, hard": 60}], cells)


@given(st.lists(st.tuples(PERCENT, PERCENT), min_size=1, max_size=8))
def test_a_cut_lies_between_the_lowest_and_the_highest_judgement(judged):
    cut = pass_marks.angoff([{"a": a, "b": b} for a, b in judged], MARKS)
    known = [percent for pair in judged for percent in pair]
    assert min(known) - 1e-9 <= cut.percent <= max(known) + 1e-9


# ── Hofstee ─────────────────────────────────────────────────────────────────


def test_hofstee_meets_the_line_on_a_level_of_the_curve():
    """A fifth scores 40, the rest 90: between, 20 % fail; the line from (50, 30 %) to (70, 10 %) is there at 60."""
    assert pass_marks.hofstee([40, 90, 90, 90, 90], [Bounds(50, 70, 10, 30)]) == pytest.approx(60)


def test_hofstee_meets_the_line_where_many_have_the_same_score():
    """Behind 60 half of them fail at once: the line is crossed there."""
    assert pass_marks.hofstee([60, 60, 90, 90], [Bounds(50, 70, 10, 30)]) == 60


@pytest.mark.parametrize("scores", [[20, 30, 40, 90], [95, 96, 97, 98]])
def test_bounds_that_do_not_fit_these_people_give_no_compromise(scores):
    assert pass_marks.hofstee(scores, [Bounds(50, 70, 10, 30)]) is None


@given(st.lists(PERCENT, min_size=1, max_size=30), st.tuples(PERCENT, PERCENT), st.tuples(PERCENT, PERCENT))
def test_up_to_the_compromise_fewer_fail_than_the_line_allows_and_behind_it_more(scores, cuts, shares):
    (low, high), (fewest, most) = sorted(cuts), sorted(shares)
    assume(low < high)

    def fail(cut):
        return 100 * sum(score < cut for score in scores) / len(scores)

    found = pass_marks.hofstee(scores, [Bounds(low, high, fewest, most)])
    if found is None:
        assert fail(low) > most or fail(high) < fewest
        return
    line = most - (most - fewest) * (found - low) / (high - low)
    assert low <= found <= high
    assert fail(found - 1e-9) <= line + 1e-6
    assert fail(found + 1e-9) >= line - 1e-6


# ── the band ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("score", "decision"),
    [(65.88, Decision.PASS), (65.87, Decision.BORDERLINE), (54.12, Decision.BORDERLINE), (54.11, Decision.FAIL)],
)
def test_whoever_is_within_the_error_of_measurement_is_borderline(score, decision):
    assert pass_marks.decide(score, 60, 3) is decision


@pytest.mark.parametrize(("score", "decision"), [(60, Decision.PASS), (59.99, Decision.FAIL)])
def test_without_error_there_is_no_band(score, decision):
    assert pass_marks.decide(score, 60, 0) is decision


@given(PERCENT, PERCENT, st.floats(0, 30))
def test_a_higher_score_is_never_decided_worse(one, other, error):
    order = [Decision.FAIL, Decision.BORDERLINE, Decision.PASS]
    ranks = [order.index(pass_marks.decide(score, 60, error)) for score in sorted((one, other))]
    assert ranks == sorted(ranks)
