"""What became of the advice: close-outs, the rounds after them, and who is being asked just now."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from alliance.models import Deadline, Institution
from config.demo.seed import told
from config.demo.seed.batch import Batch
from config.demo.seed.days import some
from config.demo.seed.papers import Case
from teleconsult import following_up, timers
from teleconsult.models import (
    AdviceItem,
    Consultation,
    Disposition,
    Dossier,
    ItemOutcome,
    Outcome,
    OutcomeRound,
    RequestRating,
    State,
    Survey,
)

WEEKS = (2, 12)
_STILL_ASKED = timedelta(days=12)  # a later round that opened within these days waits for its answer
_HOW = (
    "较前平稳，按时服药，家里人陪着。",
    "比上次好些，起居基本恢复。",
    "平稳，没有新的危险，下月再看。",
    "好转，能做家务、能出门，还在复诊。",
    "时好时差，已约下次面访。",
)
_REFERRED = (Outcome.Referred.NO, Outcome.Referred.NO, Outcome.Referred.YES, Outcome.Referred.WAITING)


def _pick(options: tuple[str, ...], key: str) -> str:
    return options[round(some(key, 0, len(options) - 1))]


def follow(case: Case, batch: Batch, items: list[tuple[AdviceItem, str]], now: datetime) -> None:
    """From the close-out on. `items`: each line of advice with what was decided about it."""
    course, key = case.course, case.story.key
    if course.closed_out is None or course.disposed is None:
        return
    batch.add(
        Survey(
            consultation=case.row,
            effect=_pick((Survey.Effect.NEW, Survey.Effect.NEW, Survey.Effect.CONFIRMED), key),
            sending=_pick((Survey.Sending.AVOIDED, Survey.Sending.NONE, Survey.Sending.PROMPTED), key + "s"),
            worth_to_doctor=round(some(key + "d", 3, 5)),
            worth_to_patient=round(some(key + "p", 3, 5)),
            learn=_pick((Survey.Learn.YES, Survey.Learn.NO), key),
            answered_at=course.closed_out,
            answered_by=case.doctor,
        )
    )
    if case.expert is not None and some(key + "q", 0, 1) > 0.3:
        rated_at = course.closed_out + timedelta(minutes=round(some(key, 5, 50)))
        worth = round(some(key + "r", 3, 5))
        batch.add(RequestRating(consultation=case.row, worth=worth, rated_at=rated_at, rated_by=case.expert))
    for weeks in WEEKS:
        closes = weeks == WEEKS[0]
        opens = following_up.opening(course.disposed, weeks, at=case.row.inviting)
        turn = course.closed is not None or closes
        asked = batch.add(
            OutcomeRound(
                consultation=case.row,
                inviting=case.row.inviting,
                weeks=weeks,
                closes=closes,
                opens_at=opens,
                asked_at=opens if turn and opens <= now else None,
            )
        )
        if asked.asked_at is None:
            continue
        if closes and course.closed is not None:
            _answer(case, batch, asked, items, at=course.closed, now=now)
        elif not closes and now - opens > _STILL_ASKED:
            _answer(case, batch, asked, items, at=opens + timedelta(hours=some(key, 1, 8)), now=now)
        else:
            _ask(case, batch, asked, now)


def _answer(
    case: Case, batch: Batch, asked: OutcomeRound, items: list[tuple[AdviceItem, str]], *, at: datetime, now: datetime
) -> None:
    key = f"{case.story.key}{asked.weeks}"
    asked.ended_at = at
    outcome = batch.add(
        Outcome(
            round=asked,
            patient=_pick(_HOW, key),
            referred=_pick(_REFERRED, key),
            worth=round(some(key, 3, 5)),
            answered_at=at,
            answered_by=case.doctor,
        )
    )
    for item, decision in items:
        carried, became = ItemOutcome.Carried.DONE, ItemOutcome.Became.BETTER
        if decision == Disposition.Decision.NOT:
            carried, became = ItemOutcome.Carried.NOT_STARTED, ItemOutcome.Became.UNKNOWN
        elif decision == Disposition.Decision.PARTLY:
            carried, became = ItemOutcome.Carried.CHANGED, ItemOutcome.Became.SAME
        elif some(f"{key}{item.number}", 0, 1) > 0.8:
            became = ItemOutcome.Became.SAME
        batch.add(ItemOutcome(outcome=outcome, item=item, carried=carried, became=became))
    batch.add(_clock(case, asked, met_at=at))
    told.outcome(case, asked, batch, now, at=at)


def _ask(case: Case, batch: Batch, asked: OutcomeRound, now: datetime) -> None:
    """Waits for its answer; somebody still has a while."""
    clock = _clock(case, asked, met_at=None)
    clock.due_at = max(clock.due_at, now + timedelta(minutes=round(some(case.story.key, 35, 55))))
    batch.add(clock)
    told.asked(case, asked, batch)


def _clock(case: Case, asked: OutcomeRound, *, met_at: datetime | None) -> Deadline:
    place = case.row.inviting
    due = timers.due(timers.ROUND, case.row, since=asked.opens_at, at_place=place)
    return Deadline(
        kind=timers.ROUND,
        subject_code=asked.code,
        institution=place,
        owner=case.doctor,
        started_at=asked.opens_at,
        due_at=due,
        met_at=met_at,
    )


def file_away(batch: Batch, alliance: Institution) -> None:
    """Dossier numbers in the order of closing, year by year, as the product gives them."""
    closed = [row for row in batch.rows[Consultation] if isinstance(row, Consultation) and row.state == State.CLOSED]
    taken: Counter[int] = Counter()
    for row in sorted(closed, key=lambda row: row.closed_at or row.created_at):
        assert row.closed_at is not None  # noqa: S101 -- a closed case says when
        year = row.closed_at.astimezone(alliance.tz).year
        taken[year] += 1
        batch.add(Dossier(consultation=row, alliance=alliance, year=year, sequence=taken[year], filed_at=row.closed_at))
