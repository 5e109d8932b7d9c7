"""What became of each answer that was offered: a wrong one that nobody takes, or that the better take, is no good.

Who did well is told by the marks of the *other* items, so that an answer is not measured by itself.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from learning import intervals
from learning.intervals import Interval

RAREST = 5.0  # % of the takers: a wrong answer that fewer choose does no work (Haladyna & Downing 1993)
Z = intervals.Z


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one item.

    chosen          how many took it
    share           % of all takers, with its 95 % interval
    rest            mean marks in the other items of those who took it; None where nobody did
    lead            `rest` minus that of everybody else, in marks; None where there is nobody to compare
    lead_interval   its 95 % interval; None with fewer than ten on either side
    flags           words, each only when a whole interval lies beyond its limit
    """

    answer: str
    right: bool
    chosen: int
    share: float
    share_interval: Interval
    rest: float | None
    lead: float | None
    lead_interval: Interval | None
    flags: tuple[str, ...]


def answers(
    offered: Sequence[str], right: frozenset[str], chosen: Sequence[str | None], rest: Sequence[float]
) -> list[Answer]:
    """The table of one single-choice item: `chosen` and `rest` (marks in the other items) hold one entry per taker.

    None is no answer; it counts among the takers. Raises ValueError where the two are not equally long or empty, or
    where an answer was chosen that was not offered.
    """
    if not chosen or len(chosen) != len(rest):
        raise ValueError("There must be one answer and one mark for each taker.")
    if foreign := {each for each in chosen if each is not None} - set(offered):
        raise ValueError(f"{sorted(foreign)[0]} was chosen and is not offered.")
    return [_answer(each, chosen, rest, right=each in right) for each in offered]


def _answer(answer: str, chosen: Sequence[str | None], rest: Sequence[float], *, right: bool) -> Answer:
    takers = len(chosen)
    those = [marks for each, marks in zip(chosen, rest, strict=True) if each == answer]
    others = [marks for each, marks in zip(chosen, rest, strict=True) if each != answer]
    share = intervals.wilson(len(those) / takers, takers)
    lead = statistics.fmean(those) - statistics.fmean(others) if those and others else None
    spread = None if lead is None else _spread(lead, those, others)
    return Answer(
        answer=answer,
        right=right,
        chosen=len(those),
        share=100 * len(those) / takers,
        share_interval=share,
        rest=statistics.fmean(those) if those else None,
        lead=lead,
        lead_interval=spread,
        flags=tuple(_flags(share, spread, right=right)),
    )


def _spread(lead: float, those: Sequence[float], others: Sequence[float]) -> Interval | None:
    """Of the difference of two means, each with its own variance (Welch)."""
    if min(len(those), len(others)) < intervals.FEWEST:
        return None
    error = (statistics.variance(those) / len(those) + statistics.variance(others) / len(others)) ** 0.5
    return lead - Z * error, lead + Z * error


def _flags(share: Interval, lead: Interval | None, *, right: bool) -> list[str]:
    found = []
    if not right and share[1] < RAREST:
        found.append("hardly chosen")
    if lead is not None and right and lead[1] < 0:
        found.append("the better avoid the right answer")
    if lead is not None and not right and lead[0] > 0:
        found.append("the better choose it")
    return found
