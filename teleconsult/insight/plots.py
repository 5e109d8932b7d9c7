"""Plots as numbers between 0 and 100: the template draws them, in per cent of whatever width there is.

Every plot is a table whose middle column is drawn: the words and numbers beside it say the same, so colour and shape
are never the only carrier.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from teleconsult.insight import words
from teleconsult.insight.definitions import ON_TIME, Definition
from teleconsult.insight.hiding import SUM, Sign
from teleconsult.models import Urgency

if TYPE_CHECKING:
    from teleconsult.insight.figures import Figures
    from teleconsult.insight.hiding import Share
    from teleconsult.insight.hours import Hours
    from teleconsult.insight.live import Waiting

BEYOND = 2.0  # multiples of the allowed time at the right edge of the plot


class Bar(NamedTuple):
    """A bar of a row: how long, and how much of it is marked."""

    label: str
    number: int
    late: int
    width: float
    late_width: float
    urgencies: list[tuple[str, int]]


class TimeRow(NamedTuple):
    """Median to 90th percentile on one line, in multiples of the allowed time, and the share on time."""

    label: str
    median: float | None
    ninetieth: float | None
    beyond: bool  # the 90th percentile lies outside
    median_words: str
    ninetieth_words: str
    allowed_words: str
    on_time: ShareRow


class ShareRow(NamedTuple):
    """A share as a bar, or only as words where it is hidden."""

    measure: Definition
    label: str
    width: float | None
    percent: str
    counts: str
    hidden: bool
    low: float | None = None  # where chance alone would leave it, 0–100
    high: float | None = None
    unusual: str = ""
    within: tuple[float, float] | None = None  # all that may be known of a hidden share: between these, 0–100


def waiting(now: Waiting) -> list[Bar]:
    """One bar per age; the longest is the whole width."""
    most = max((age.number for age in now.ages), default=0) or 1
    return [
        Bar(
            str(age.label),
            age.number,
            age.late,
            _percent(age.number / most),
            _percent(age.late / most),
            [(words.urgency(urgency), number) for urgency, number in age.by_urgency.items() if number],
        )
        for age in now.ages
    ]


def times(figures: Figures, row: str, measure: Definition, allowed: dict[str, float]) -> list[TimeRow]:
    """One row per urgency, the most urgent first. `allowed` is the time that fills half of the plot, in minutes."""
    found = []
    for urgency in Urgency:
        took = figures.time(measure, row, urgency)
        limit = allowed[urgency]
        found.append(
            TimeRow(
                words.urgency(urgency),
                _multiple(took.median, limit),
                _multiple(took.ninetieth, limit),
                took.ninetieth is not None and took.ninetieth > BEYOND * limit,
                words.minutes(took.median),
                words.minutes(took.ninetieth),
                words.minutes(round(limit)),
                share(ON_TIME[measure.name], figures.share(ON_TIME[measure.name], row, urgency), figures.least),
            )
        )
    return found


def _multiple(minutes: int | None, limit: float) -> float | None:
    return None if minutes is None else _percent(min(minutes / limit / BEYOND, 1.0))


def share(measure: Definition, value: Share, least: int, label: str = "") -> ShareRow:
    """One share with n/N beside it."""
    width = None if value.value is None else _percent(value.value)
    hidden = value.whole is None or value.part is None
    said = words.percent(value, least), words.counts(value, least)
    return ShareRow(measure, label or str(measure.title), width, *said, hidden, within=_within(value, least))


def _within(value: Share, least: int) -> tuple[float, float] | None:
    """Where a hidden share lies, as its sign tells."""
    if value.part is not None or not value.whole:
        return None
    few = _percent(min(1.0, (least - 1) / value.whole))
    return {Sign.FEW: (0.0, few), Sign.ALL_BUT_FEW: (round(100 - few, 2), 100.0)}.get(value.part_sign)


def institutions(figures: Figures, measure: Definition, names: Iterable[tuple[str, str]]) -> list[ShareRow]:
    """Each institution's share, and where 95 of 100 like it would lie if they differed from all by chance alone.

    A funnel plot by rows: ordered by name, because a rank says more than the numbers do. The range is the normal
    approximation around the common share (± 1.96 standard errors for that many cases).
    """
    common = figures.share(measure, SUM).value
    return [_against(common, share(measure, figures.share(measure, row), figures.least, name)) for row, name in names]


def _against(common: float | None, row: ShareRow, *, sigmas: float = 1.96) -> ShareRow:
    if common is None or row.width is None:
        return row
    number = int(row.counts.rpartition("/")[2])
    spread = sigmas * sqrt(common * (1 - common) / number)
    low, high = _percent(max(0.0, common - spread)), _percent(min(1.0, common + spread))
    unusual = words.lower() if row.width < low else words.higher() if row.width > high else ""
    return row._replace(low=low, high=high, unusual=unusual)


HEIGHT, TOP = 150.0, 1.1  # of the plot of hours: in pixels, and the share at its upper edge
AHEAD = 6  # months of the trend that are drawn


class Point(NamedTuple):
    """A month on the plot of hours: x in per cent, y in pixels from above."""

    x: float
    y: float
    month: str
    percent: str
    offered: int  # hours
    used: int


class HoursPlot(NamedTuple):
    """The months joined by lines, the limit, and the trend as one line."""

    points: list[Point]
    lines: list[tuple[Point, Point]]
    limit: float
    limit_words: str
    trend: tuple[float, float, float, float] | None  # x1, y1, x2, y2
    marks: list[tuple[float, str]]  # heights with their words


def hours(found: Hours) -> HoursPlot:
    """Share of hours used, month by month; the trend goes on for half a year."""
    last = len(found.months) - 1
    width = max(1, last + AHEAD)
    points = [
        Point(
            _percent(place / width),
            _height(month.share),
            f"{month.first:%Y-%m}",
            words.hundredths(month.share),
            round(month.offered / 60),
            round(month.used / 60),
        )
        for place, month in enumerate(found.months)
        if month.share is not None
    ]
    trend, line = None, found.outlook.line
    if line is not None:
        first = last + 1 - found.outlook.months  # the line is drawn through the last months only
        ends = line[0] + line[1] * (last - first + AHEAD)
        trend = (_percent(max(0, first) / width), _height(line[0]), 100.0, _height(ends))
    marks = [(_height(share), words.hundredths(share)) for share in (0.0, 0.5, 1.0)]
    limit = _height(found.full_at), words.hundredths(found.full_at)
    return HoursPlot(points, list(pairwise(points)), *limit, trend, marks)


def _height(share: float) -> float:
    return round(HEIGHT * (1 - min(max(share, 0.0), TOP) / TOP), 1)


def _percent(part: float) -> float:
    return round(100 * part, 2)
