"""What leaves the house: rows written with what they tell, delivered by the job loop, each once by its key.

A crash before the commit leaves nothing; one after it loses nothing; one between sending and noting it sends again
under the same key, which the receiver recognises. What cannot be delivered is tried again, ever more slowly, then given
up and shown to the leader in red. What quiet hours hold back goes out in the morning, as one letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance import channels, quiet, telling_time
from alliance.channels import Message, Undelivered
from alliance.models import Notice, Outgoing

if TYPE_CHECKING:
    from alliance.models import Person

EMAIL, SMS, CALL, WEBHOOK = Outgoing.Channel
LEASE = timedelta(minutes=2)  # longer than any channel takes to answer
PAUSES = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600, 1800, 3600, 7200, 14400))
AT_ONCE = 20  # messages in one turn of the job loop
STUCK = 3  # failed attempts after which a channel counts as dead


# --- writing --------------------------------------------------------------------------------------------------------
def post(notices: Iterable[Notice], *, texts: bool, calls: bool, at: datetime) -> None:
    """Writes what goes out for these notices; the caller holds the transaction."""
    rows: dict[str, Outgoing] = {}
    for notice in notices:
        rows |= {row.key: row for row in _rows(notice, texts=texts, calls=calls, at=at)}
    Outgoing.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _rows(notice: Notice, *, texts: bool, calls: bool, at: datetime) -> Iterable[Outgoing]:
    person = notice.person
    held = None if notice.is_alarm else quiet.until(person, at)
    if person.email and held:
        key = f"morning:{person.code}:{held:%Y-%m-%d}"
        yield Outgoing(key=key, channel=EMAIL, person=person, created_at=at, held_until=held)
    elif person.email:
        yield _row(notice, EMAIL, at)
    if texts and person.mobile:
        yield _row(notice, SMS, at, held)
    if calls and person.mobile:
        yield _row(notice, CALL, at, held)
    if texts and settings.WEBHOOK_URL:
        event = notice.key or notice.created_at.isoformat()
        key = f"webhook:{notice.kind}:{notice.about_code}:{event}"
        yield Outgoing(key=key, channel=WEBHOOK, notice=notice, created_at=at)


def _row(notice: Notice, channel: Outgoing.Channel, at: datetime, held: datetime | None = None) -> Outgoing:
    key = f"{channel}:{notice.code}"
    return Outgoing(key=key, channel=channel, notice=notice, person=notice.person, created_at=at, held_until=held)


# --- delivering -----------------------------------------------------------------------------------------------------
def deliver(at: datetime) -> int:
    """Sends what is due, each once by its key; returns how many went. Part of the job loop, safe in many processes."""
    due = Outgoing.objects.due(at).select_related("notice", "person")
    return sum(_deliver(row, at) for row in due[:AT_ONCE])


def _deliver(row: Outgoing, at: datetime) -> bool:
    mine = Outgoing.objects.waiting().filter(pk=row.pk, attempts=row.attempts)
    if not mine.update(attempts=F("attempts") + 1, retry_at=at + LEASE):
        return False  # another process has it
    done = Outgoing.objects.waiting().filter(pk=row.pk)
    message = _message(row)
    if message is None:  # read in the meantime, or nobody to send it to any more
        done.update(sent_at=at, delivery_id="nothing-left", retry_at=None)
        return False
    try:
        delivery = channels.channel(row.channel).send(message)
    except (Undelivered, ImproperlyConfigured) as problem:
        _failed(row, str(problem), at)
        return False
    done.update(sent_at=at, delivery_id=delivery[:160], error="", retry_at=None)
    return True


def _failed(row: Outgoing, problem: str, at: datetime) -> None:
    waiting = Outgoing.objects.waiting().filter(pk=row.pk)
    if row.attempts < len(PAUSES):
        waiting.update(error=problem[:200], retry_at=at + PAUSES[row.attempts])
    else:
        waiting.update(error=problem[:200], retry_at=None, failed_at=at)


def _message(row: Outgoing) -> Message | None:
    """The words, in the reader's language and zone; None where there is nothing left to say."""
    person, notice = row.person, row.notice
    if person is None:
        return _said(row, notice, "") if notice else None
    to = person.email if row.channel == EMAIL else person.mobile
    if not to or not person.is_active:
        return None
    with (
        translation.override(person.language or settings.LANGUAGE_CODE),
        timezone.override(telling_time.zone_of(person)),
    ):
        if notice is None:
            return _morning(row, person)
        held_and_read = row.held_until is not None and notice.read_at is not None
        return None if held_and_read else _said(row, notice, to)


def _said(row: Outgoing, notice: Notice, to: str) -> Message:
    from alliance import notices  # which write into this outbox

    title, text = notices.words(notice)
    link = f"{settings.PUBLIC_URL}{notice.url}" if notice.url else ""
    at = notice.created_at.isoformat()
    return Message(key=row.key.replace(":", "-"), to=to, title=title, text=text, link=link, kind=notice.kind, at=at)


def _morning(row: Outgoing, person: Person) -> Message | None:
    """Everything of the night that is still unread, in one letter."""
    from alliance import notices

    night = Q(created_at__gte=row.created_at, created_at__lte=row.held_until)
    rows = list(Notice.objects.filter(night, person=person, read_at=None, is_alarm=False).order_by("pk"))
    if not rows:
        return None
    lines = [" ".join(filter(None, (title, text))) for title, text in map(notices.words, rows)]
    title = ngettext("One notice from the night", "%(n)d notices from the night", len(rows)) % {"n": len(rows)}
    link = f"{settings.PUBLIC_URL}/notices/"
    return Message(
        key=row.key.replace(":", "-"), to=person.email or "", title=title, text="\n\n".join(lines), link=link
    )


# --- watching -------------------------------------------------------------------------------------------------------
def dead(at: datetime) -> list[tuple[str, int]]:
    """Channels that do not deliver, and how many messages wait for them or were given up in the last day."""
    stuck = Q(sent_at=None) & (Q(failed_at__gt=at - timedelta(days=1)) | Q(failed_at=None, attempts__gte=STUCK))
    counted = Outgoing.objects.filter(stuck).order_by("channel").values_list("channel").annotate(n=Count("pk"))
    return [(str(Outgoing.Channel(name).label), number) for name, number in counted]


def dead_words(name: str) -> str:
    """What the leader reads about a dead channel."""
    return _("Messages that could not be delivered by %(channel)s") % {"channel": name}
