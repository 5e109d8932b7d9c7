"""Times as each reader reads them: in the zone they chose, else that of their main site; the other clock beside it.

A moment that a notice tells is kept as a moment and the place it happens at, never as words: it is written out for
whoever reads it, in the app, in a mail or in a text message.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import timezone

from frontend import dates

if TYPE_CHECKING:
    from alliance.models import Institution, Person

_DAY = timedelta(days=1)


def zone_of(person: Person) -> ZoneInfo:
    """The zone in which this person reads times and counts their day."""
    return ZoneInfo(person.time_zone) if person.time_zone else zone_at_work(person)


def zone_at_work(person: Person) -> ZoneInfo:
    """The zone of the person's main site, whatever they chose; of the installation where they work nowhere."""
    from alliance.surroundings import main_site  # which imports notices, which ask for quiet hours

    place = main_site(person)
    return place.tz if place else ZoneInfo(settings.TIME_ZONE)


def own_zone(person: Person) -> str:
    """The zone that this person chose, where it is not that of their main site: pages then name it."""
    chosen = person.time_zone
    return chosen if chosen and chosen != zone_at_work(person).key else ""


@cache
def zones() -> tuple[str, ...]:
    """Every zone a person can choose, those of China first."""
    first = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei")
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return (*first, *sorted(name for name in available_timezones() if name.startswith(areas) and name not in first))


def choose(person: Person, name: str) -> None:
    """Keeps the zone that this person reads times in; '' for that of their main site."""
    person.time_zone = name
    person.save(update_fields=["time_zone"])


# --- moments in notices ---------------------------------------------------------------------------------------------
def kept(moment: datetime, place: Institution) -> str:
    """A moment as a notice keeps it."""
    return f"{moment.isoformat()}@{place.time_zone}"


def said(fact: str) -> str:
    """Mon 1 Mar 15:00, and the clock of the place where it differs: (14:00 Asia/Shanghai). Older words stay."""
    moment, _at, zone = fact.partition("@")
    if not zone:
        return fact
    at = datetime.fromisoformat(moment)
    return f"{_clock(at)}{there(at, ZoneInfo(zone))}"


def kept_span(begins: datetime, ends: datetime, place: Institution) -> str:
    """A stretch of time as a notice keeps it; without spaces, so that several stand in one fact."""
    return f"{begins.isoformat()}/{kept(ends, place)}"


def said_span(fact: str) -> str:
    """Fri 20 Mar 18:00–08:00, by the clock of the place."""
    begins, _slash, rest = fact.partition("/")
    ends, _at, zone = rest.partition("@")
    return span(datetime.fromisoformat(begins), datetime.fromisoformat(ends), ZoneInfo(zone))


def span(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """Fri 20 Mar 18:00–08:00, by the clock of that zone; the second day is named where it is not the next morning."""
    with timezone.override(zone):
        overnight = timezone.localtime(ends) - timezone.localtime(begins) < _DAY  # by the wall clock
        return f"{_clock(begins)}–{dates.clock(ends) if overnight else _clock(ends)}"


def there(at: datetime, zone: ZoneInfo) -> str:
    """What the clock says there, in brackets; '' where it says the same as the reader's."""
    here, other = timezone.localtime(at), at.astimezone(zone)
    if here.utcoffset() == other.utcoffset():
        return ""
    with timezone.override(zone):
        return f" ({dates.clock(at) if here.date() == other.date() else _clock(at)} {zone.key})"


def _clock(at: datetime) -> str:
    return f"{dates.day(at)} {dates.clock(at)}"
