"""Who is on call at an institution, and which hours nobody covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from alliance.models import DutyShift

if TYPE_CHECKING:
    from alliance.models import Institution, Person

WEEK_MINUTES = 7 * 24 * 60


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


def _span(shift: DutyShift) -> tuple[int, int]:
    begins = shift.weekday * 1440 + shift.begins.hour * 60 + shift.begins.minute
    return begins, begins + shift.hours * 60


def on_duty(at_place: Institution, at: datetime) -> OnDuty | None:
    """Who is on call there at that moment; None in an uncovered hour. The later-starting shift wins an overlap."""
    local = at.astimezone(at_place.tz)
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    best: tuple[int, DutyShift] | None = None
    for shift in at_place.duty_shifts.select_related("person").filter(person__is_active=True):
        begins, ends = _span(shift)
        for offset in (0, WEEK_MINUTES):
            if begins <= minute + offset < ends and (best is None or begins - offset > best[0]):
                best = (begins - offset, shift)
    if best is None:
        return None
    shift = best[1]
    return OnDuty(shift.person, shift.phone or shift.person.mobile or at_place.duty_phone)


def gaps(at_place: Institution) -> list[Gap]:
    """The uncovered stretches of the week, Monday first."""
    covered = bytearray(WEEK_MINUTES)
    for shift in at_place.duty_shifts.filter(person__is_active=True):
        begins, ends = _span(shift)
        for minute in range(begins, ends):
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
