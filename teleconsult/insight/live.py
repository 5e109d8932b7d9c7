"""What waits now: read from open cases alone, so that closed ones, however many, cost nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alliance.models import Deadline
from teleconsult import overdue, timers
from teleconsult.insight.figures import URGENCIES
from teleconsult.models import State

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from teleconsult.insight.figures import Scope

BEFORE_OPINION = (
    State.SUBMITTED,
    State.TRIAGED,
    State.DECLINED,
    State.ACCEPTED,
    State.SCHEDULED,
    State.IN_SESSION,
    State.OPINION_DRAFT,
    State.ASKED_BACK,
)
OWING = (*BEFORE_OPINION, State.SIGNED, State.DISPOSED, State.FOLLOW_UP)
NOBODY_WAITS = (timers.SURVEY, timers.RETURNED)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
AGES: tuple[tuple[timedelta, _StrPromise], ...] = (
    (4 * _HOUR, _("under 4 hours")),
    (_DAY, _("4 to 24 hours")),
    (3 * _DAY, _("1 to 3 days")),
    (7 * _DAY, _("3 to 7 days")),
    (timedelta.max, _("over 7 days")),
)


@dataclass(frozen=True)
class Age:
    """How many cases have waited so long, by urgency, and how many of them are overdue."""

    label: _StrPromise
    by_urgency: dict[str, int]
    late: int

    @property
    def number(self) -> int:
        """All of them."""
        return sum(self.by_urgency.values())


@dataclass(frozen=True)
class Late:
    """One kind of overdue step: how many, and for how long the oldest."""

    step: _StrPromise
    number: int
    longest: timedelta


@dataclass(frozen=True)
class Waiting:
    """Everything that waits at one moment."""

    ages: list[Age]
    late: list[Late]
    oldest: timedelta | None

    @property
    def number(self) -> int:
        """Cases without an opinion."""
        return sum(age.number for age in self.ages)

    @property
    def late_number(self) -> int:
        """Overdue steps."""
        return sum(each.number for each in self.late)

    @property
    def longest_late(self) -> timedelta:
        """For how long the oldest of them has been overdue."""
        return max((each.longest for each in self.late), default=timedelta())


def read(scope: Scope, at: datetime) -> Waiting:
    """What waits for an opinion, and what is overdue; two queries."""
    cases = scope.cases().open()
    codes = cases.filter(state__in=OWING).values("code")
    passed = Deadline.objects.running().filter(due_at__lt=at, subject_code__in=codes).exclude(kind__in=NOBODY_WAITS)
    clocks = list(passed.order_by("due_at").values_list("subject_code", "kind", "due_at"))
    waits = cases.filter(state__in=BEFORE_OPINION, submitted_at__isnull=False).order_by("submitted_at")
    found = waits.values_list("code", "urgency", "submitted_at")
    rows = [(code, urgency, since) for code, urgency, since in found if since]
    late_codes = {code for code, _kind, _due in clocks}
    return Waiting(_ages(rows, late_codes, at), _late(clocks, at), at - rows[0][2] if rows else None)


def _ages(rows: list[tuple[UUID, str, datetime]], late: set[UUID], at: datetime) -> list[Age]:
    counted = [Counter(dict.fromkeys(URGENCIES, 0)) for _age in AGES]
    overdue_by = [0] * len(AGES)
    for code, urgency, since in rows:
        place = next(number for number, (below, _label) in enumerate(AGES) if at - since < below)
        counted[place][urgency] += 1
        overdue_by[place] += code in late
    return [
        Age(label, dict(numbers), behind)
        for (_below, label), numbers, behind in zip(AGES, counted, overdue_by, strict=True)
    ]


def _late(clocks: list[tuple[UUID, str, datetime]], at: datetime) -> list[Late]:
    """By kind of step, the oldest first."""
    by_kind: dict[str, list[datetime]] = {}
    for _code, kind, due in clocks:
        by_kind.setdefault(kind, []).append(due)
    return [
        Late(overdue.NAMES.get(kind, _("the next step")), len(dues), at - min(dues)) for kind, dues in by_kind.items()
    ]
