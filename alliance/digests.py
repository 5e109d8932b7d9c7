"""What waits, told once a day at a fixed hour of the reader's own zone; nothing where nothing waits.

A tick that comes late catches up within the two hours after the hour; what is later than that is no digest any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from alliance import notices, telling_time
from alliance.models import Membership, Notice

if TYPE_CHECKING:
    from alliance.models import Person
    from alliance.roles import Permission

CATCHES_UP = timedelta(hours=2)
Facts = Callable[["Person", datetime], Mapping[str, str] | None]


@dataclass(frozen=True)
class Digest:
    """For whoever holds a right: the notice, the page it leads to, and its facts (None where nothing waits).

    The hour stands in `XINQIAO["DIGEST_AT"]` under the digest's name.
    """

    permission: Permission
    notice: str
    page: str
    facts: Facts


_digests: dict[str, Digest] = {}


def register(name: str, digest: Digest) -> None:
    """Makes a digest known; upper apps call it in `apps.py`."""
    _digests[name] = digest


def send_due(at: datetime) -> None:
    """Sends every digest whose hour has come for its reader, once a day; a chore of `tick`."""
    for name, digest in _digests.items():
        people = {post.person_id: post.person for post in _holders(digest.permission)}
        days = {pk: day for pk, person in people.items() if (day := _day(name, person, at))}
        keys = {_key(name, day) for day in days.values()}
        told = Notice.objects.filter(person__in=days, key__in=keys)
        for pk in days.keys() - set(told.values_list("person", flat=True)):
            _send(digest, people[pk], _key(name, days[pk]), at)


def _holders(permission: Permission) -> list[Membership]:
    return list(Membership.objects.carrying(permission).select_related("person").order_by("pk"))


def _day(name: str, person: Person, at: datetime) -> str:
    """The day whose digest is due for this person now; '' at other hours."""
    local = at.astimezone(telling_time.zone_of(person))
    hour = settings.XINQIAO["DIGEST_AT"][name]
    begins = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return f"{local:%Y-%m-%d}" if begins <= local < begins + CATCHES_UP else ""


def _key(name: str, day: str) -> str:
    return f"digest:{name}:{day}"


def _send(digest: Digest, person: Person, key: str, at: datetime) -> None:
    facts = digest.facts(person, at)
    if facts is not None:
        notices.send(person, digest.notice, at=at, url=reverse(digest.page), key=key, **facts)
