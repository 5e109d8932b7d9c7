"""Reading the counts: one query for a period and an alliance, then shares and times as they may be shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet

from alliance.models import Institution
from alliance.reach import places_below
from alliance.roles import Permission
from teleconsult.insight import hiding, histograms
from teleconsult.insight.definitions import ON_TIME, SHARES, Definition
from teleconsult.insight.hiding import SUM, Cell, Share
from teleconsult.insight.periods import Period
from teleconsult.models import Consultation, Counting, Supply, Tally, Urgency

if TYPE_CHECKING:
    from alliance.models import Person
    from teleconsult.models.consultation import ConsultationQuerySet

KEPT = 3600  # seconds
URGENCIES = [urgency.value for urgency in Urgency]
ONE = ["all"]  # the one column of a measure that is not split by urgency


@dataclass(frozen=True)
class Scope:
    """Whose cases somebody looks at: all that were asked by, or of, an institution below where they lead."""

    places: frozenset[int]
    institution: Institution | None = None

    def tallies(self, period: Period) -> QuerySet[Tally]:
        """The counts of these cases, of every institution: what is hidden is decided over all of them."""
        months = Tally.objects.filter(month__gte=period.first, month__lte=period.last)
        return months.filter(Q(invited__in=self.places) | Q(inviting__in=self.places))

    def supplies(self, since: date, until: date) -> QuerySet[Supply]:
        """The expert hours of answering institutions among these."""
        return Supply.objects.filter(institution__in=self.places, month__gte=since, month__lte=until)

    def cases(self) -> ConsultationQuerySet:
        """The cases themselves, of the chosen institution where there is one."""
        found = Consultation.objects.filter(Q(invited__in=self.places) | Q(inviting__in=self.places))
        return found.filter(inviting=self.institution) if self.institution else found

    @property
    def row(self) -> str:
        """The row of a table that is looked at."""
        return str(self.institution.pk) if self.institution else SUM


def scope_of(person: Person) -> Scope:
    """Everything below the institutions whose figures this person reads."""
    return Scope(frozenset(places_below(person, Permission.READ_FIGURES)))


@dataclass(frozen=True)
class Times:
    """How long something took: None where it is hidden or nothing happened."""

    median: int | None
    ninetieth: int | None


@dataclass
class Figures:
    """Every share and time of a period, by institution and (where it is split) urgency."""

    period: Period
    least: int
    rows: list[str]
    shares: dict[str, dict[Cell, Share]] = field(default_factory=dict)
    times: dict[str, dict[Cell, Times]] = field(default_factory=dict)

    def share(self, measure: Definition, row: str, column: str = SUM) -> Share:
        """One cell; nothing happened where there is none."""
        return self.shares[measure.name].get((row, column), Share(0, hiding.SHOWN, 0, hiding.SHOWN))

    def time(self, measure: Definition, row: str, column: str = SUM) -> Times:
        """One cell of times."""
        return self.times[measure.name].get((row, column), Times(None, None))


_COUNTED = sorted(
    {column for measure in (*ON_TIME.values(), *SHARES) for column in (measure.part, measure.whole)}
    | {f"{name}s" for name in ON_TIME}
)


def read(scope: Scope, period: Period, *, least: int) -> Figures:
    """All figures of the period, with what is smaller than `least` hidden.

    They change only when a month is counted, which writes its rows anew: until then they are worked out once, however
    long the table has grown.
    """
    tallies = scope.tallies(period)
    stand = tallies.aggregate(last=Max("pk"), rows=Count("pk"))
    facts = (sorted(scope.places), period.first, period.last, least, sorted(stand.items()))
    key = f"insight.{hashlib.sha256(repr(facts).encode()).hexdigest()}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = _work_out(tallies, period, least)
        cache.set(key, found, KEPT)
    return found


def _work_out(counted: QuerySet[Tally], period: Period, least: int) -> Figures:
    tallies = list(counted.values("inviting", "urgency", *_COUNTED))
    rows = sorted({str(tally["inviting"]) for tally in tallies})
    found = Figures(period, least, rows)
    for name, on_time in ON_TIME.items():
        cells = _shares(tallies, on_time, rows, URGENCIES, least)
        found.shares[on_time.name] = cells
        found.times[name] = _times(tallies, f"{name}s", cells, least)
    for measure in SHARES:
        found.shares[measure.name] = _shares(tallies, measure, rows, ONE, least)
    return found


def _column(tally: dict[str, Any], columns: list[str]) -> str:
    return columns[0] if columns is ONE else tally["urgency"]


def _shares(
    tallies: list[dict[str, Any]], measure: Definition, rows: list[str], columns: list[str], least: int
) -> dict[Cell, Share]:
    parts: dict[Cell, int] = {}
    wholes: dict[Cell, int] = {}
    for tally in tallies:
        cell = str(tally["inviting"]), _column(tally, columns)
        parts[cell] = parts.get(cell, 0) + tally[measure.part]
        wholes[cell] = wholes.get(cell, 0) + tally[measure.whole]
    return hiding.shares(parts, wholes, rows, columns, least=least)


def _times(tallies: list[dict[str, Any]], column: str, cells: dict[Cell, Share], least: int) -> dict[Cell, Times]:
    """Median and 90th percentile wherever the number of cases is shown and not small."""
    gathered: dict[Cell, list[histograms.Histogram]] = {}
    for tally in tallies:
        row, urgency = str(tally["inviting"]), tally["urgency"]
        for cell in ((row, urgency), (row, SUM), (SUM, urgency), (SUM, SUM)):
            gathered.setdefault(cell, []).append(tally[column])
    found = {}
    for cell, several in gathered.items():
        if (cells[cell].whole or 0) >= least:
            merged = histograms.merged(several)
            found[cell] = Times(histograms.quantile(merged, 0.5), histograms.quantile(merged, 0.9))
    return found


def asking(scope: Scope) -> list[Institution]:
    """The institutions to choose from: those below that may ask, and those from elsewhere that have."""
    asked = Tally.objects.filter(invited__in=scope.places).values("inviting")
    places = Institution.objects.filter(Q(pk__in=scope.places) | Q(pk__in=asked))
    asks = places.exclude(kind=Institution.Kind.ALLIANCE).exclude(function=Institution.Function.CENTRE)
    return list(asks.order_by("name"))


def within() -> int:
    """The smallest count shown inside the alliance."""
    return int(settings.XINQIAO["SMALL_CELL"])


def outside() -> int:
    """The smallest count shown in what leaves it."""
    return int(settings.XINQIAO["SMALL_CELL_OUTSIDE"])


def as_of() -> tuple[datetime | None, list[str]]:
    """When was counted last, and which months are still to be counted."""
    state = Counting.objects.filter(pk=1).first()
    return (state.as_of, list(state.pending)) if state else (None, [])
