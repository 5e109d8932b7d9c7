"""The notices that the cast finds waiting: fresh ones unread, older ones read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Model

from alliance import telling_time
from alliance.models import Notice, Person
from care.models import DangerAlarm
from config.demo.seed.batch import Batch
from config.demo.seed.papers import Case
from config.demo.seed.story import State, Urgency
from teleconsult.models import OutcomeRound

RECENT = timedelta(days=21)
_ALARMS = ("danger-raised", "request-emergency")
Desks = tuple[Person, ...]
Telling = tuple[Iterable[Person | None], str, dict[str, str]]  # whom, which words, which facts


def _arrived(case: Case, desks: Desks) -> Telling:
    kind = "request-emergency" if case.row.urgency == Urgency.EMERGENCY else "request-arrived"
    return desks, kind, {}


def _returned(case: Case, desks: Desks) -> Telling:
    return [case.doctor], "case-returned", {}


def _assigned(case: Case, desks: Desks) -> Telling:
    return [case.expert], "case-assigned", {}


def _declined(case: Case, desks: Desks) -> Telling:
    return desks, "case-declined", {"who": str(case.expert)}


def _accepted(case: Case, desks: Desks) -> Telling:
    return [case.doctor], "case-accepted", {"who": str(case.expert)}


def _booked(case: Case, desks: Desks) -> Telling:
    assert case.course.meets is not None  # noqa: S101 -- a booked case has its hour
    when = telling_time.kept(case.course.meets, case.row.invited)
    return [case.expert], "booking-made", {"who": case.doctor.name, "when": when}


def _signed(case: Case, desks: Desks) -> Telling:
    return [case.doctor], "opinion-signed", {}


def _acted_on(case: Case, desks: Desks) -> Telling:
    return [case.expert], "opinion-acted-on", {}


_TELLINGS: dict[State, Callable[[Case, Desks], Telling]] = {
    State.SUBMITTED: _arrived,
    State.RETURNED: _returned,
    State.TRIAGED: _assigned,
    State.DECLINED: _declined,
    State.ACCEPTED: _accepted,
    State.SCHEDULED: _booked,
    State.SIGNED: _signed,
    State.DISPOSED: _acted_on,
}


def tell(case: Case, batch: Batch, desks: Desks, now: datetime) -> None:
    """What each move of the last three weeks told whom; unread is what nobody has acted on yet."""
    for state, at in case.course.moves(case.story.stage):
        telling = _TELLINGS.get(state)
        if telling is None or now - at > RECENT:
            continue
        people, kind, more = telling(case, desks)
        facts = {"number": case.row.number or "", "place": str(case.row.inviting.label), **more}
        for person in people:
            if person is not None:
                _leave(batch, person, kind, at=at, about=case.row, read=state != case.story.stage, facts=facts)


def alarm(case: Case, row: DangerAlarm, batch: Batch, desks: Desks, now: datetime) -> None:
    """Who was told of an alarm, and that it was seen."""
    if now - row.raised_at > RECENT or row.acknowledged_at is None:
        return
    facts = {"place": str(case.row.inviting.label), "doctor": case.doctor.name, "phone": row.call_back}
    people = {person for person in (*desks, row.duty) if person is not None}
    for person in people:
        _leave(batch, person, "danger-raised", at=row.raised_at, about=row, read=True, facts=facts)
    seen = {"who": str(row.acknowledged_by)}
    settled = row.settled_at is not None
    _leave(batch, case.doctor, "danger-seen", at=row.acknowledged_at, about=row, read=settled, facts=seen)


def outcome(case: Case, round_: OutcomeRound, batch: Batch, now: datetime, *, at: datetime) -> None:
    """The expert hears what became of the advice."""
    if case.expert is not None and now - at <= RECENT:
        facts = {"number": case.row.number or "", "place": str(case.row.inviting.label), "weeks": str(round_.weeks)}
        _leave(batch, case.expert, "outcome-answered", at=at, about=round_, read=False, facts=facts)


def asked(case: Case, round_: OutcomeRound, batch: Batch) -> None:
    """The doctor is asked."""
    facts = {"number": case.row.number or "", "weeks": str(round_.weeks)}
    _leave(batch, case.doctor, "outcome-asked", at=round_.opens_at, about=round_, read=False, facts=facts)


def _leave(
    batch: Batch, to: Person, kind: str, *, at: datetime, about: Model, read: bool, facts: dict[str, str]
) -> None:
    """One notice, in the app only: nothing old goes out."""
    batch.add(
        Notice(
            person=to,
            kind=kind,
            about_code=about.code,  # type: ignore[attr-defined]
            url=about.get_absolute_url(),  # type: ignore[attr-defined]
            facts=facts,
            is_alarm=kind in _ALARMS,
            created_at=at,
            read_at=at + timedelta(minutes=6) if read else None,
        )
    )
