"""The roster of a centre, day by day: who covers which minutes, and which nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS

from alliance.models import DutyShift

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.models import Institution

DAY = 24 * 60


@dataclass(frozen=True)
class Stretch:
    """Part of one day, in minutes from midnight. Without a shift nobody covers it.

    `carried` marks what began the evening before: it is taken out on the day that it begins.
    """

    begins: int
    ends: int
    shift: DutyShift | None = None
    carried: bool = False

    @property
    def minutes(self) -> int:
        """How long."""
        return self.ends - self.begins

    @property
    def start(self) -> str:
        """08:00."""
        return clock(self.begins)

    @property
    def end(self) -> str:
        """20:00; midnight at the end of a day is 24:00."""
        return clock(self.ends)


@dataclass(frozen=True)
class Day:
    """One day of the week (0 is Monday), in order of the clock."""

    weekday: int
    stretches: list[Stretch]

    @property
    def name(self) -> str:
        """Monday, in the reader's language."""
        return str(WEEKDAYS[self.weekday])

    @property
    def gaps(self) -> list[Stretch]:
        """What nobody covers."""
        return [stretch for stretch in self.stretches if stretch.shift is None]


def clock(minutes: int) -> str:
    """Minutes from midnight as people read them."""
    return "24:00" if minutes == DAY else time(*divmod(minutes, 60)).strftime("%H:%M")


def read(centre: Institution) -> list[Day]:
    """The seven days of the centre's roster, with one query."""
    shifts = list(centre.duty_shifts.select_related("person").filter(person__is_active=True))
    return [Day(weekday, _filled(_on(weekday, shifts))) for weekday in range(7)]


def _on(weekday: int, shifts: Iterable[DutyShift]) -> list[Stretch]:
    """What is covered that day: shifts that begin on it, and the rest of those from the day before."""
    found = []
    for shift in shifts:
        begins = shift.begins.hour * 60 + shift.begins.minute
        ends = begins + shift.hours * 60
        if shift.weekday == weekday:
            found.append(Stretch(begins, min(ends, DAY), shift))
        elif (shift.weekday + 1) % 7 == weekday and ends > DAY:
            found.append(Stretch(0, ends - DAY, shift, carried=True))
    return sorted(found, key=lambda stretch: (stretch.begins, stretch.ends))


def _filled(covered: list[Stretch]) -> list[Stretch]:
    """The same with the gaps between."""
    filled: list[Stretch] = []
    reached = 0
    for stretch in covered:
        if stretch.begins > reached:
            filled.append(Stretch(reached, stretch.begins))
        filled.append(stretch)
        reached = max(reached, stretch.ends)
    if reached < DAY:
        filled.append(Stretch(reached, DAY))
    return filled
