"""Quiet hours: at night nobody's telephone rings for what can wait. Danger and emergencies pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from alliance.models import Person


def zone_of(person: Person) -> ZoneInfo:
    """The time zone in which this person's day is counted: that of their main site."""
    from alliance.surroundings import main_site  # which imports notices, which ask for quiet hours

    place = main_site(person)
    return place.tz if place else ZoneInfo(settings.TIME_ZONE)


def until(person: Person, at: datetime) -> datetime | None:
    """The end of the quiet hours that `at` lies in for this person; None by day."""
    begins, ends = settings.XINQIAO["QUIET_HOURS"]
    local = at.astimezone(zone_of(person))
    over = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    if begins > ends:  # over midnight
        if local.time() >= begins:
            return over + timedelta(days=1)
        return over if local.time() < ends else None
    return over if begins <= local.time() < ends else None
