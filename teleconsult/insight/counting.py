"""The counts of one month, from the rows. What happened counts in its month, by the clock of whoever answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from alliance.models import Deadline, Institution
from teleconsult import timers
from teleconsult.insight import histograms
from teleconsult.insight.working import Clock, after
from teleconsult.models import (
    ENDED,
    Booking,
    Consultation,
    Disposition,
    Door,
    ItemOutcome,
    Slot,
    State,
    Supply,
    Tally,
)

# Every clock that can have run until then; `working.STEPS_TO_ACCEPTANCE` is what an ordinary case takes.
CLOCKS_TO_ACCEPTANCE = (timers.TRIAGE, timers.ACCEPT, timers.REROUTE)
CARRIED_OUT = (ItemOutcome.Carried.DONE, ItemOutcome.Carried.CHANGED)
_FAR = timedelta(days=370)


class Key(NamedTuple):
    """For whom a case counts."""

    inviting: int
    invited: int
    urgency: str
    door: str


class Month:
    """One month being counted."""

    def __init__(self, first: date, at: datetime) -> None:
        self.first, self.at = first, at
        self.begins, self.ends = edges(first)
        self.places = {place.pk: place for place in Institution.objects.all()}
        self.clock = Clock((self.begins - _FAR).date(), self.ends.date())
        self.tallies: dict[Key, Tally] = {}
        self.supplies: dict[int, Supply] = {}

    def holds(self, moment: datetime | None, place: int) -> bool:
        """Whether the moment lies in this month by the clock of the place."""
        return moment is not None and moment.astimezone(self.places[place].tz).date().replace(day=1) == self.first

    def near(self, column: str) -> Q:
        """Rows whose moment may lie in this month; `holds` decides."""
        return Q(**{f"{column}__gte": self.begins, f"{column}__lt": self.ends})

    def tally(self, key: Key) -> Tally:
        """The counts for that key."""
        if key not in self.tallies:
            self.tallies[key] = Tally(
                inviting_id=key.inviting,
                invited_id=key.invited,
                month=self.first,
                urgency=key.urgency,
                door=key.door,
                answer_times={},
                opinion_times={},
            )
        return self.tallies[key]

    def supply(self, place: int) -> Supply:
        """The expert hours of that institution."""
        if place not in self.supplies:
            minutes = round(self.clock.month(self.first, self.places[place]))
            self.supplies[place] = Supply(institution_id=place, month=self.first, open_minutes=minutes)
        return self.supplies[place]


def edges(month: date) -> tuple[datetime, datetime]:
    """From before the month begins anywhere until after it has ended everywhere."""
    begins = datetime.combine(month, time(), tzinfo=UTC) - timedelta(hours=14)
    return begins, datetime.combine(after(month), time(), tzinfo=UTC) + timedelta(hours=14)


def month(first: date, at: datetime) -> tuple[list[Tally], list[Supply]]:
    """Everything that happened in the month that begins on that day, as known at `at`."""
    counted = Month(first, at)
    for part in (_accepted, _signed, _ended, _decided, _asked_again, _booked, _offered):
        part(counted)
    return list(counted.tallies.values()), list(counted.supplies.values())


_KEY = ("inviting", "invited", "urgency", "door")


def _rows(cases: QuerySet[Consultation], *columns: str) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    for row in cases.order_by().values_list(*_KEY, *columns):
        yield Key(*row[:4]), row[4:]


def _accepted(month: Month) -> None:
    cases = Consultation.objects.filter(month.near("accepted_at"), submitted_at__isnull=False)
    judged = _judged(cases, CLOCKS_TO_ACCEPTANCE)
    for key, (code, sent, accepted) in _rows(cases, "code", "submitted_at", "accepted_at"):
        if month.holds(accepted, key.invited):
            tally = month.tally(key)
            if (on_time := judged(code, accepted)) is not None:
                took = month.clock.took(key.urgency, sent, accepted, month.places[key.invited])
                histograms.add(tally.answer_times, took)
                tally.answer_judged += 1
                tally.answer_on_time += on_time


def _signed(month: Month) -> None:
    cases = Consultation.objects.filter(month.near("signed_at"), submitted_at__isnull=False)
    judged, owes = _judged(cases, (timers.OPINION,)), _overdue(cases, month.at)
    columns = ("code", "submitted_at", "signed_at", "disposed_at")
    for key, (code, sent, signed, disposed) in _rows(cases, *columns):
        if month.holds(signed, key.invited):
            tally = month.tally(key)
            if (on_time := judged(code, signed)) is not None:
                took = month.clock.took(key.urgency, sent, signed, month.places[key.invited])
                histograms.add(tally.opinion_times, took)
                tally.opinion_judged += 1
                tally.opinion_on_time += on_time
            tally.owed += disposed is not None or code in owes
            tally.acted += disposed is not None
            if key.door == Door.WRITTEN:
                supply = month.supply(key.invited)
                supply.written += 1
                supply.used += settings.XINQIAO["WRITTEN_MINUTES"]


def _judged(cases: QuerySet[Consultation], kinds: Iterable[str]) -> Callable[[UUID, datetime], bool | None]:
    """Whether every clock of these kinds that ran until then was met in time; None where none was."""
    clocks: dict[UUID, list[tuple[datetime, datetime, datetime]]] = {}
    rows = Deadline.objects.filter(kind__in=list(kinds), met_at__isnull=False, subject_code__in=cases.values("code"))
    for code, started, due, met in rows.order_by().values_list("subject_code", "started_at", "due_at", "met_at"):
        if met:
            clocks.setdefault(code, []).append((started, due, met))

    def on_time(code: UUID, until: datetime) -> bool | None:
        ran = [(due, met) for started, due, met in clocks.get(code, ()) if started <= until]
        return all(met <= due for due, met in ran) if ran else None

    return on_time


def _overdue(cases: QuerySet[Consultation], at: datetime) -> set[UUID]:
    """The cases on whose opinion nobody has acted in time."""
    late = Deadline.objects.filter(kind=timers.DISPOSE, met_at=None, due_at__lte=at)
    return set(late.filter(subject_code__in=cases.values("code")).values_list("subject_code", flat=True))


def _ended(month: Month) -> None:
    cases = Consultation.objects.filter(month.near("closed_at"), state__in=ENDED, submitted_at__isnull=False)
    for key, (closed, state, signed) in _rows(cases, "closed_at", "state", "signed_at"):
        if month.holds(closed, key.invited):
            tally = month.tally(key)
            tally.ended += 1
            tally.completed += state == State.CLOSED and signed is not None


def _decided(month: Month) -> None:
    case = "item__opinion__consultation__"
    lines = Disposition.objects.filter(month.near(f"{case}disposed_at"))
    grouped = lines.order_by().values_list(*(case + name for name in _KEY), f"{case}disposed_at", "decision")
    for *key, at, decision, number in grouped.annotate(number=Count("pk")):
        if month.holds(at, key[1]):
            tally = month.tally(Key(*key))
            tally.decided += number
            tally.adopted += number if decision != Disposition.Decision.NOT else 0


def _asked_again(month: Month) -> None:
    case = "outcome__round__consultation__"
    lines = ItemOutcome.objects.filter(month.near("outcome__answered_at"))
    columns = ("outcome__answered_at", "outcome__round__closes", "carried")
    grouped = lines.order_by().values_list(*(case + name for name in _KEY), *columns)
    for *key, at, early, carried, number in grouped.annotate(number=Count("pk")):
        if month.holds(at, key[1]):
            tally, done = month.tally(Key(*key)), number if carried in CARRIED_OUT else 0
            if early:
                tally.early_asked += number
                tally.early_carried += done
            else:
                tally.late_asked += number
                tally.late_carried += done


def came_due() -> Q:
    """Bookings whose hour was used: the two met, or somebody did not come."""
    met = Q(cancelled_at=None, consultation__began_at__isnull=False)
    return Q(confirmed_at__isnull=False) & (met | ~Q(no_show=""))


def _booked(month: Month) -> None:
    used = Booking.objects.filter(came_due(), month.near("slot__begins_at"), slot__begins_at__lte=month.at)
    columns = ("slot__begins_at", "slot__ends_at", "no_show")
    for *key, begins, ends, no_show in used.order_by().values_list(*(f"consultation__{n}" for n in _KEY), *columns):
        if month.holds(begins, key[1]):
            tally, supply = month.tally(Key(*key)), month.supply(key[1])
            tally.booked += 1
            tally.missed += no_show != ""
            supply.sessions += 1
            supply.used += round((ends - begins).total_seconds() / 60)


def _offered(month: Month) -> None:
    slots = Slot.objects.filter(month.near("begins_at"), withdrawn_at=None, begins_at__lte=month.at)
    columns = ("institution", "clinic__centre", "begins_at", "ends_at")
    for place, centre, begins, ends in slots.order_by().values_list(*columns):
        if month.holds(begins, centre or place):
            month.supply(centre or place).offered += round((ends - begins).total_seconds() / 60)
