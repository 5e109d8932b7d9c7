"""Hours that nobody will cover: told to whoever keeps the roster, on the board and each morning, before they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from alliance import digests, duty
from alliance.models import Institution
from alliance.reach import places_below
from alliance.roles import Permission
from frontend import dates
from frontend.wording import listed

if TYPE_CHECKING:
    from alliance.models import Person


@dataclass(frozen=True)
class Gap:
    """From one moment to another nobody will be on duty at this centre."""

    centre: Institution
    begins: datetime
    ends: datetime

    @property
    def words(self) -> str:
        """Fri 20 Mar 18:00–08:00, by the clock of the centre."""
        with timezone.override(self.centre.tz):
            return span(self.begins, self.ends)


def for_keeper(person: Person, at: datetime) -> list[Gap]:
    """What lies ahead at the centres whose roster this person keeps: two queries for each of them."""
    places = places_below(person, Permission.KEEP_ROSTER)
    centres = Institution.objects.filter(pk__in=places, function=Institution.Function.CENTRE, left_on=None)
    ahead = settings.XINQIAO["DUTY_GAP_AHEAD"]
    return [Gap(each, gap.begins, gap.ends) for each in centres for gap in duty.ahead(each, at, ahead)]


def span(begins: datetime, ends: datetime) -> str:
    """Fri 20 Mar 18:00–08:00, in the active zone; the second day is named where it is not the next morning."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    overnight = last - first < duty.DAY
    return f"{dates.day(first)} {dates.clock(first)}–{'' if overnight else dates.day(last) + ' '}{dates.clock(last)}"


# --- the digest -----------------------------------------------------------------------------------------------------
def _facts(person: Person, at: datetime) -> dict[str, str] | None:
    gaps = for_keeper(person, at)
    if not gaps:
        return None
    return {"gaps": " ".join(_kept(gap) for gap in gaps)}


def _kept(gap: Gap) -> str:
    begins, ends = (int(moment.timestamp()) for moment in (gap.begins, gap.ends))
    return f"{begins}/{ends}/{gap.centre.tz.key}"


def said(gaps: str) -> str:
    """Kept moments in the reader's language, by the clock of the centre."""
    return str(listed(_spans(gaps.split()), autoescape=False))


def _spans(kept: Iterable[str]) -> Iterable[str]:
    for each in kept:
        begins, ends, zone = each.split("/", 2)
        with timezone.override(ZoneInfo(zone)):
            yield span(*(datetime.fromtimestamp(int(moment), tz=ZoneInfo(zone)) for moment in (begins, ends)))


def moment(kept: str) -> str:
    """A kept moment in the reader's language and zone."""
    at = datetime.fromisoformat(kept)
    return f"{dates.day(at)} {dates.clock(at)}"


DIGEST = digests.Digest(Permission.KEEP_ROSTER, "digest-duty", "alliance:duty", _facts)
