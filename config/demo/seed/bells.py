"""What rings and what is written down: danger alarms, clocks, the audit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Model

from alliance import duty, escalating
from alliance.models import AuditEntry, Deadline, Outgoing, Pace, Person
from care import checking, danger
from care.models import Check, DangerAlarm, DangerCheck
from config.demo.seed.batch import Batch
from config.demo.seed.days import some
from config.demo.seed.papers import Case
from config.demo.seed.story import State
from teleconsult import timers

CLOCKS = {  # the clock that runs in each state, until the state named first in the story after it
    State.SUBMITTED: timers.TRIAGE,
    State.RETURNED: timers.RETURNED,
    State.TRIAGED: timers.ACCEPT,
    State.DECLINED: timers.REROUTE,
    State.ACCEPTED: timers.START,
    State.OPINION_DRAFT: timers.OPINION,
    State.SIGNED: timers.DISPOSE,
    State.DISPOSED: timers.SURVEY,
}
_AT_INVITING = (timers.RETURNED, timers.DISPOSE, timers.SURVEY)
_ACTIONS = {
    State.CONSENT_PENDING: "request.completed",
    State.SUBMITTED: "consultation.submitted",
    State.RETURNED: "consultation.returned",
    State.TRIAGED: "consultation.assigned",
    State.DECLINED: "consultation.declined",
    State.ACCEPTED: "consultation.accepted",
    State.SCHEDULED: "booking.confirmed",
    State.IN_SESSION: "session.begun",
    State.OPINION_DRAFT: "session.ended",
    State.SIGNED: "opinion.signed",
    State.DISPOSED: "consultation.disposed",
    State.FOLLOW_UP: "consultation.closed_out",
    State.CLOSED: "consultation.closed",
    State.CANCELLED: "consultation.cancelled",
}


# --- danger -----------------------------------------------------------------------------------------------------------
def alarm(case: Case, batch: Batch, people: dict[str, Person]) -> DangerAlarm | None:
    """The alarm that the product's own rule asks for, acknowledged; settled where the story says how."""
    ask, since = case.story.ask, case.course.completed
    found = danger.assess(
        item_9=ask.phq9[8] if ask.phq9 else 0,
        ideas=ask.ideas == "yes",
        plan=ask.plan == "yes",
        attempt=ask.attempt == "yes",
        harm_to_others=ask.harm == "yes",
        grade=ask.grade if case.story.patient.on_register else None,
    )
    if found is None or since is None:
        return None
    raised = since - timedelta(minutes=3)
    on_call = duty.on_duty(case.row.invited, raised)
    seen_by = on_call.person if on_call else people["jiang"]
    seen = raised + timedelta(minutes=some(case.story.key, 2, 9))
    settled = seen + timedelta(minutes=some(case.story.key + "z", 18, 40)) if case.story.settled else None
    case.row.danger_level = found.level
    row = DangerAlarm(
        about_code=case.row.code,
        level=found.level,
        reasons=[str(reason) for reason in found.reasons],
        minor=not case.row.patient.is_adult_on(raised.astimezone(case.row.inviting.tz).date()),
        raised_by=case.doctor,
        raised_at_place=case.row.inviting,
        sent_to=case.row.invited,
        duty=on_call.person if on_call else None,
        duty_phone=(on_call.phone if on_call else "") or case.row.invited.duty_phone,
        call_back=case.row.inviting.phone,
        raised_at=raised,
        acknowledged_at=seen,
        acknowledged_by=seen_by,
        settled_at=settled,
        settled_by=seen_by if settled else None,
        settled_how=case.story.settled,
    )
    batch.add(row)
    batch.add(
        Deadline(
            kind=danger.CLOCK,
            subject_code=row.code,
            institution=case.row.invited,
            owner=row.duty,
            started_at=raised,
            due_at=raised + timedelta(minutes=15),
            met_at=seen,
        )
    )
    for action, at, by in (
        ("raised", raised, case.doctor),
        ("acknowledged", seen, seen_by),
        ("settled", settled, seen_by),
    ):
        if at is not None:
            note(batch, by, f"danger.{action}", at=at, about=row, case=case, purpose="emergency")
    _check(row, case, batch)
    return row


