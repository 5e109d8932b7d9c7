"""The figures as a file: CSV after RFC 4180, with a byte order mark for spreadsheet programs.

Two kinds: for use within the alliance, and to pass on. What is to be passed on hides more and holds whole quarters of
the calendar only, so that no two files can be subtracted from one another.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from alliance.models import Institution
from teleconsult.insight import words
from teleconsult.insight.definitions import ON_TIME, SHARES, TIMES, UTILISATION
from teleconsult.insight.figures import URGENCIES
from teleconsult.insight.hiding import SUM

if TYPE_CHECKING:
    from teleconsult.insight.definitions import Definition
    from teleconsult.insight.figures import Figures
    from teleconsult.insight.hours import Month

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: object) -> str:
    """The value as text that no spreadsheet program takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write(figures: Figures, rows: list[str], supply: list[Month], *, as_of: datetime | None) -> bytes:
    """All measures of these rows (`SUM` is all institutions together), one line per institution and urgency.

    Expert hours come last, a line a month: minutes used and offered.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_heads())
    counted = as_of.isoformat(timespec="minutes") if as_of else ""
    names = {str(place.pk): place.name for place in Institution.objects.filter(pk__in=[r for r in rows if r != SUM])}
    names[SUM] = _("All institutions")
    period = figures.period
    for measure, row, column, value in _lines(figures, rows):
        about = [_month(period.first), _month(period.last), names[row], _urgency(column), measure.name, measure.title]
        _put(writer, [*about, *value], measure, counted, figures.least)
    for month in supply:
        if period.first <= month.first <= period.last and month.share is not None:
            about = [
                _month(month.first),
                _month(month.first),
                names[SUM],
                _("All"),
                UTILISATION.name,
                UTILISATION.title,
            ]
            value = [month.used, month.offered, f"{month.share:.4f}", "", ""]
            _put(writer, [*about, *value], UTILISATION, counted, figures.least)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _put(writer: Any, line: list[object], measure: Definition, counted: str, least: int) -> None:
    meaning = [measure.numerator, measure.denominator, measure.source, measure.exclusions, measure.month]
    writer.writerow([harmless(cell) for cell in (*line, *meaning, counted, words.few(least))])


def _month(first: date) -> str:
    return f"{first:%Y-%m}"


def _urgency(column: str) -> str:
    return words.urgency(column) if column != SUM else _("All")


def _heads() -> list[str]:
    return [
        _("From month"),
        _("To month"),
        _("Asking institution"),
        _("Urgency"),
        _("Measure"),
        _("Title"),
        "n",
        "N",
        _("Share"),
        _("Median, minutes"),
        _("90th percentile, minutes"),
        _("Counts"),
        _("Out of"),
        _("Source"),
        _("Left out"),
        _("Month"),
        _("Counted as of"),
        _("Hidden below"),
    ]


def _lines(figures: Figures, rows: list[str]) -> Iterator[tuple[Definition, str, str, list[object]]]:
    for measure in TIMES:
        on_time = ON_TIME[measure.name]
        for row in rows:
            for column in (SUM, *URGENCIES):
                part, whole, value = _counts(figures, on_time, row, column)
                took = figures.time(measure, row, column)
                yield measure, row, column, ["", whole, "", _minutes(took.median), _minutes(took.ninetieth)]
                yield on_time, row, column, [part, whole, value, "", ""]
    for measure in SHARES:
        for row in rows:
            yield measure, row, SUM, [*_counts(figures, measure, row, SUM), "", ""]


def _counts(figures: Figures, measure: Definition, row: str, column: str) -> list[object]:
    share = figures.share(measure, row, column)
    whole = words.whole(share, figures.least)
    value = "" if share.value is None else f"{share.value:.4f}"
    return [words.part(share, figures.least), whole, value]


def _minutes(value: int | None) -> object:
    return "" if value is None else value
