"""Where a test is passed: the judgement of several people, how far they differ, and who is too near to call.

Cuts are percentages of the highest possible mark, 0..100. Withdrawn items are left out before anything is counted.

Source: Angoff (1971), Ebel (1972), Hofstee (1983); the standard error of a cut is that of the judges' mean.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Z = 1.96  # standard errors of measurement to each side of the cut


class WrongJudgement(ValueError):
    """Why no pass mark follows from these judgements, in one sentence."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A pass mark. `standard_error` is SD of the judges' own cuts / √judges, in per cent; None with a single judge."""

    percent: float
    by_judge: tuple[float, ...]
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one judge would still accept, in per cent: lowest and highest cut, smallest and largest share that fails."""

    lowest_cut: float
    highest_cut: float
    fewest_fail: float
    most_fail: float


class Decision(StrEnum):
    """What follows from a score. Who is borderline sits a second form: nobody fails by the error of measurement."""

    PASS = "pass"  # noqa: S105 -- a decision, not a password
    FAIL = "fail"
    BORDERLINE = "borderline"


def angoff(
    judges: Sequence[Mapping[str, float]], maxima: Mapping[str, float], *, withdrawn: frozenset[str] = frozenset()
) -> Cut:
    """Each judge says of each item how many per cent of barely competent people get it right.

    A judge's cut is Σ percent · marks / Σ marks. Raises WrongJudgement where a judge left an item out.
    """
    return _mean_of_judges(judges, {item: marks for item, marks in maxima.items() if item not in withdrawn})


def ebel(judges: Sequence[Mapping[str, float]], cells: Mapping[str, float]) -> Cut:
    """Each judge says of each cell ("hard, essential") how many per cent of its marks barely competent people get.

    `cells` holds the marks of all items placed in each. A judge's cut is Σ marks · percent / Σ marks; a cell without
    marks needs no judgement. Raises WrongJudgement where a judge left another cell out.
    """
    return _mean_of_judges(judges, {cell: marks for cell, marks in cells.items() if marks})


def hofstee(scores: Sequence[float], judges: Sequence[Bounds]) -> float | None:
    """The compromise of what judges accept and what people got, to check another method by; scores in per cent.

    With the judges' mean bounds: the cut where the line from (lowest cut, most fail) to (highest cut, fewest fail)
    meets the share of scores below the cut. None where they do not meet: the bounds do not fit these people.
    """
    if not scores or not judges:
        raise WrongJudgement("There must be at least one score and one judge.")
    bounds = Bounds(*(statistics.fmean(each) for each in zip(*map(_ordered, judges), strict=True)))
    if not all(0 <= score <= 100 for score in scores):
        raise WrongJudgement("A score must lie between 0 and 100 per cent.")
    ranked = sorted(scores)
    if (
        _failing(ranked, bounds.lowest_cut) > bounds.most_fail
        or _failing(ranked, bounds.highest_cut) < bounds.fewest_fail
    ):
        return None
    return _meeting(ranked, bounds)


def decide(score: float, cut: float, standard_error: float) -> Decision:
    """Pass from cut + 1.96 · SEM, fail below cut - 1.96 · SEM, borderline between; all three in one unit.

    `standard_error` is that of measurement and at least 0. Where it is not known, this rule decides nothing.
    """
    if not all(map(math.isfinite, (score, cut, standard_error))) or standard_error < 0:
        raise WrongJudgement("Score, cut and standard error must be numbers, the error at least 0.")
    low, high = borderline(cut, standard_error)
    if score >= high:
        return Decision.PASS
    return Decision.FAIL if score < low else Decision.BORDERLINE


def borderline(cut: float, standard_error: float) -> tuple[float, float]:
    """The band around a cut in which a score decides nothing, from (included) and to (excluded)."""
    return cut - Z * standard_error, cut + Z * standard_error


def _mean_of_judges(judges: Sequence[Mapping[str, float]], marks: Mapping[str, float]) -> Cut:
    if not judges or not marks:
        raise WrongJudgement("There must be at least one judge and something to judge.")
    if not all(math.isfinite(weight) and weight > 0 for weight in marks.values()):
        raise WrongJudgement("Marks must be above 0.")
    own = tuple(_cut_of(judge, marks, number) for number, judge in enumerate(judges, start=1))
    spread = statistics.stdev(own) / math.sqrt(len(own)) if len(own) > 1 else None
    return Cut(statistics.fmean(own), own, spread)


def _cut_of(judge: Mapping[str, float], marks: Mapping[str, float], number: int) -> float:
    """One judge's own cut."""
    for what in marks:
        if what not in judge:
            raise WrongJudgement(f"Judge {number} has not judged {what}.")
        if not 0 <= judge[what] <= 100:
            raise WrongJudgement(f"Judge {number}, {what}: the judgement must lie between 0 and 100 per cent.")
    return math.fsum(judge[what] * weight for what, weight in marks.items()) / math.fsum(marks.values())


def _ordered(judge: Bounds) -> tuple[float, float, float, float]:
    """The four bounds; raises WrongJudgement where they are no bounds."""
    cuts, shares = (judge.lowest_cut, judge.highest_cut), (judge.fewest_fail, judge.most_fail)
    if not (0 <= cuts[0] < cuts[1] <= 100 and 0 <= shares[0] <= shares[1] <= 100):
        raise WrongJudgement("Bounds must lie between 0 and 100 per cent, the lower before the higher.")
    return *cuts, *shares


def _failing(ranked: Sequence[float], cut: float) -> float:
    """How many per cent score below the cut."""
    return 100 * sum(score < cut for score in ranked) / len(ranked)


def _meeting(ranked: Sequence[float], within: Bounds) -> float:
    """Where a falling line meets rising steps: on a step's level, or on its riser, which stands at a score."""
    low, high = within.lowest_cut, within.highest_cut
    slope = (within.most_fail - within.fewest_fail) / (high - low)
    risers = sorted({score for score in ranked if low <= score < high})
    for left, right in itertools.pairwise((low, *risers, high)):
        level = _failing(ranked, right)  # the share that fails is the same for every cut behind `left` up to `right`
        if level >= within.most_fail - slope * (right - low):
            return max(left, low + (within.most_fail - level) / slope) if slope else left
    return high