def _check(row: DangerAlarm, case: Case, batch: Batch) -> None:
    """What the doctor did on the spot: everything where the alarm is settled, else the first of it and the asking."""
    wanted = checking.wanted(row)
    for minute, what in enumerate(wanted if row.settled_at else dict.fromkeys((wanted[0], Check.ASKED)), start=1):
        at = row.raised_at + timedelta(minutes=minute)
        batch.add(DangerCheck(alarm=row, what=what, done=True, by=case.doctor, at=at))
        note(batch, case.doctor, "danger.checked", at=at, about=row, case=case, purpose="emergency")


# --- clocks -----------------------------------------------------------------------------------------------------------
def wind(case: Case, batch: Batch, now: datetime) -> None:
    """Every clock of the story: those that were met, and the one that runs."""
    moves = list(case.course.moves(case.story.stage))
    for position, (state, at) in enumerate(moves):
        kind = CLOCKS.get(state)
        if case.row.is_written:  # the opinion is owed from the moment the case is accepted
            kind = {State.ACCEPTED: timers.OPINION, State.OPINION_DRAFT: None}.get(state, kind)
        if kind is None:
            continue
        # Booking does not stop what is owed after the acceptance: meeting does, or the signature.
        passing = (State.SCHEDULED, State.OPINION_DRAFT) if case.row.is_written else (State.SCHEDULED,)
        later = [move for move in moves[position + 1 :] if state != State.ACCEPTED or move[0] not in passing]
        met = later[0][1] if later else None
        batch.add(_clock(case, kind, at, met, now))


def _clock(case: Case, kind: str, at: datetime, met: datetime | None, now: datetime) -> Deadline:
    place = case.row.inviting if kind in _AT_INVITING else case.row.invited
    due = timers.due(kind, case.row, since=at, at_place=place)
    late = met is None and case.story.overdue
    if met is None and not late and due <= now:
        # It would have run out over night or over a day of rest; in the demo somebody still has a while.
        due = now + timedelta(minutes=round(some(case.story.key, 35, 55)))
    return Deadline(
        kind=kind,
        subject_code=case.row.code,
        institution=place,
        keeper=case.row.invited,
        owner=_owner(case, kind),
        pace=case.row.urgency or Pace.ROUTINE,
        started_at=at,
        due_at=due,
        met_at=met,
        escalates_at=None if met or kind == timers.RETURNED else due,
        alarmed_at=due + timedelta(seconds=20) if late else None,
    )


def climb(now: datetime) -> None:
    """What is overdue has been taken as far as its time allows; nothing of it goes out again."""
    due = Deadline.objects.filter(escalates_at__lte=now).order_by("escalates_at").values_list("escalates_at", flat=True)
    while (moment := due.first()) is not None:
        escalating.climb(moment)
    # Over a day of rest nobody above would have been told yet; in the demo the oldest has reached the head.
    oldest = Deadline.objects.running().filter(step=1, escalates_at__gt=now).order_by("due_at").first()
    if oldest is not None:
        Deadline.objects.filter(pk=oldest.pk).update(escalates_at=now)
        escalating.climb(now)
    Outgoing.objects.waiting().update(sent_at=F("created_at"), delivery_id="planted")


def _owner(case: Case, kind: str) -> Person | None:
    if kind in (timers.TRIAGE, timers.REROUTE):
        return None
    return case.doctor if kind in _AT_INVITING else case.expert


# --- audit ------------------------------------------------------------------------------------------------------------
def note(batch: Batch, by: Person | None, action: str, *, at: datetime, about: Model, case: Case, purpose: str) -> None:
    """One entry of the audit, as the product's verbs write them."""
    batch.add(
        AuditEntry(
            at=at,
            person=by.code if by else None,
            action=action,
            subject_kind=about._meta.label_lower,
            subject_code=about.code,  # type: ignore[attr-defined]
            institution=case.row.invited.code,
            purpose=purpose,
        )
    )


def write_down(case: Case, batch: Batch, movers: dict[State, Person | None]) -> None:
    """The audit of every move."""
    for state, at in case.course.moves(case.story.stage):
        action = _ACTIONS.get(state)
        if action == "session.ended" and case.row.is_written:
            action = "answer.begun"
        if action:
            note(batch, movers[state], action, at=at, about=case.row, case=case, purpose="care")
