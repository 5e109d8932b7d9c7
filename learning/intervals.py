"""How sure the statistics of a test are: 95 % intervals, the same each time for the same marks.

Facility has Wilson's score interval, which is right for marks of 0 or 1 and on the safe side for marks in between,
and does not shrink to a point when everybody was right. Discrimination index, consistency and standard error are drawn
again: takers are sampled with replacement a thousand times (Efron's bootstrap, percentiles 2.5 and 97.5) with a fixed
seed, from rows in a fixed order.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from learning import item_statistics
from learning.item_statistics import Sums
from learning.mark_tables import Table

DRAWS = 1_000
SEED = 20_260_101
FEWEST = 10  # takers: a smaller group, drawn again, only repeats itself
DEFINED = 0.9  # of the draws must have a value; otherwise the marks are too few to say anything
Z = 1.959963984540054  # 97.5 % of the normal distribution lies below

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Intervals:
    """95 % intervals in the unit of the value, items in the order of the table; None where too little is known."""

    facility: tuple[Interval, ...]
    discrimination_index: tuple[Interval | None, ...]
    consistency: Interval | None
    standard_error: Interval | None


def around(table: Table) -> Intervals:
    """The intervals of every item and of the test; each holds its point value."""
    of, unit = item_statistics.sums(table), table.unit
    facility = tuple(
        wilson(x / (table.takers * most), table.takers) for x, most in zip(of.x, table.maxima, strict=True)
    )
    if table.takers < FEWEST:
        return Intervals(facility, tuple(None for _ in table.items), None, None)
    draws = list(_draws(table))
    indices = zip(*map(item_statistics.discrimination_indices, draws), strict=True)
    return Intervals(
        facility,
        tuple(map(_middle, indices, item_statistics.discrimination_indices(of))),
        _middle([item_statistics.consistency(each) for each in draws], item_statistics.consistency(of)),
        _middle(
            [item_statistics.standard_error(each, unit) for each in draws], item_statistics.standard_error(of, unit)
        ),
    )


def wilson(share: float, takers: int) -> Interval:
    """Wilson (1927): the interval, 0..100 %, of a share 0..1 of so many (at least 1)."""
    shrink = 1 + Z * Z / takers
    centre = share + Z * Z / (2 * takers)
    half = Z * math.sqrt(max(0.0, share * (1 - share)) / takers + (Z / (2 * takers)) ** 2)
    low, high = (centre - half) / shrink, (centre + half) / shrink
    return 100 * max(0.0, min(low, share)), 100 * min(1.0, max(high, share))


def _middle(values: Sequence[float | None], point: float | None) -> Interval | None:
    """The middle 95 % of what was drawn, widened to the point value where that lies outside."""
    known = sorted(value for value in values if value is not None)
    if point is None or len(known) < DEFINED * len(values):
        return None
    return min(point, _percentile(known, 0.025)), max(point, _percentile(known, 0.975))


def _percentile(ranked: Sequence[float], share: float) -> float:
    """Between the two nearest, linearly."""
    place = share * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def _draws(table: Table) -> Iterator[Sums]:
    """The sums of a thousand groups of takers drawn from the table.

    One taker's marks, squares and products are laid side by side in one large whole number, in fields wide enough that
    the sum over all takers overflows none. Adding two such numbers adds all fields at once, many times faster than
    field by field.
    """
    chance = random.Random(SEED)  # noqa: S311 -- it must be the same each time
    width = (table.takers * max(1, max(table.totals)) ** 2).bit_length() // 8 + 1
    packed = [_packed(row, width) for row in table.rows]
    unpacked = _unpacking(len(table.items), width)
    for _ in range(DRAWS):
        yield unpacked(sum(chance.choices(packed, k=table.takers)), table.takers)


def _packed(row: tuple[int, ...], width: int) -> int:
    total = sum(row)
    fields = [total, total * total, *row, *(mark * mark for mark in row), *(mark * total for mark in row)]
    return int.from_bytes(b"".join(field.to_bytes(width, "little") for field in fields), "little")


def _unpacking(items: int, width: int) -> Callable[[int, int], Sums]:
    fields = 2 + 3 * items

    def unpacked(packed: int, takers: int) -> Sums:
        content = packed.to_bytes(fields * width, "little")
        t, tt, *rest = (int.from_bytes(content[at : at + width], "little") for at in range(0, fields * width, width))
        return Sums(takers, t, tt, tuple(rest[:items]), tuple(rest[items : 2 * items]), tuple(rest[2 * items :]))

    return unpacked
