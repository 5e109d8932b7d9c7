"""How a clock is said: words, a state and how full the arch still is.

`static/js/deadline-words.js` says the same in the browser; `tests/frontend/deadlines.json` holds both to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

State = Literal["calm", "soon", "late", "rest"]

SOON_BEFORE = timedelta(minutes=30)
SOON_SHARE = 25  # per cent of the whole time left
MINUTES_MATTER_UNTIL = timedelta(hours=10)


@dataclass(frozen=True)
class Reading:
    """One look at a clock: what it says, in which state, and the share of time left (0–100)."""

    words: str
    state: State
    left: int


def read(*, due: datetime, began: datetime | None, now: datetime, resting: bool = False) -> Reading:
    """What the clock says at `now`. A resting clock (waiting for somebody else) says so and does not run."""
    remaining = due - now
    if resting:
        return Reading(_("Clock paused"), "rest", _share(due, began, now))
    if remaining <= timedelta(0):
        return Reading(_late(-remaining), "late", 0)
    left = _share(due, began, now)
    soon = remaining < SOON_BEFORE or (began is not None and left < SOON_SHARE)
    return Reading(_remaining(remaining), "soon" if soon else "calm", left)


def duration(span: timedelta) -> str:
    """A span in words, rounded down: "26 min", "3 h 10 min", "23 h", "1 day 6 h", "9 days"."""
    minutes = int(span.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60
    if minutes < 60:
        return _minutes(minutes)
    if span < MINUTES_MATTER_UNTIL:
        return _joined(_hours(hours), _minutes(minutes % 60) if minutes % 60 else "")
    if hours < 24:
        return _hours(hours)
    if days < 7:
        return _joined(_days(days), _hours(hours % 24) if hours % 24 else "")
    return _days(days)


def _remaining(span: timedelta) -> str:
    if span < timedelta(minutes=1):
        return _("Under 1 min left")
    return _("%(duration)s left") % {"duration": duration(span)}


def _late(span: timedelta) -> str:
    if span < timedelta(minutes=1):
        return _("Due now")
    return _("%(duration)s overdue") % {"duration": duration(span)}


def _share(due: datetime, began: datetime | None, now: datetime) -> int:
    """Per cent of the time between `began` and `due` still left; 100 where the beginning is not known."""
    if began is None or due <= began:
        return 100 if due > now else 0
    return max(0, min(100, round((due - now) / (due - began) * 100)))


def _joined(large: str, small: str) -> str:
    return f"{large} {small}" if small else large


def _minutes(count: int) -> str:
    return ngettext("%(count)s min", "%(count)s min", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)s h", "%(count)s h", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
