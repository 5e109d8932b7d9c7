"""Marks that make honesty pay, and what an answer says to the schedule of repetition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import certainty
from learning.certainty import Certainty, Grade


@pytest.mark.parametrize("raw", [-0.01, 1.01, float("nan")])
def test_a_fraction_beyond_its_limits_is_refused(raw):
    with pytest.raises(ValueError, match="between 0 and 1"):
        certainty.fraction(raw, Certainty.LOW)
    with pytest.raises(ValueError, match="between 0 and 1"):
        certainty.grade(raw)


@pytest.mark.parametrize(
    ("sure", "right", "wrong"), [(Certainty.LOW, 1, 0), (Certainty.MEDIUM, 2, -2), (Certainty.HIGH, 3, -6)]
)
def test_on_a_scale_of_three_marks_certainty_pays_or_costs(sure, right, wrong):
    assert 3 * certainty.fraction(1, sure) == pytest.approx(right)
    assert 3 * certainty.fraction(0, sure) == pytest.approx(wrong)


@given(st.floats(0, 1))
def test_nobody_gains_by_claiming_more_or_less_than_they_know(chance):
    def expected(sure):
        return chance * certainty.fraction(1, sure) + (1 - chance) * certainty.fraction(0, sure)

    assert expected(certainty.worth_claiming(chance)) >= max(map(expected, Certainty)) - 1e-9


@pytest.mark.parametrize(
    ("raw", "sure", "quick", "grade"),
    [
        (0, None, True, Grade.AGAIN),
        (0.9, Certainty.HIGH, True, Grade.AGAIN),
        (1, Certainty.LOW, True, Grade.HARD),
        (1, None, True, Grade.GOOD),
        (1, Certainty.MEDIUM, True, Grade.GOOD),
        (1, Certainty.HIGH, False, Grade.GOOD),
        (0.9999999, Certainty.HIGH, True, Grade.EASY),
    ],
)
def test_an_answer_becomes_a_grade(raw, sure, quick, grade):
    assert certainty.grade(raw, sure, quick=quick) is grade


@pytest.mark.parametrize(
    ("raw", "sure", "told"),
    [(0, Certainty.HIGH, True), (0, Certainty.MEDIUM, False), (0, None, False), (0.5, Certainty.HIGH, False)],
)
def test_only_who_was_sure_and_wholly_wrong_is_confidently_wrong(raw, sure, told):
    assert certainty.confidently_wrong(raw, sure) is told
