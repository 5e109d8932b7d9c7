"""Who is on call at an institution: the changes of a date first, then the weekly roster; and what nobody covers.

A weekly shift is an hour of the wall clock in the institution's zone: where the clocks change a night is an hour longer
or shorter, and no stretch between two shifts opens or is covered twice by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from alliance.models import DutyChange, DutyShift

if TYPE_CHECKING:
    from alliance.models import Institution, Person

WEEK_MINUTES = 7 * 24 * 60
DAY = timedelta(days=1)
Away = tuple[int, datetime, datetime]  # a person's key, from when, until when
Source = Callable[[Iterable[int], datetime, datetime], Iterable[Away]]
_sources: list[Source] = []


@dataclass(frozen=True)
class OnDuty:
    """The person on call and the number that reaches them ('' where none is known)."""

    person: Person
    phone: str


@dataclass(frozen=True)
class Gap:
    """Hours of the week that nobody covers: weekday 0–6 and time of the beginning, length in minutes."""

    weekday: int
    begins: time
    minutes: int


@dataclass(frozen=True)
class Turn:
    """One weekly shift on one date, by the clock of its place."""

    shift: DutyShift
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Stretch:
    """From one moment to another: by the weekly shift, by a change, or nobody at all."""

    begins: datetime
    ends: datetime
    turn: Turn | None = None
    change: DutyChange | None = None

    @property
    def person(self) -> Person | None:
        """Who is on call."""
        found = self.change or (self.turn.shift if self.turn else None)
        return found.person if found else None

    @property
    def phone(self) -> str:
        """The number of that duty, where one was given."""
        found = self.change or (self.turn.shift if self.turn else None)
        return found.phone if found else ""


def absences_from(source: Source) -> None:
    """Registers who says when people are away; upper apps call it in `apps.py`. One query at most, please."""
    _sources.append(source)


def absences(people: Iterable[int], begins: datetime, ends: datetime) -> list[Away]:
    """When these people have said that they are away, within a stretch."""
    keys = list(people)
    return [away for source in _sources for away in source(keys, begins, ends)]


class Plan:
    """Who is on call from one moment to another, as it really is: two queries, however long."""

    def __init__(self, place: Institution, begins: datetime, ends: datetime) -> None:
        self.place, self.begins, self.ends = place, begins, ends
        shifts = place.duty_shifts.select_related("person").filter(person__is_active=True)
        self._turns = [turn for shift in shifts for turn in turns(shift, place, begins, ends)]
        rows = place.duty_changes.live().touching(begins, ends).select_related("person", "instead_of")
        self.changes = list(rows)

    def at(self, moment: datetime) -> Stretch:
        """Whoever is on call at that moment, as a stretch without length. The later-beginning one wins an overlap."""
        over = [change for change in self.changes if change.begins_at <= moment < change.ends_at]
        given = [change for change in over if change.person is not None and change.person.is_active]
        if given:
            return Stretch(moment, moment, change=max(given, key=lambda each: (each.begins_at, each.pk)))
        fallen = {change.shift_id for change in over if change.person is None or change.person.is_active}
        on = [turn for turn in self._turns if turn.begins <= moment < turn.ends and turn.shift.pk not in fallen]
        return Stretch(moment, moment, turn=max(on, key=lambda each: (each.begins, each.shift.pk), default=None))

    def stretches(self) -> list[Stretch]:
        """The whole time in order, without holes: what nobody covers is a stretch without a person."""
        found: list[Stretch] = []
        for begins, ends in pairwise(self._edges()):
            now = self.at(begins)
            last = found[-1] if found else None
            if last and (last.turn, last.change) == (now.turn, now.change):
                found[-1] = Stretch(last.begins, ends, last.turn, last.change)
            else:
                found.append(Stretch(begins, ends, now.turn, now.change))
        return found

    def gaps(self) -> list[Stretch]:
        """What nobody covers."""
        return [stretch for stretch in self.stretches() if stretch.person is None]

    def _edges(self) -> list[datetime]:
        spans = [(turn.begins, turn.ends) for turn in self._turns]
        spans += [(change.begins_at, change.ends_at) for change in self.changes]
        inside = {edge for span in spans for edge in span if self.begins < edge < self.ends}
        return sorted({self.begins, self.ends, *inside})


def turns(shift: DutyShift, place: Institution, begins: datetime, ends: datetime) -> Iterator[Turn]:
    """The dates on which a weekly shift touches the time from `begins` to `ends`; moments in UTC."""
    day, last = begins.astimezone(place.tz).date() - DAY, ends.astimezone(place.tz).date()
    day += DAY * ((shift.weekday - day.weekday()) % 7)
    while day <= last:
        turn = turn_on(shift, place, day)
        if turn.begins < ends and turn.ends > begins and turn.begins < turn.ends:
            yield turn
        day += 7 * DAY


def turn_on(shift: DutyShift, place: Institution, day: date) -> Turn:
    """The weekly shift on a date that is its weekday."""
    start = datetime.combine(day, shift.begins)
    moments = (each.replace(tzinfo=place.tz).astimezone(UTC) for each in (start, start + timedelta(hours=shift.hours)))
    return Turn(shift, *moments)


def on_duty(at_place: Institution, at: datetime, *, plan: Plan | None = None) -> OnDuty | None:
    """Who is on call there at that moment; None in an uncovered hour. Reads it from a `plan` that is at hand."""
    found = (plan or Plan(at_place, at, at + timedelta(minutes=1))).at(at)
    if found.person is None:
        return None
    return OnDuty(found.person, found.phone or found.person.mobile or at_place.duty_phone)


def ahead(at_place: Institution, at: datetime, span: timedelta) -> list[Stretch]:
    """What nobody will cover from now on, as it really is."""
    return Plan(at_place, at, at + span).gaps()


def gaps(at_place: Institution) -> list[Gap]:
    """The uncovered stretches of the week as the roster stands, Monday first; changes of a date aside."""
    covered = bytearray(WEEK_MINUTES)
    for shift in at_place.duty_shifts.filter(person__is_active=True):
        begins = shift.weekday * 1440 + shift.begins.hour * 60 + shift.begins.minute
        for minute in range(begins, begins + shift.hours * 60):
            covered[minute % WEEK_MINUTES] = 1
    found: list[Gap] = []
    minute = 0
    while minute < WEEK_MINUTES:
        if covered[minute]:
            minute += 1
            continue
        end = minute
        while end < WEEK_MINUTES and not covered[end]:
            end += 1
        day, rest = divmod(minute, 1440)
        found.append(Gap(day, time(*divmod(rest, 60)), end - minute))
        minute = end
    return found
