"""What every page says around its content: where the reader is, what waits for them, who answers in danger.

Each part is read only when a template asks for it, and once per request.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alliance import crisis, duty, institutions, navigation, notices, passkeys, telling_time
from alliance.models import Institution, Person


class Alarm(TypedDict):
    """A danger that nobody has seen to yet."""

    url: str
    text: str


class Waiting(TypedDict):
    """What the bell shows; also the answer of /notices/count/ and of the socket."""

    unread: int
    alarms: list[Alarm]


class OnCall(TypedDict):
    """Who answers at the centre in this hour."""

    name: str
    phone: str
    place: str


COUNTED = 100  # unread notices beyond this make no difference to anybody
Source = Callable[[Person], list[Alarm]]
_sources: dict[str, Source] = {}


def danger_alarms(name: str, source: Source) -> None:
    """Registers alarms that are not notices; upper apps call it in `apps.py`. One query at most, please."""
    _sources[name] = source


def main_site(person: Person) -> Institution | None:
    """Where the person mainly works; the first place they joined where none is called the main one."""
    places = person.live_memberships
    return next((each.institution for each in places if each.is_main), places[0].institution if places else None)


def waiting_for(person: Person) -> Waiting:
    """Unread notices and unanswered danger. An alarm stays until the verb that deals with it settles it."""
    unread = list(person.notices.filter(read_at=None).order_by("-is_alarm", "-created_at")[:COUNTED])
    alarms: dict[str, Alarm] = {}
    for notice in unread:
        if notice.is_alarm:
            url = notice.url or reverse("alliance:notices")
            alarms.setdefault(url, {"url": url, "text": notices.words(notice)[0]})
    for source in _sources.values():
        for alarm in source(person):
            alarms.setdefault(alarm["url"], alarm)
    return {"unread": len(unread), "alarms": list(alarms.values())}


def on_call(person: Person) -> OnCall | None:
    """Who is on duty now at the consultation centre of the person's alliance; None in an uncovered hour."""
    place = main_site(person)
    for centre in institutions.centres_of(place) if place else []:
        found = duty.on_duty(centre, timezone.now())
        if found:
            return {"name": found.person.name, "phone": found.phone, "place": centre.label}
    return None


def crisis_lines(found: OnCall | None) -> list[crisis.Line]:
    """The numbers for everybody and, for people of an alliance, the one that its centre answers."""
    lines = crisis.lines()
    if found and found["phone"]:
        label = _("Duty clinician, %(place)s") % {"place": found["place"]}
        lines = [*lines, {"number": found["phone"], "label": label, "short": _("duty"), "hours": ""}]
    return lines


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Names are listed at the head of `staff.html`."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    if person is None:
        passkey = {"passkeys_work": lambda: passkeys.work_at(request)}
        return {
            **passkey,
            "crisis_lines": SimpleLazyObject(crisis.lines),
            "demo": settings.DEMO,
            "language": get_language(),
            "nav": [],
        }
    waiting = cache(lambda: waiting_for(person))
    on_duty = cache(lambda: on_call(person))
    return {
        "nav": cache(lambda: navigation.items(person, request.path)),
        "place": cache(lambda: getattr(main_site(person), "label", "")),
        "unread_notices": lambda: waiting()["unread"],
        "alarms": lambda: waiting()["alarms"],
        "crisis_lines": SimpleLazyObject(lambda: crisis_lines(on_duty())),
        "duty": on_duty,
        "passkeys_work": lambda: passkeys.work_at(request),
        "own_zone": telling_time.own_zone(person),
        "mfa_banner": not settings.REQUIRE_MFA,
        "demo": settings.DEMO,
        "language": get_language(),
    }
