"""How long something took, counted as its deadline counts: day and night, or in opening time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from alliance import clocks
from teleconsult import timers
from teleconsult.models import Consultation, Urgency

if TYPE_CHECKING:
    from alliance.models import Institution

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Clock:
    """The opening time of institutions around some days; the calendar is read once."""

    def __init__(self, begins: date, ends: date) -> None:
        self._calendar = clocks.Calendar(begins, ends)

    def took(self, urgency: str, begins: datetime, ends: datetime, at: Institution) -> float:
        """Minutes between the two: opening time of `at` for routine cases, day and night for the others."""
        if urgency == Urgency.ROUTINE:
            return self.open_minutes(begins, ends, at)
        return max(0.0, (ends - begins) / _MINUTE)

    def open_minutes(self, begins: datetime, ends: datetime, at: Institution) -> float:
        """Minutes of opening time between the two; 0 where `ends` comes first."""
        zone = at.tz
        begins, ends = begins.astimezone(zone), ends.astimezone(zone)
        day, total = begins.date(), timedelta()
        while day <= ends.date():
            if self._calendar.works(day):
                opens = max(begins, datetime.combine(day, at.opens_at, tzinfo=zone))
                closes = min(ends, datetime.combine(day, at.closes_at, tzinfo=zone))
                total += max(timedelta(), closes - opens)
            day += _DAY
        return total / _MINUTE

    def month(self, first: date, at: Institution) -> float:
        """Minutes of opening time in the month that begins on that day."""
        begins = datetime.combine(first, datetime.min.time(), tzinfo=at.tz)
        return self.open_minutes(begins, datetime.combine(after(first), datetime.min.time(), tzinfo=at.tz), at)


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(first: date, months: int = 1) -> date:
    """The first day of the month that many months later (or, negative, earlier)."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


STEPS_TO_ACCEPTANCE = (timers.TRIAGE, timers.ACCEPT)
STEPS_TO_OPINION = (*STEPS_TO_ACCEPTANCE, timers.START, timers.OPINION)


def allowed(urgency: str, at: Institution, steps: tuple[str, ...]) -> float:
    """Minutes that the rules leave for these steps together, in the time that counts for the urgency.

    For a routine case a day and a night are one opening day: close enough for a mark on a plot. Whether a case was on
    time is read from its own deadlines, never from this.
    """
    opening = (datetime.combine(date.min, at.closes_at) - datetime.combine(date.min, at.opens_at)) / _MINUTE
    around = opening / 1440 if urgency == Urgency.ROUTINE else 1.0
    unit = {clocks.MINUTES: around, clocks.HOURS: 60.0, clocks.DAYS: opening}
    case = Consultation(urgency=urgency)  # an ordinary one, by video
    return sum(unit[name] * amount for name, amount in (timers.length(step, case) for step in steps))
