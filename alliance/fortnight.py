"""The duty of the next two weeks as it really is, day by day, with what can be done about each turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from alliance import duty
from frontend import dates

if TYPE_CHECKING:
    from alliance.models import DutyChange, Institution, Person

DAYS = 14


@dataclass(frozen=True)
class Line:
    """One stretch of duty, by the clock of the centre. `away`: whoever has it has said that they are away."""

    stretch: duty.Stretch
    start: str
    end: str
    away: bool = False
    able: list[Person] = field(default_factory=list)
    on_leave: list[Person] = field(default_factory=list)

    @property
    def fallen(self) -> bool:
        """Whether the weekly turn was cancelled for this date."""
        return self.stretch.change is not None and self.stretch.change.person is None

    @property
    def stands_in(self) -> bool:
        """Whether somebody has it instead of another."""
        change = self.stretch.change
        return change is not None and change.person is not None and change.instead_of is not None

    @property
    def added(self) -> bool:
        """Whether somebody is on duty besides the weekly roster."""
        change = self.stretch.change
        return change is not None and change.person is not None and change.instead_of is None


@dataclass(frozen=True)
class Day:
    """A date and the stretches that begin on it; the first has the one that is running too."""

    day: date
    lines: list[Line]

    @property
    def gap(self) -> bool:
        """Whether an hour of it has nobody."""
        return any(line.stretch.person is None for line in self.lines)


def plan_of(centre: Institution, at: datetime) -> duty.Plan:
    """What these days are read from; a turn that is running began within the last day."""
    last = at.astimezone(centre.tz).date() + DAYS * duty.DAY
    return duty.Plan(centre, at - duty.DAY, datetime.combine(last, datetime.min.time(), tzinfo=centre.tz))


def read(plan: duty.Plan, able: Iterable[Person], at: datetime) -> list[Day]:
    """Today and the thirteen days after it."""
    centre, people = plan.place, list(able)
    today, end = at.astimezone(centre.tz).date(), plan.ends
    stretches = [stretch for stretch in with_cancelled(plan) if stretch.ends > at]
    away = duty.absences([person.pk for person in people], at, end)
    with timezone.override(centre.tz):
        lines = [_line(stretch, people, away) for stretch in stretches]
        begun = [max(today, timezone.localtime(stretch.begins).date()) for stretch in stretches]
    days = [today + number * duty.DAY for number in range(DAYS)]
    return [Day(day, [line for line, on in zip(lines, begun, strict=True) if on == day]) for day in days]


def with_cancelled(plan: duty.Plan) -> list[duty.Stretch]:
    """The stretches; where one has nobody because its turn was cancelled, with that change: it can be undone."""
    return [_cancelled(stretch, plan.changes) if stretch.person is None else stretch for stretch in plan.stretches()]


def _cancelled(stretch: duty.Stretch, changes: Iterable[DutyChange]) -> duty.Stretch:
    over = (each for each in changes if each.begins_at < stretch.ends and each.ends_at > stretch.begins)
    change = next((each for each in over if each.person is None), None)
    return duty.Stretch(stretch.begins, stretch.ends, change=change)


def _line(stretch: duty.Stretch, people: list[Person], away: list[duty.Away]) -> Line:
    gone = {pk for pk, begins, ends in away if begins < stretch.ends and ends > stretch.begins}
    start, end = dates.clock(stretch.begins), dates.clock(stretch.ends)
    last = timezone.localtime(stretch.ends).date()
    if (last - timezone.localtime(stretch.begins).date()).days > 1 or stretch.ends - stretch.begins > duty.DAY:
        end = f"{dates.short_day(stretch.ends)} {end}"
    others = [person for person in people if person != stretch.person]
    return Line(
        stretch,
        start,
        end,
        stretch.person is not None and stretch.person.pk in gone,
        [person for person in others if person.pk not in gone],
        [person for person in others if person.pk in gone],
    )
