"""Monthly figures from before the demo began: eighteen months of invented counts, marked as brought over.

There are no cases behind them: the demo's own cases reach back some weeks only, and a page of trends needs more. They
stand in the same table as counts of real cases and are added to them; nobody can open a case of them.
"""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from alliance.models import Institution
from config.demo.seed.days import TZ
from config.demo.seed.institutions import CENTRES
from teleconsult.insight import histograms, tallying
from teleconsult.insight.working import Clock, after, first_of
from teleconsult.models import Door, Supply, Tally, Urgency

MONTHS = 18
_SLOT = 50  # minutes of a booked time
# How often, how long (minutes to acceptance and on to the opinion), and how often that is on time.
_KINDS = (
    (Urgency.EMERGENCY, Door.VIDEO, 0.06, 9, 70, 0.9),
    (Urgency.URGENT, Door.VIDEO, 0.20, 75, 900, 0.88),
    (Urgency.ROUTINE, Door.VIDEO, 0.46, 260, 1300, 0.93),
    (Urgency.ROUTINE, Door.WRITTEN, 0.28, 200, 760, 0.95),
)


def bring(places: dict[str, Institution], now: datetime) -> None:
    """Eighteen months that are over, then a count of the demo's own cases."""
    dice = Random(20260318)  # noqa: S311 - invented figures, the same in every demo
    this = first_of(now.astimezone(TZ).date())
    centre = places["centre"]
    clock = Clock(after(this, -MONTHS), this)
    tallies: list[Tally] = []
    for number in range(MONTHS):
        month = after(this, number - MONTHS)
        rows = [row for key in CENTRES for row in _tallies(dice, month, places[key], centre, number)]
        tallies += rows
        _supply(dice, month, centre, rows, number, round(clock.month(month, centre)))
    Tally.objects.bulk_create(tallies)
    tallying.refresh(now)


def _tallies(dice: Random, month: date, place: Institution, centre: Institution, number: int) -> list[Tally]:
    """More cases from month to month, and a little slower of late: the experts' hours fill up."""
    busy = 2.5 + 0.24 * number + dice.uniform(-0.8, 0.8) + place.pk % 4 * 0.7
    slower = 1 + max(0, number - 11) * 0.05
    found = []
    for urgency, door, share, accepted, signed, on_time in _KINDS:
        cases = int(busy * share + dice.random())
        if cases:
            row = Tally(inviting=place, invited=centre, month=month, urgency=urgency, door=door, brought=True)
            _fill(dice, row, cases, accepted * slower, signed * slower, on_time - max(0, number - 12) * 0.012)
            found.append(row)
    return found


def _fill(dice: Random, row: Tally, cases: int, accepted: float, signed: float, on_time: float) -> None:
    row.answer_times, row.opinion_times = {}, {}
    for _case in range(cases):
        histograms.add(row.answer_times, accepted * dice.lognormvariate(0, 0.6))
        histograms.add(row.opinion_times, signed * dice.lognormvariate(0, 0.5))
    row.answer_judged = row.opinion_judged = row.owed = cases
    row.answer_on_time, row.opinion_on_time = _of(dice, cases, on_time), _of(dice, cases, on_time - 0.02)
    row.acted, row.ended = _of(dice, cases, 0.96), cases + (dice.random() < 0.12)
    row.completed = cases
    row.decided = 3 * row.acted
    row.adopted = _of(dice, row.decided, 0.87)
    row.early_asked = _of(dice, row.decided, 0.86)
    row.early_carried = _of(dice, row.early_asked, 0.83)
    row.late_asked = _of(dice, row.decided, 0.6)
    row.late_carried = _of(dice, row.late_asked, 0.72)
    row.booked = cases + (dice.random() < 0.15) if row.door == Door.VIDEO else 0
    row.missed = _of(dice, row.booked, 0.09)


def _of(dice: Random, number: int, share: float) -> int:
    return sum(dice.random() < share for _ in range(number))


def _supply(dice: Random, month: date, centre: Institution, rows: list[Tally], number: int, minutes: int) -> None:
    sessions = sum(row.booked for row in rows)
    written = sum(row.answer_judged for row in rows if row.door == Door.WRITTEN)
    used = sessions * _SLOT + written * 20
    offered = round(used / (0.5 + 0.016 * number + dice.uniform(-0.025, 0.025)) / _SLOT) * _SLOT
    Supply.objects.create(
        institution=centre,
        month=month,
        brought=True,
        offered=offered,
        used=used,
        sessions=sessions,
        written=written,
        open_minutes=minutes,
    )
