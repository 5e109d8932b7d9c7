"""Days that differ from Monday to Friday: public holidays, and weekends worked instead. One calendar for everybody.

Deadlines that run already keep their end; those that start later count with the new days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alliance import audit
from alliance.holiday_lines import Day
from alliance.models import CalendarDay, Person
from alliance.roles import Permission

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


class NotEntered(Exception):
    """The day was not in the calendar, or is no longer."""


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


def _may_keep(by: Person) -> None:
    if not by.may_anywhere(Permission.KEEP_ALLIANCE):
        raise PermissionDenied
