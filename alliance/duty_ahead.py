"""Hours that nobody will cover: told to whoever keeps the roster, on the board and each morning, before they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from alliance import digests, duty, telling_time
from alliance.models import Institution
from alliance.reach import places_below
from alliance.roles import Permission
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
        return telling_time.span(self.begins, self.ends, self.centre.tz)


def for_keeper(person: Person, at: datetime) -> list[Gap]:
    """What lies ahead at the centres whose roster this person keeps: two queries for each of them."""
    places = places_below(person, Permission.KEEP_ROSTER)
    centres = Institution.objects.filter(pk__in=places, function=Institution.Function.CENTRE, left_on=None)
    ahead = settings.XINQIAO["DUTY_GAP_AHEAD"]
    return [Gap(each, gap.begins, gap.ends) for each in centres for gap in duty.ahead(each, at, ahead)]


# --- the digest -----------------------------------------------------------------------------------------------------
def _facts(person: Person, at: datetime) -> dict[str, str] | None:
    gaps = for_keeper(person, at)
    if not gaps:
        return None
    return {"gaps": " ".join(telling_time.kept_span(gap.begins, gap.ends, gap.centre) for gap in gaps)}


def said(gaps: str) -> str:
    """Kept gaps in the reader's language, by the clock of their centre."""
    return str(listed(map(telling_time.said_span, gaps.split()), autoescape=False))


DIGEST = digests.Digest(Permission.KEEP_ROSTER, "digest-duty", "alliance:duty", _facts)
