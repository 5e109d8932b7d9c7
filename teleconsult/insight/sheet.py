"""The leader's page, put together: the first sentence, what waits, how long it takes, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from alliance import overview
from alliance.models import Institution
from teleconsult.insight import figures, hours, live, plots, working
from teleconsult.insight.definitions import (
    ANSWER_ON_TIME,
    ANSWER_TIME,
    OPINION_TIME,
    OVERDUE,
    SHARES,
    UTILISATION,
    WAITING,
)
from teleconsult.models import Urgency

if TYPE_CHECKING:
    from teleconsult.insight.definitions import Definition
    from teleconsult.insight.figures import Figures, Scope
    from teleconsult.insight.periods import Period


@dataclass(frozen=True)
class TimePlot:
    """One measure of time: its rows, and what its lines stand for."""

    measure: Definition
    rows: list[plots.TimeRow]


@dataclass(frozen=True)
class Sheet:
    """Everything on the page but the form."""

    now: live.Waiting
    figures: Figures
    bars: list[plots.Bar]
    times: list[TimePlot]
    shares: list[plots.ShareRow]
    institutions: list[plots.ShareRow]
    as_of: datetime | None
    pending: list[str]
    hours: hours.Hours
    hours_plot: plots.HoursPlot
    ending: list[overview.Ending]
    utilisation: Definition = UTILISATION
    waiting: Definition = WAITING
    overdue: Definition = OVERDUE
    compared: Definition = ANSWER_ON_TIME


def read(scope: Scope, period: Period, at: datetime) -> Sheet:
    """The page for a period; the number of queries does not depend on how much there is."""
    found = figures.read(scope, period, least=figures.within())
    now, today = live.read(scope, at), localtime(at).date()
    supply = hours.read(scope, today)
    as_of, pending = figures.as_of()
    row, shares = scope.row, [(measure, found.share(measure, scope.row)) for measure in SHARES]
    return Sheet(
        now=now,
        figures=found,
        bars=plots.waiting(now),
        times=_times(found, row, _centre(scope)),
        shares=[plots.share(measure, value, found.least) for measure, value in shares],
        institutions=plots.institutions(found, ANSWER_ON_TIME, _names(found)),
        as_of=as_of,
        hours=supply,
        hours_plot=plots.hours(supply),
        ending=_ending(scope, today),
        pending=[month for month in pending if f"{period.first:%Y-%m}" <= month <= f"{period.last:%Y-%m}"],
    )


def _ending(scope: Scope, today: date) -> list[overview.Ending]:
    """Agreements and leave to practise, the nearest end first."""
    found = [*overview.agreements_ending(scope.places, today), *overview.sites_ending(scope.places, today)]
    return sorted(found, key=lambda ending: ending.until)


def _centre(scope: Scope) -> Institution:
    """Whose opening time the rules are drawn with: the first answering institution's."""
    places = Institution.objects.filter(pk__in=scope.places)
    return places.filter(function=Institution.Function.CENTRE).order_by("pk").first() or Institution()


def _times(found: Figures, row: str, centre: Institution) -> list[TimePlot]:
    steps = {ANSWER_TIME: working.STEPS_TO_ACCEPTANCE, OPINION_TIME: working.STEPS_TO_OPINION}
    plotted = []
    for measure, of in steps.items():
        allowed = {urgency.value: working.allowed(urgency, centre, of) for urgency in Urgency}
        plotted.append(TimePlot(measure, plots.times(found, row, measure, allowed)))
    return plotted


def _names(found: Figures) -> list[tuple[str, str]]:
    """Key and name of every asking institution with figures, by name."""
    places = Institution.objects.filter(pk__in=[int(row) for row in found.rows])
    return sorted(((str(place.pk), place.label) for place in places), key=lambda pair: pair[1])
