"""Years of closed consultations, written in bulk: what the verbs would have left behind, without walking each way.

The same seed gives the same past. Courses are varied (late, declined, missed, unanswered) rather than clinically rich.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from alliance.models import Deadline, Institution, Person
from care.models import Patient
from teleconsult import timers
from teleconsult.models import (
    AdviceItem,
    Booking,
    CloseOut,
    Consultation,
    Disposition,
    Door,
    ItemOutcome,
    Opinion,
    Outcome,
    OutcomeRound,
    Request,
    SigningKey,
    Slot,
    State,
    Step,
    Survey,
    Urgency,
)

CHUNK = 2000
ORDER: tuple[type[Model], ...] = (
    Consultation, Step, Request, Slot, Booking, Opinion, AdviceItem, Disposition, CloseOut, Survey, OutcomeRound,
    Outcome, ItemOutcome, Deadline,
)  # fmt: skip
_LIMITS = {Urgency.EMERGENCY: 10, Urgency.URGENT: 90, Urgency.ROUTINE: 900}  # minutes, for each early step
_STRANGE = {State.CANCELLED: 0.05, State.EXPIRED: 0.03, State.DECLINED: 0.02}


@dataclass
class Past:
    """Who asks, who answers, about whom; and the rows that wait to be written."""

    places: list[Institution]
    doctors: dict[int, Person]  # by institution
    patients: dict[int, list[Patient]]  # by institution
    centre: Institution
    experts: list[Person]
    coordinator: Person
    seed: int = 1
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: {model: [] for model in ORDER})

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)
        self._key: SigningKey | None = None
        self.planted = 0
        self._hours: dict[int, datetime] = {}

    def plant(self, number: int, *, since: datetime, until: datetime) -> None:
        """So many cases, evenly over the time; each is over, in one way or another, before `until`."""
        self._key, _new = SigningKey.objects.get_or_create(
            person=self.experts[0], defaults={"public": f"past-{self.seed}", "private": "-", "made_at": since}
        )
        span = (until - since - timedelta(days=150)) / max(number, 1)
        for position in range(number):
            self._case(since + position * span + self.dice.random() * span)
            if (position + 1) % CHUNK == 0:
                self._write()
        self._write()

    def _write(self) -> None:
        for model in ORDER:
            model._default_manager.bulk_create(self.rows[model], batch_size=500)
            self.rows[model].clear()

    def _add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def _later(self, moment: datetime, minutes: float) -> datetime:
        return moment + timedelta(minutes=minutes * self.dice.lognormvariate(0, 0.7))

    # --- one case ---------------------------------------------------------------------------------------------------
    def _case(self, sent: datetime) -> None:
        dice, place = self.dice, self.dice.choice(self.places)
        urgency = dice.choices(list(_LIMITS), [1, 3, 10])[0]
        written = urgency == Urgency.ROUTINE and dice.random() < 0.35
        self.planted += 1
        doctor = self.doctors[place.pk]
        row = Consultation(
            number=f"P{self.seed}-{self.planted:07d}",
            urgency=urgency,
            door=Door.WRITTEN if written else Door.VIDEO,
            patient=dice.choice(self.patients[place.pk]),
            inviting=place,
            invited=self.centre,
            inviter=doctor,
            owner=doctor,
            created_at=sent - timedelta(minutes=20),
            submitted_at=sent,
        )
        self._add(row)
        self._request(row, sent)
        steps = [(State.CONSENT_PENDING, sent - timedelta(minutes=5)), (State.SUBMITTED, sent)]
        ending = next((state for state, share in _STRANGE.items() if dice.random() < share), None)
        limit = _LIMITS[urgency]
        triaged = self._clock(row, timers.TRIAGE, sent, limit)
        if ending:
            steps += [(State.TRIAGED, triaged)] * (ending == State.DECLINED)
            self._strange(row, steps, ending, self._later(triaged, 600))
            return
        row.expert = dice.choice(self.experts)
        accepted = row.accepted_at = self._clock(row, timers.ACCEPT, triaged, limit)
        steps += [(State.TRIAGED, triaged), (State.ACCEPTED, accepted)]
        ready = accepted if written else self._session(row, accepted, steps)
        if written:
            steps.append((State.OPINION_DRAFT, accepted))
        row.signed_at = self._clock(row, timers.OPINION, ready, 700)
        row.disposed_at = self._clock(row, timers.DISPOSE, row.signed_at, 900)
        steps += [(State.SIGNED, row.signed_at), (State.DISPOSED, row.disposed_at)]
        self._after(row, steps)
        self._steps(row, steps)

    def _strange(self, row: Consultation, steps: list[tuple[State, datetime]], ending: State, at: datetime) -> None:
        row.closed_at = at
        row.state = State.CLOSED if ending == State.DECLINED else ending
        steps += [(State.RETURNED, at - timedelta(minutes=9))] * (ending == State.EXPIRED)
        steps += [(State.DECLINED, at - timedelta(minutes=9))] * (ending == State.DECLINED)
        self._steps(row, [*steps, (State(row.state), at)])

    def _steps(self, row: Consultation, steps: list[tuple[State, datetime]]) -> None:
        before = State.DRAFT
        for after, at in steps:
            self._add(Step(consultation=row, before=before, after=after, by=self.coordinator, at=at))
            before = after

    def _clock(self, row: Consultation, kind: str, begins: datetime, limit: float) -> datetime:
        """The step is done, usually in time; its deadline says when."""
        done = self._later(begins, limit * 0.45)
        due = begins + timedelta(minutes=limit)
        self._add(
            Deadline(
                kind=kind,
                subject_code=row.code,
                institution=self.centre,
                keeper=self.centre,
                pace=row.urgency,
                started_at=begins,
                due_at=due,
                met_at=done,
            )
        )
        return done

    def _session(self, row: Consultation, accepted: datetime, steps: list[tuple[State, datetime]]) -> datetime:
        """A booked hour, now and then missed once before it is used."""
        if self.dice.random() < 0.08:
            slot = self._slot(row, accepted + timedelta(hours=2))
            missed = self._booking(row, slot)
            missed.cancelled_at = slot.begins_at + timedelta(minutes=20)
            missed.cancelled_because, missed.no_show = "未到", self.dice.choice(list(Booking.NoShow))
            steps += [(State.SCHEDULED, accepted), (State.ACCEPTED, missed.cancelled_at)]
            accepted = missed.cancelled_at
        slot = self._slot(row, accepted + timedelta(hours=2))
        self._booking(row, slot)
        row.began_at = slot.begins_at + timedelta(minutes=2)
        row.ended_at = self._later(row.began_at, 30)
        moves = ((State.SCHEDULED, accepted), (State.IN_SESSION, row.began_at), (State.OPINION_DRAFT, row.ended_at))
        steps += moves
        return row.ended_at

    def _slot(self, row: Consultation, after: datetime) -> Slot:
        """The next hour that nobody has taken of this expert."""
        assert row.expert
        begins = max(after, self._hours.get(row.expert.pk, after)).replace(second=0, microsecond=0)
        self._hours[row.expert.pk] = begins + timedelta(minutes=1)  # hours overlap: a past has no races
        ends = begins + timedelta(minutes=50)
        slot: Slot = self._add(Slot(expert=row.expert, institution=self.centre, begins_at=begins, ends_at=ends))
        return slot

    def _booking(self, row: Consultation, slot: Slot) -> Booking:
        at = slot.begins_at - timedelta(hours=1)
        booking: Booking = self._add(
            Booking(slot=slot, consultation=row, held_by=row.inviter, held_at=at, held_until=at, confirmed_at=at)
        )
        return booking

    def _request(self, row: Consultation, at: datetime) -> None:
        words = {"question": "近一月加重，怎样调整用药？", "began": "两年前起病", "present": "近一月加重"}
        self._add(
            Request(
                consultation=row,
                number=1,
                submitted_at=at,
                submitted_by=row.inviter,
                urgency=row.urgency,
                purpose="treatment",
                symptoms=["despair"],
                **words,
            )
        )

    # --- the opinion and what became of it --------------------------------------------------------------------------
    def _after(self, row: Consultation, steps: list[tuple[State, datetime]]) -> None:
        dice, signed, disposed = self.dice, row.signed_at, row.disposed_at
        assert signed and disposed and row.expert  # noqa: PT018 - for the types
        opinion = self._add(
            Opinion(
                consultation=row,
                impression="考虑抑郁发作",
                risk_level="watch",
                limits="未能查体",
                signed_at=signed,
                signed_by=row.expert,
                signer_title="主任医师",
                canonical="{}",
                sha256="0" * 64,
                signature="-",
                key=self._key,
            )
        )
        items = [
            self._add(AdviceItem(opinion=opinion, number=number, sort="medicine", text="减量", doer="doctor"))
            for number in (1, 2)
        ]
        for item in items:
            decision = dice.choices(list(Disposition.Decision), [8, 2, 1])[0]
            facts = {"decision": decision, "because": "患者不同意", "decided_at": disposed, "decided_by": row.inviter}
            self._add(Disposition(item=item, **facts))
        self._add(CloseOut(consultation=row, patient_told=True, told_at=disposed, told_by=row.inviter))
        self._add(
            Survey(
                consultation=row,
                effect="new",
                sending="avoided",
                worth_to_doctor=4,
                worth_to_patient=4,
                learn="no",
                answered_at=disposed,
                answered_by=row.inviter,
            )
        )
        closed = self._round(row, items, 2, disposed)
        assert closed
        row.closed_at, row.state = closed, State.CLOSED
        steps += [(State.FOLLOW_UP, disposed + timedelta(minutes=1)), (State.CLOSED, closed)]
        self._round(row, items, 12, disposed)

    def _round(self, row: Consultation, items: list[AdviceItem], weeks: int, since: datetime) -> datetime | None:
        opens, first = since + timedelta(weeks=weeks), weeks == 2
        asked = self._add(
            OutcomeRound(
                consultation=row,
                inviting=row.inviting,
                weeks=weeks,
                closes=first,
                opens_at=opens,
                asked_at=opens,
            )
        )
        if not first and self.dice.random() < 0.3:
            asked.ended_at = opens  # nobody is asked any more: nothing of the past waits
            return None
        at = self._later(opens, 900)
        facts: dict[str, Any] = {"patient": "好转", "referred": "no", "worth": 4}
        outcome = self._add(Outcome(round=asked, answered_at=at, answered_by=row.inviter, **facts))
        for item in items:
            carried = self.dice.choices(list(ItemOutcome.Carried), [7, 2, 1, 1])[0]
            self._add(ItemOutcome(outcome=outcome, item=item, carried=carried, became="better"))
        return at
