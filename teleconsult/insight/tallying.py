"""Counting: a month's rows become a few counts, kept apart, so that a page costs the same after years.

A chore of `tick` counts the running and the last month anew every ten minutes, and every older month in which a step
since then has changed something; a month is thrown away and counted from the rows, so counting twice does no harm.
What each count means is said in `definitions`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Min, Q

from alliance.models import Institution
from teleconsult.insight import counting
from teleconsult.insight.working import after, first_of
from teleconsult.models import Booking, Consultation, Counting, Step, Supply, Tally

EVERY = 600  # seconds between two turns
MONTHS_A_TURN = 6  # a first turn after years leaves the others to the next ones
_SLACK, _SLOW = 1000, timedelta(hours=1)  # a slow transaction may commit its step behind a quicker one: looked at again


def turn(at: datetime) -> None:
    """The chore of `tick`; does its work every ten minutes."""
    if cache.add("teleconsult.insight", "1", EVERY):
        refresh(at, most=MONTHS_A_TURN)


def refresh(at: datetime, *, most: int | None = None) -> None:
    """Counts what has changed since the last time, and of what was never counted `most` months, the newest first.

    Two at once are harmless: both count the same rows, and whoever is slower with a month gives it up.
    """
    state, _new = Counting.objects.get_or_create(pk=1)
    today = first_of(_today(at))
    last = Step.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    changed = {today, after(today, -1)}
    behind = {_month(each) for each in state.pending}
    if state.as_of is None:
        behind |= _all(today)
    else:
        changed |= _touched(state.last_step, state.as_of)
    waiting = sorted(behind - changed, reverse=True)
    for month in (*sorted(changed), *waiting[:most]):
        if month <= today:
            count(month, at)
    state.pending = [] if most is None else [f"{month:%Y-%m}" for month in waiting[most:]]
    state.as_of, state.last_step = at, last
    state.save()


def count(month: date, at: datetime) -> None:
    """Counts one month from the rows, as of `at`; what was brought over from elsewhere stays as it is."""
    tallies, supplies = counting.month(month, at)  # before the transaction: reading takes longer than writing
    with contextlib.suppress(IntegrityError), transaction.atomic():
        Tally.objects.filter(month=month, brought=False).delete()
        Tally.objects.bulk_create(tallies, batch_size=500)
        Supply.objects.filter(month=month, brought=False).delete()
        Supply.objects.bulk_create(supplies)


def _today(at: datetime) -> date:
    """The furthest day it is anywhere in the alliance: no institution's month is left out."""
    zones = set(Institution.objects.values_list("time_zone", flat=True)) or {settings.TIME_ZONE}
    return max(at.astimezone(Institution(time_zone=zone).tz).date() for zone in zones)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _all(today: date) -> set[date]:
    """Every month since the first request."""
    first = Consultation.objects.aggregate(first=Min("submitted_at"))["first"]
    month, found = first_of((first - timedelta(days=1)).date()) if first else today, set()
    while month <= today:
        found.add(month)
        month = after(month)
    return found


def _touched(since: int, as_of: datetime) -> set[date]:
    """The months in which a case counts that has moved since that step and that count."""
    steps = Step.objects.filter(pk__gt=since - _SLACK).filter(Q(pk__gt=since) | Q(at__gte=as_of - _SLOW))
    moved = steps.values("consultation")
    columns = ("accepted_at", "signed_at", "disposed_at", "closed_at")
    moments = Consultation.objects.filter(pk__in=moved).values_list(*columns)
    slots = Booking.objects.filter(consultation__in=moved).values_list("slot__begins_at", flat=True)
    return {month for row in (*moments, list(slots)) for month in _months(row)}


def _months(moments: Iterable[datetime | None]) -> Iterable[date]:
    """The month of each moment; beside its edges both, for the zones disagree there."""
    for moment in filter(None, moments):
        for hours in (-14, 14):
            yield first_of((moment.astimezone(UTC) + timedelta(hours=hours)).date())
