"""What is said about the questions of a test: flags that the figures bear, for a person and for a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from learning import intervals, item_statistics
from learning.intervals import Interval, Intervals
from learning.item_statistics import ItemStatistics, WholeStatistics
from learning.mark_tables import Table

FIRM_FROM = 30  # takers: below, a value is shown with its interval and never alone
EASIEST = 95.0  # facility, %
HARDEST = 20.0
WEAKEST = 20.0  # discrimination index, %

# The five statistics by item, under the keys of the conformance file that ships with Moodle's published values.
KEYS = {
    "facility": "facility",
    "sd*1000": "sd",
    "effw": "effective_weight",
    "di": "discrimination_index",
    "de": "discrimination_efficiency",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known about one test. `flags` holds words for each item, in the order of the table."""

    table: Table
    items: list[ItemStatistics]
    whole: WholeStatistics
    intervals: Intervals
    flags: list[list[str]]

    @property
    def firm(self) -> bool:
        """Whether so many sat the test that a value may stand without its interval."""
        return self.table.takers >= FIRM_FROM


def report(table: Table) -> Report:
    """Statistics, intervals and flags."""
    known = intervals.around(table)
    flags = [
        flagged(facility, index) for facility, index in zip(known.facility, known.discrimination_index, strict=True)
    ]
    return Report(table, item_statistics.items(table), item_statistics.whole(table), known, flags)


def flagged(facility: Interval, index: Interval | None) -> list[str]:
    """What to look at. A flag stands only when the whole interval lies beyond the limit."""
    found = []
    if facility[0] > EASIEST:
        found.append("too easy")
    if facility[1] < HARDEST:
        found.append("too hard")
    if index is not None and index[1] < 0:
        found.append("the better do worse")
    elif index is not None and index[1] < WEAKEST:
        found.append("hardly discriminates")
    return found


def as_facts(of: Report) -> dict[str, Any]:
    """For programs: percentages, `sd*1000` in thousandths of a mark, `SEM_marks` in marks; null where not defined.

    The statistics stand at the top and once more in the two groups of the conformance file, so that a result can be
    held against that file key by key.
    """
    by_item = {key: {each.name: _shown(each, name) for each in of.items} for key, name in KEYS.items()}
    whole = {
        f"CIC_{len(of.items)}_items_percent": of.whole.consistency,
        "error_ratio_percent": of.whole.error_ratio,
        "SEM_marks": of.whole.standard_error,
    }
    return {
        "takers": of.table.takers,
        "firm": of.firm,
        "firm_from_takers": FIRM_FROM,
        **by_item,
        "upper_minus_lower_27": {each.name: each.upper_minus_lower for each in of.items},
        **whole,
        "mean_percent": of.whole.mean_percent,
        "median_percent": of.whole.median_percent,
        "sd_marks": of.whole.sd,
        "skewness": of.whole.skewness,
        "kurtosis": of.whole.kurtosis,
        "intervals_95": {
            "facility": dict(zip(of.table.items, of.intervals.facility, strict=True)),
            "di": dict(zip(of.table.items, of.intervals.discrimination_index, strict=True)),
            f"CIC_{len(of.items)}_items_percent": of.intervals.consistency,
            "SEM_marks": of.intervals.standard_error,
        },
        "flags": {name: words for name, words in zip(of.table.items, of.flags, strict=True) if words},
        "expected_percent": by_item,
        "not_from_moodle_computed_here": whole,
    }


def as_lines(of: Report) -> list[str]:
    """For people: a table with intervals; below the number that makes values firm, intervals alone."""
    width = max(4, *(len(name) for name in of.table.items))
    lines = [
        f"{of.table.takers} takers, {len(of.items)} items. 95 % intervals in brackets; percentages but for SD (marks).",
        "" if of.firm else f"Fewer than {FIRM_FROM} takers: no value is firm; where one is known, its interval stands.",
        f"{'item':<{width}}  {'facility':<22} {'discrimination':<24} {'efficiency':>10} {'weight':>7} {'SD':>7} "
        f"{'27 % ends':>9}  look at",
    ]
    lines += [_line(of, place, width) for place in range(len(of.items))]
    lines += [
        "",
        f"consistency (α)    {_ranged(of.whole.consistency, of.intervals.consistency, firm=of.firm)} %",
        f"standard error     {_ranged(of.whole.standard_error, of.intervals.standard_error, firm=of.firm)} marks",
    ]
    if of.firm:
        whole = of.whole
        lines.append(
            f"mean {_plain(whole.mean_percent)} %, median {_plain(whole.median_percent)} %, "
            f"SD {_plain(whole.sd)} marks, skewness {_plain(whole.skewness)}, kurtosis {_plain(whole.kurtosis)}"
        )
    return [line.rstrip() for line in lines]


def _shown(item: ItemStatistics, name: str) -> float | None:
    value: float | None = getattr(item, name)
    return value * 1000 if name == "sd" and value is not None else value


def _line(of: Report, place: int, width: int) -> str:
    item, firm = of.items[place], of.firm
    facility = _ranged(item.facility, of.intervals.facility[place], firm=firm)
    index = _ranged(item.discrimination_index, of.intervals.discrimination_index[place], firm=firm)
    loose = [item.discrimination_efficiency, item.effective_weight, item.sd, item.upper_minus_lower]
    efficiency, weight, sd, ends = (_plain(value) if firm else "–" for value in loose)
    return (
        f"{item.name:<{width}}  {facility:<22} {index:<24} {efficiency:>10} {weight:>7} {sd:>7} {ends:>9}  "
        f"{', '.join(of.flags[place])}"
    )


def _ranged(value: float | None, interval: Interval | None, *, firm: bool) -> str:
    """`62.5 [41.2, 80.1]`; without firmness only what stands in the brackets."""
    if value is None or interval is None:
        return "–"
    brackets = f"[{_plain(interval[0])}, {_plain(interval[1])}]"
    return f"{_plain(value)} {brackets}" if firm else brackets


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
