"""When the experts' hours run out: a straight line through the months, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from teleconsult.insight.working import after

LEAST_MONTHS = 6
HORIZON = 24  # months


class Outlook(Enum):
    """What can be said."""

    TOO_FEW = "too_few"  # months
    FULL = "full"  # already
    NOT_SOON = "not_soon"  # within the horizon, or not at all on this line
    RUNS_OUT = "runs_out"


@dataclass(frozen=True)
class Forecast:
    """The day on which the line reaches the limit, and between which days it does if one month is left out."""

    outlook: Outlook
    months: int = 0
    on: date | None = None
    earliest: date | None = None
    latest: date | None = None  # None where, without one of the months, it would not run out within the horizon
    line: tuple[float, float] | None = None  # at the first month, and the rise per month

    @property
    def is_sure(self) -> bool:
        """Whether no single month moves the day by more than a quarter of a year to either side."""
        if not self.on or not self.earliest or not self.latest:
            return False
        quarter = timedelta(days=92)
        return self.on - self.earliest <= quarter and self.latest - self.on <= quarter


def of(months: Sequence[tuple[date, float]], *, full_at: float) -> Forecast:
    """The outlook from (first day of a month, share of hours used), oldest first; months without hours left out."""
    if len(months) < LEAST_MONTHS:
        return Forecast(Outlook.TOO_FEW, len(months))
    start = months[0][0]
    points = [(_count(start, month), share) for month, share in months]
    line = _line(points)
    last = points[-1][0]
    if line[0] + line[1] * last >= full_at:
        return Forecast(Outlook.FULL, len(months), line=line)
    reached = _reaches(line, full_at)
    if reached is None or reached > last + HORIZON:
        return Forecast(Outlook.NOT_SOON, len(months), line=line)
    others = [_reaches(_line([*points[:left], *points[left + 1 :]]), full_at) for left in range(len(points))]
    near = [each for each in others if each is not None and each <= last + HORIZON]
    latest = _day(start, max([*near, reached])) if len(near) == len(others) else None
    earliest = _day(start, max(float(last), min([*near, reached])))
    return Forecast(Outlook.RUNS_OUT, len(months), _day(start, reached), earliest, latest, line)


def _count(start: date, month: date) -> int:
    return (month.year - start.year) * 12 + month.month - start.month


def _line(points: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """Least squares: value at 0, and rise."""
    number = len(points)
    middle, height = sum(x for x, _ in points) / number, sum(y for _, y in points) / number
    spread = sum((x - middle) ** 2 for x, _ in points)
    rise = sum((x - middle) * (y - height) for x, y in points) / spread if spread else 0.0
    return height - rise * middle, rise


def _reaches(line: tuple[float, float], full_at: float) -> float | None:
    """In how many months from the first; None where it does not rise."""
    begins, rise = line
    return (full_at - begins) / rise if rise > 1e-9 else None


def _day(start: date, months: float) -> date:
    """A month's share stands for its middle."""
    whole, part = divmod(months + 0.5, 1)
    first = after(start, int(whole))
    return first + timedelta(days=round(part * (after(first) - first).days))
