"""What became of each answer: wrong ones that nobody takes, or that the better take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import distractors

OFFERED = ["A", "B", "C", "D"]
RIGHT = frozenset("A")


def table(chosen, rest):
    return {each.answer: each for each in distractors.answers(OFFERED, RIGHT, chosen, rest)}


@pytest.mark.parametrize(
    ("chosen", "rest"), [([], []), (["A"], [1, 2]), (["A", "Z"], [1, 2])], ids=["nobody", "ragged", "not offered"]
)
def test_what_does_not_fit_together_is_refused(chosen, rest):
    with pytest.raises(ValueError, match=r"taker|offered"):
        table(chosen, rest)


def test_few_takers_raise_no_flag():
    found = table(["B"] * 9 + ["A"] * 9, [10] * 9 + [0] * 9)
    assert found["B"].lead == 10
    assert found["B"].lead_interval is None
    assert all(each.flags == () for each in found.values())


def test_counts_shares_and_the_marks_of_those_who_took_it():
    found = table(["A", "A", "B", None], [6, 4, 2, 0])
    assert (found["A"].chosen, found["A"].share, found["A"].rest, found["A"].lead) == (2, 50, 5, 4)
    assert (found["C"].chosen, found["C"].rest, found["C"].lead) == (0, None, None)


def test_a_wrong_answer_that_the_better_take_is_flagged_and_so_is_the_right_one_that_they_avoid():
    found = table(["B", "A"] * 30, [8 + row % 3 if row % 2 == 0 else row % 3 for row in range(60)])
    assert found["B"].flags == ("the better choose it",)
    assert found["A"].flags == ("the better avoid the right answer",)


def test_a_lead_that_may_be_chance_raises_no_flag():
    found = table(["B", "A"] * 30, [row * 7 % 11 + (row % 2 == 0) for row in range(60)])
    assert found["B"].lead > 0 > found["B"].lead_interval[0]
    assert found["B"].flags == found["A"].flags == ()


def test_an_answer_that_nobody_takes_is_flagged_once_that_is_sure():
    assert table(["A", "B"] * 30, [1] * 60)["C"].flags == ()
    assert table(["A", "B"] * 60, [1] * 120)["C"].flags == ("hardly chosen",)


@given(st.lists(st.tuples(st.sampled_from([*OFFERED, None]), st.integers(0, 20)), min_size=1, max_size=40))
def test_every_table_adds_up(rows):
    chosen, rest = [answer for answer, _ in rows], [marks for _, marks in rows]
    found = table(chosen, rest)
    assert sum(each.chosen for each in found.values()) + chosen.count(None) == len(rows)
    for each in found.values():
        low, high = each.share_interval
        assert low <= each.share <= high
        assert each.lead_interval is None or each.lead_interval[0] <= each.lead <= each.lead_interval[1]
