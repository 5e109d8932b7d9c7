"""Tells people what they should know: in the app at once, elsewhere through the outbox. Never who a patient is.

The words of a kind are registered by the app that sends it (in its `apps.py`); they are rendered in the reader's
language when read. `facts` may name institutions, staff and times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import IntegrityError, transaction

from alliance import outbox
from alliance.models import Notice, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Kind:
    """The words of one kind of notice; `text` may hold %(fact)s places.

    `say` turns a fact that is kept as a name or a moment into words of the reader's language and zone.
    """

    title: str | _StrPromise
    text: str | _StrPromise
    is_alarm: bool = False
    texts: bool = False  # also a text message, and the installation's webhook
    calls: bool = False  # also a phone call
    say: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Makes a kind known; upper apps call it in `apps.py`."""
    _kinds[name] = kind


def group(person: Person) -> str:
    """The channel group of one person's open pages."""
    return f"notices.{person.code.hex}"


def send(
    to: Person | Iterable[Person],
    kind: str,
    *,
    at: datetime,
    about: Any = None,
    url: str = "",
    key: str = "",
    **facts: str,
) -> None:
    """Leaves a notice for each person and, after the commit, rings their open pages; mail and texts wait in the outbox.

    With a `key` nobody gets a second one under the same key, whoever sends it and whenever.
    """
    people = [to] if isinstance(to, Person) else list({person.pk: person for person in to}.values())
    notices = [
        Notice(
            person=person,
            kind=kind,
            about_code=getattr(about, "code", None),
            url=url,
            facts=facts,
            is_alarm=_kinds[kind].is_alarm,
            created_at=at,
            key=key,
        )
        for person in people
    ]
    if key:
        notices = [notice for notice in notices if _is_first(notice)]
    else:
        Notice.objects.bulk_create(notices)
    outbox.post(notices, texts=_kinds[kind].texts, calls=_kinds[kind].calls, at=at)
    for notice in notices:
        transaction.on_commit(partial(_tell, notice))


def _is_first(notice: Notice) -> bool:
    """Writes the notice; False where its person has one under this key."""
    if Notice.objects.filter(person=notice.person_id, key=notice.key).exists():
        return False
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        return False
    return True


def _tell(notice: Notice) -> None:
    _ring(notice.person, code=str(notice.code), alarm=notice.is_alarm)


def _ring(person: Person, **facts: str | bool) -> None:
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group(person), {"type": "notice", **facts})


def stir(people: Iterable[Person]) -> None:
    """After the commit the open pages of these people look anew. Nothing is left to read, nothing is mailed."""
    for person in {person.pk: person for person in people}.values():
        transaction.on_commit(partial(_ring, person))


def words(notice: Notice) -> tuple[str, str]:
    """Title and text in the active language."""
    kind = _kinds.get(notice.kind)
    if kind is None:
        return notice.kind, ""
    facts = {name: kind.say[name](fact) if name in kind.say else fact for name, fact in notice.facts.items()}
    told = _Told(facts)
    return str(kind.title) % told, str(kind.text) % told


class _Told(dict[str, str]):
    """A fact that the words have named only since the notice was sent reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def mark_read(notice: Notice, *, at: datetime) -> None:
    """The person has seen it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(person: Person, *, at: datetime) -> None:
    """The person has seen the list. Danger stays unread until somebody has dealt with it."""
    Notice.objects.filter(person=person, read_at=None, is_alarm=False).update(read_at=at)


def settle(about: Any, *, kinds: Iterable[str], at: datetime) -> None:
    """Marks notices about a thing as read for everybody, once somebody has dealt with it."""
    Notice.objects.filter(about_code=about.code, kind__in=list(kinds), read_at=None).update(read_at=at)


def quiet(about: Any, *, at: datetime) -> None:
    """Marks everything that was told about a thing as read for everybody."""
    Notice.objects.filter(about_code=about.code, read_at=None).update(read_at=at)
