"""Days that differ from Monday to Friday: public holidays, and weekends worked instead. One calendar for everybody.

Deadlines that run already keep their end; those that start later count with the new days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alliance import audit
from alliance.models import CalendarDay, Person
from alliance.roles import Permission

MOST_LINES = 400
# As the calendar that comes with the product calls them; what people enter stands as they wrote it.
_NAMES = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "National Day": _("National Day"),
}
_WORDS = {"works": True, "rests": False}


class NotEntered(Exception):
    """The day was not in the calendar, or is no longer."""


class Unreadable(Exception):
    """Lines that say no day; `lines` are their numbers from 1. Nothing was entered."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__(", ".join(map(str, lines)))
        self.lines = lines


@dataclass(frozen=True)
class Day:
    """One line: whether people work on that day, and what it is called."""

    day: date
    works: bool
    name: str = ""


def called(name: str) -> str:
    """The name of a day in the reader's language, where it is one of the public holidays."""
    return str(_NAMES.get(name, name))


def enter(days: Iterable[Day], *, by: Person, at: datetime) -> int:
    """Puts days into the calendar; what stood there for one is replaced. Returns how many. Raises PermissionDenied."""
    _may_keep(by)
    entered = 0
    with transaction.atomic():
        for line in days:
            facts = {"works": line.works, "name": line.name, "source": "entered"}
            row, _new = CalendarDay.objects.update_or_create(day=line.day, defaults=facts)
            audit.record(by, "holiday.entered", about=row, at=at, day=line.day.isoformat(), works=line.works)
            entered += 1
    return entered


def remove(day: date, *, by: Person, at: datetime) -> None:
    """The day is what its weekday says again. Raises PermissionDenied and NotEntered."""
    _may_keep(by)
    with transaction.atomic():
        removed, _rows = CalendarDay.objects.filter(day=day).delete()
        if not removed:
            raise NotEntered
        audit.record(by, "holiday.removed", at=at, day=day.isoformat())


def read(text: str) -> list[Day]:
    """Lines `YYYY-MM-DD,works|rests,name`, at most 400; empty ones are passed over. Raises Unreadable."""
    found: list[Day] = []
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip(" ,\ufeff"):
            day = _day(line)
            if day is None or len(found) == MOST_LINES:
                wrong.append(number)
            else:
                found.append(day)
    if wrong or not found:
        raise Unreadable(wrong)
    return found


def _day(line: str) -> Day | None:
    parts = [part.strip(" \ufeff\"'") for part in line.split(",", 2)]
    works = _WORDS.get(parts[1].lower()) if len(parts) > 1 else None
    try:
        day = datetime.strptime(parts[0].replace("/", "-"), "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None
    return None if works is None else Day(day, works, parts[2].rstrip(",")[:60] if len(parts) > 2 else "")


def _may_keep(by: Person) -> None:
    if not by.may_anywhere(Permission.KEEP_ALLIANCE):
        raise PermissionDenied
