"""Times kept as sparse histograms: exact enough for a median, small enough for a row a month.

A histogram is `{minutes: cases}`; the keys are text because JSON knows no others. Minutes are rounded down: to the
minute below two hours, to five minutes below ten hours, to a quarter of an hour below forty hours, to the hour above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

_STEPS = ((120, 1), (600, 5), (2400, 15))  # below so many minutes: in steps of so many
_WIDEST = 60
Histogram = Mapping[str, int]


def rounded(minutes: float) -> int:
    """The minutes as they are kept; negative ones count as none."""
    whole = max(0, int(minutes))
    step = next((step for below, step in _STEPS if whole < below), _WIDEST)
    return whole - whole % step


def add(histogram: dict[str, int], minutes: float) -> None:
    """One more case that took so long."""
    key = str(rounded(minutes))
    histogram[key] = histogram.get(key, 0) + 1


def merged(histograms: Iterable[Histogram]) -> dict[int, int]:
    """All of them together, shortest first."""
    total: Counter[int] = Counter()
    for histogram in histograms:
        for minutes, cases in histogram.items():
            total[int(minutes)] += cases
    return dict(sorted(total.items()))


def quantile(times: Mapping[int, int], share: float) -> int | None:
    """The time within which at least `share` (0–1) of the cases were done: the smallest such; None without cases."""
    cases, seen = sum(times.values()), 0
    for minutes in sorted(times):
        seen += times[minutes]
        if seen >= share * cases:
            return minutes
    return None
