"""Expert hours: how much of what is offered is used, when that runs out, and what it means for waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum

from teleconsult.insight import erlang, forecast
from teleconsult.insight.working import after, first_of

if TYPE_CHECKING:
    from teleconsult.insight.figures import Scope
    from teleconsult.insight.forecast import Forecast

MONTHS = 18  # looked back
TREND = 12  # of these, as many as the line is drawn through


@dataclass(frozen=True)
class Month:
    """One month's hours of all answering institutions together."""

    first: date
    offered: int  # minutes
    used: int
    open_minutes: int
    answers: int  # sessions, missed ones too, and opinions in writing

    @property
    def share(self) -> float | None:
        """Used ÷ offered; None without hours."""
        return self.used / self.offered if self.offered else None


@dataclass(frozen=True)
class Hours:
    """The months, what the line says, and the queue that goes with the last three."""

    months: list[Month]
    outlook: Forecast
    full_at: float
    experts: int  # at work at once, on average, in opening time: at least one
    wait: float | None  # mean minutes for somebody who needs an expert at once; None: longer and longer
    short: int  # hours a month that would have to be offered more to come down to `full_at`

    @property
    def last(self) -> Month | None:
        """The last month that is over."""
        return self.months[-1] if self.months else None


def read(scope: Scope, today: date) -> Hours:
    """The last months that are over; one query. Hours are a centre's: an asking institution has none of its own."""
    full_at = float(settings.XINQIAO["FULL_AT"])
    last = after(first_of(today), -1)
    rows = scope.supplies(after(last, 1 - MONTHS), last).order_by("month").values("month")
    sums = rows.annotate(
        offered_sum=Sum("offered"),
        used_sum=Sum("used"),
        open_sum=Sum("open_minutes"),
        sessions_sum=Sum("sessions"),
        written_sum=Sum("written"),
    )
    months = [
        Month(
            row["month"], row["offered_sum"], row["used_sum"], row["open_sum"], row["sessions_sum"] + row["written_sum"]
        )
        for row in sums
    ]
    known = [(month.first, month.share) for month in months if month.share is not None][-TREND:]
    return _queue(months, forecast.of(known, full_at=full_at), full_at)


def _queue(months: list[Month], outlook: Forecast, full_at: float) -> Hours:
    """Erlang C for the average of the last three months."""
    recent = months[-3:]
    offered, used = sum(month.offered for month in recent), sum(month.used for month in recent)
    opened, answers = sum(month.open_minutes for month in recent), sum(month.answers for month in recent)
    experts = max(1, round(offered / opened)) if opened else 1
    wait = None
    if offered and answers:
        wait = erlang.mean_wait(used / offered * experts, experts, used / answers)
    elif offered:
        wait = 0.0
    short = max(0.0, used / full_at - offered) / 60 / max(1, len(recent))
    return Hours(months, outlook, full_at, experts, wait, -int(-short // 1))
