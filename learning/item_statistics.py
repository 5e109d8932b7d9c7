"""How good the questions of one test are: classical test theory, with the formulas and names that Moodle uses.

Let x be the marks of an item, T the total, r = T - x what the other items gave, S the number of takers (the first
attempt of each). Variances and covariances are those of a sample (S - 1). A value that is not defined is None: with one
taker, without variance, with one item.

Source: Moodle's documented quiz report calculations; Cronbach (1951) for the consistency; Kelley (1939) for the ends of
27 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from learning.mark_tables import Table

OUTER = Fraction(27, 100)  # of the takers, at each end


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item. Percentages unless another unit is named.

    facility                   100 · mean(x) / highest possible x, 0..100
    sd                         marks
    effective_weight           100 · √cov(x, T) / Σ √cov(x, T), 0..100; None where cov(x, T) < 0
    discrimination_index       100 · the correlation of x and r, -100..100
    discrimination_efficiency  100 · cov(x, r) / cov(sorted x, sorted r), at most 100
    upper_minus_lower          100 · (mean x of the 27 % with the highest T − mean x of the 27 % with the lowest)
                               / highest possible x: the classic D, another thing than the discrimination index
    """

    name: str
    facility: float
    sd: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discrimination_efficiency: float | None
    upper_minus_lower: float | None


