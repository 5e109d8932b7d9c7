"""Deadlines in working time, and the one idempotent `tick` that notices what is due.

Working time: an institution's opening hours on working days. Days come from `CalendarDay`; a year that the table does
not know at all falls back to Monday–Friday (`known_year` lets pages warn). Nothing here raises for an unknown year.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, QuerySet

from alliance.models import CalendarDay, Deadline, Notice, Pace

if TYPE_CHECKING:
    from alliance.models import Agreement, Institution, Person

log = logging.getLogger(__name__)
Handler = Callable[[Deadline, datetime], None]
Chore = Callable[[datetime], object]
Length = tuple[str, float]
MINUTES, HOURS, DAYS = "minutes", "working_hours", "working_days"
_handlers: dict[str, Handler] = {}
_chores: dict[str, Chore] = {}
_climbing: set[str] = set()


# --- working time ---------------------------------------------------------------------------------------------------
class Calendar:
    """The working days around some dates, read with one query and kept for the length of a calculation."""

    def __init__(self, begins: date, ends: date) -> None:
        rows = CalendarDay.objects.filter(day__range=(date(begins.year, 1, 1), date(ends.year, 12, 31)))
        self._days = {row.day: row.works for row in rows}
        self._years = {day.year for day in self._days}

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        return self._days.get(day, day.weekday() < 5)

    def knows(self, year: int) -> bool:
        """Whether the table has any entry for that year."""
        return year in self._years


def known_year(year: int) -> bool:
    """Whether holidays of that year are entered; if not, pages show a warning and Monday–Friday counts."""
    return CalendarDay.objects.filter(day__year=year).exists()


def add_working_hours(start: datetime, hours: float, *, at: Institution) -> datetime:
    """When `hours` of the institution's opening time have passed since `start` (aware; result in its zone)."""
    left = timedelta(hours=hours)
    moment = start.astimezone(at.tz)
    calendar = Calendar(moment.date(), moment.date() + timedelta(days=366))
    for _ in range(400):
        opens = datetime.combine(moment.date(), at.opens_at, tzinfo=at.tz)
        closes = datetime.combine(moment.date(), at.closes_at, tzinfo=at.tz)
        if calendar.works(moment.date()) and moment < closes:
            moment = max(moment, opens)
            if left <= closes - moment:
                return moment + left
            left -= closes - moment
        moment = datetime.combine(moment.date() + timedelta(days=1), at.opens_at, tzinfo=at.tz)
    return moment


def add_working_days(start: datetime, days: int, *, at: Institution) -> datetime:
    """The close of the `days`-th working day after `start`'s day: what is asked today is due by then."""
    moment = start.astimezone(at.tz)
    calendar = Calendar(moment.date(), moment.date() + timedelta(days=366))
    day = moment.date()
    while days > 0:
        day += timedelta(days=1)
        days -= 1 if calendar.works(day) else 0
    return datetime.combine(day, at.closes_at, tzinfo=at.tz)


def after(start: datetime, length: Length, *, at: Institution) -> datetime:
    """When `length` has passed since `start`: (“minutes”, n) day and night, the others in the opening time of `at`."""
    unit, amount = length
    if unit == MINUTES:
        return start + timedelta(minutes=amount)
    if unit == HOURS:
        return add_working_hours(start, amount, at=at)
    return add_working_days(start, int(amount), at=at)


# --- deadlines ------------------------------------------------------------------------------------------------------
def start(
    kind: str,
    subject: UUID,
    *,
    institution: Institution,
    due_at: datetime,
    at: datetime,
    owner: Person | None = None,
    keeper: Institution | None = None,
    pace: str = Pace.ROUTINE,
    agreement: Agreement | None = None,
) -> Deadline:
    """A running deadline; starting the same kind for the same subject again moves it, and its climb begins anew.

    `institution` owes the step, `keeper` watches the clock. A kind that climbs (`let_climb`) tells the first rung when
    it is due. Under an `agreement` it climbs as agreed.
    """
    fields = {
        "institution": institution,
        "keeper": keeper,
        "owner": owner,
        "pace": pace or Pace.ROUTINE,
        "agreement": agreement,
        "started_at": at,
        "due_at": due_at,
        "escalates_at": due_at if kind in _climbing else None,
    }
    with transaction.atomic():
        running, new = Deadline.objects.get_or_create(kind=kind, subject_code=subject, met_at=None, defaults=fields)
        if not new:
            _settle([running.code], at)
            afresh = {"alarmed_at": None, "step": 0, "taken_at": None, "taken_by": None, "run": F("run") + 1}
            Deadline.objects.filter(pk=running.pk).update(**fields, **afresh)
            running.refresh_from_db()
    return running


def meet(kind: str, subject: UUID, *, at: datetime) -> None:
    """The thing is done (or no longer owed); stops the clock. Nothing happens where none is running."""
    _stop(Deadline.objects.filter(kind=kind, subject_code=subject, met_at=None), at)


def meet_all(subject: UUID, *, at: datetime) -> None:
    """Stops every clock of a subject, for example of a cancelled consultation."""
    _stop(Deadline.objects.filter(subject_code=subject, met_at=None), at)


def _stop(running: QuerySet[Deadline], at: datetime) -> None:
    climbed = list(running.filter(step__gt=0).values_list("code", flat=True))
    running.update(met_at=at, escalates_at=None)
    _settle(climbed, at)


def _settle(codes: list[UUID], at: datetime) -> None:
    """What was told of these clocks rings no longer."""
    if codes:
        Notice.objects.filter(about_code__in=codes, read_at=None).update(read_at=at)


def let_climb(kind: str) -> None:
    """Deadlines of this kind are taken to the next person when nobody acts; `escalating` calls it."""
    _climbing.add(kind)


def on_due(kind: str, handler: Handler) -> None:
    """Registers what happens once when a deadline of this kind passes. Upper apps call it in `apps.py`."""
    _handlers[kind] = handler


def on_tick(name: str, chore: Chore) -> None:
    """Registers something that every tick does, idempotently (let holds lapse, seal the audit)."""
    _chores[name] = chore


def tick(at: datetime) -> int:
    """Fires every passed deadline once and does the chores; safe to run twice, late, or from two processes.

    Returns how many deadlines fired. One failing chore does not keep the others from running; it is logged.
    """
    fired = sum(
        _fire(deadline, at) for deadline in Deadline.objects.filter(met_at=None, alarmed_at=None, due_at__lte=at)
    )
    for name, chore in _chores.items():
        try:
            chore(at)
        except (DatabaseError, OSError):
            log.exception("chore %s failed", name)
    return fired


def _fire(deadline: Deadline, at: datetime) -> int:
    try:
        with transaction.atomic():
            mine = Deadline.objects.filter(pk=deadline.pk, alarmed_at=None, met_at=None).update(alarmed_at=at)
            if mine and (handler := _handlers.get(deadline.kind)):
                deadline.alarmed_at = at
                handler(deadline, at)
            return mine
    except (DatabaseError, IntegrityError):
        log.exception("deadline %s failed", deadline.code)
        return 0
