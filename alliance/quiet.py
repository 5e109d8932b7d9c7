"""Quiet hours: at night nobody's telephone rings for what can wait. Danger and emergencies pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from alliance.telling_time import zone_of

if TYPE_CHECKING:
    from alliance.models import Person


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