@dataclass(frozen=True, slots=True)
class WholeStatistics:
    """The test as a whole.

    mean_percent, median_percent  of the highest possible total
    sd                            marks
    consistency                   Cronbach's α · 100 over all items ("CIC"), at most 100
    error_ratio                   100 · √(1 − CIC / 100)
    standard_error                of measurement, marks: error ratio · sd / 100
    skewness, kurtosis            k3 / k2^1.5 (from 3 takers) and k4 / k2² (from 4), by k-statistics
    """

    mean_percent: float
    median_percent: float
    sd: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    skewness: float | None
    kurtosis: float | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What covariances are made of, of all takers or of a sample of them; in units of the table."""

    takers: int
    t: int
    tt: int
    x: tuple[int, ...]
    xx: tuple[int, ...]
    xt: tuple[int, ...]

    def var_total(self) -> int:
        """S (S - 1) times the variance of the total."""
        return self.takers * self.tt - self.t * self.t

    def var(self) -> list[int]:
        """S (S - 1) times the variance of each item."""
        return [self.takers * xx - x * x for x, xx in zip(self.x, self.xx, strict=True)]

    def cov_total(self) -> list[int]:
        """S (S - 1) times the covariance of each item with the total."""
        return [self.takers * xt - x * self.t for x, xt in zip(self.x, self.xt, strict=True)]


def sums(table: Table) -> Sums:
    """Of everybody in the table."""
    totals, columns = table.totals, list(zip(*table.rows, strict=True))
    return Sums(
        takers=table.takers,
        t=sum(totals),
        tt=sum(map(mul, totals, totals)),
        x=tuple(map(sum, columns)),
        xx=tuple(sum(map(mul, column, column)) for column in columns),
        xt=tuple(sum(map(mul, column, totals)) for column in columns),
    )


def discrimination_indices(of: Sums) -> list[float | None]:
    """100 · cov(x, r) / √(var x · var r) of each item."""
    whole = of.var_total()
    found: list[float | None] = []
    for own, with_total in zip(of.var(), of.cov_total(), strict=True):
        rest = whole - 2 * with_total + own
        found.append(_held(100 * (with_total - own) / math.sqrt(own * rest)) if own and rest else None)
    return found


def consistency(of: Sums) -> float | None:
    """100 · p / (p − 1) · (1 − Σ var x / var T); p counts every item, also one that everybody answered alike."""
    items, whole = len(of.x), of.var_total()
    return 100 * items * (whole - sum(of.var())) / ((items - 1) * whole) if items > 1 and whole else None


def standard_error(of: Sums, unit: int) -> float | None:
    """Standard error of measurement, in marks."""
    cic = consistency(of)
    return None if cic is None else math.sqrt(1 - cic / 100) * _sd(of.var_total(), of.takers, unit)


def items(table: Table) -> list[ItemStatistics]:
    """Each item, in the order of the table."""
    of = sums(table)
    several = table.takers > 1
    weights, indices = _effective_weights(of), discrimination_indices(of)
    return [
        ItemStatistics(
            name=name,
            facility=100 * of.x[place] / (table.takers * table.maxima[place]),
            sd=_sd(own, table.takers, table.unit) if several else None,
            effective_weight=weights[place],
            discrimination_index=indices[place],
            discrimination_efficiency=_efficiency(table, place),
            upper_minus_lower=_upper_minus_lower(table, place),
        )
        for place, (name, own) in enumerate(zip(table.items, of.var(), strict=True))
    ]


def whole(table: Table) -> WholeStatistics:
    """The test."""
    of, totals, takers = sums(table), sorted(table.totals), table.takers
    most, cic = sum(table.maxima), consistency(of)
    return WholeStatistics(
        mean_percent=100 * of.t / (takers * most),
        median_percent=100 * (totals[(takers - 1) // 2] + totals[takers // 2]) / (2 * most),
        sd=_sd(of.var_total(), takers, table.unit) if takers > 1 else None,
        consistency=cic,
        error_ratio=None if cic is None else 100 * math.sqrt(1 - cic / 100),
        standard_error=standard_error(of, table.unit),
        skewness=_skewness(totals),
        kurtosis=_kurtosis(totals),
    )


def _sd(variance: int, takers: int, unit: int) -> float:
    """From S (S - 1) times the variance, in marks."""
    return math.sqrt(variance / (takers * (takers - 1))) / unit


def _held(percent: float) -> float:
    """A correlation that rounding has pushed over the edge."""
    return max(-100.0, min(100.0, percent))


def _effective_weights(of: Sums) -> list[float | None]:
    roots = [math.sqrt(each) if each >= 0 else None for each in of.cov_total()]
    all_of_them = math.fsum(root for root in roots if root is not None)
    return [100 * root / all_of_them if root is not None and all_of_them else None for root in roots]


def _efficiency(table: Table, place: int) -> float | None:
    own = [row[place] for row in table.rows]
    rest = [total - mark for total, mark in zip(table.totals, own, strict=True)]
    product = sum(own) * sum(rest)
    best = table.takers * sum(map(mul, sorted(own), sorted(rest))) - product
    return 100 * (table.takers * sum(map(mul, own, rest)) - product) / best if best else None


def _upper_minus_lower(table: Table, place: int) -> float | None:
    seats = math.floor(OUTER * table.takers)
    if not seats:
        return None
    pairs = [(total, row[place]) for total, row in zip(table.totals, table.rows, strict=True)]
    upper, lower = _outermost(pairs, seats), _outermost([(-total, mark) for total, mark in pairs], seats)
    return float(100 * (upper - lower) / (seats * table.maxima[place]))


def _outermost(pairs: list[tuple[int, int]], seats: int) -> Fraction:
    """Marks of those with the highest totals; who is level at the last seat shares what seats are left."""
    edge = sorted((total for total, _ in pairs), reverse=True)[seats - 1]
    inside = [mark for total, mark in pairs if total > edge]
    level = [mark for total, mark in pairs if total == edge]
    return sum(inside) + Fraction(sum(level) * (seats - len(inside)), len(level))


def _skewness(totals: list[int]) -> float | None:
    n = len(totals)
    second = _power_sum(totals, 2)
    if n < 3 or not second:
        return None
    k2, k3 = second / (n - 1), Fraction(n, (n - 1) * (n - 2)) * _power_sum(totals, 3)
    return float(k3 / k2) / math.sqrt(k2)


def _kurtosis(totals: list[int]) -> float | None:
    n = len(totals)
    second = _power_sum(totals, 2)
    if n < 4 or not second:
        return None
    k2, outer = second / (n - 1), Fraction(n, (n - 1) * (n - 2) * (n - 3))
    k4 = outer * ((n + 1) * _power_sum(totals, 4) - Fraction(3 * (n - 1), n) * second**2)
    return float(k4 / k2**2)


def _power_sum(totals: list[int], power: int) -> Fraction:
    """Σ (T − mean)^power, without rounding."""
    n, all_of_them = len(totals), sum(totals)
    return Fraction(sum((n * total - all_of_them) ** power for total in totals), n**power)
