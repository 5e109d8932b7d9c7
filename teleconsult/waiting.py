"""What waits for whom: the rows of the board and of one's own list, with their clocks, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from alliance import climbs, institutions
from alliance.climbs import Climb
from alliance.models import Deadline
from alliance.roles import Permission
from care.models import DangerAlarm, PossibleDuplicate
from teleconsult import timers
from teleconsult.models import WRITING, Booking, Consultation, Door, PanelSeat, Request, State, Urgency

if TYPE_CHECKING:
    from alliance.models import Person

CLOCK_OF = {
    State.SUBMITTED: timers.TRIAGE,
    State.RETURNED: timers.RETURNED,
    State.TRIAGED: timers.ACCEPT,
    State.DECLINED: timers.REROUTE,
    State.ACCEPTED: timers.START,
    State.SCHEDULED: timers.START,
    State.OPINION_DRAFT: timers.OPINION,
    State.ASKED_BACK: timers.ANSWER_BACK,
    State.SIGNED: timers.DISPOSE,
    State.DISPOSED: timers.SURVEY,
}
_URGENCY_RANK = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.ROUTINE: 2}
TABS: dict[str, tuple[State, ...]] = {
    "assign": (State.SUBMITTED, State.DECLINED),
    "accept": (State.TRIAGED,),
    "meet": (State.ACCEPTED, State.SCHEDULED, State.IN_SESSION),
    "sign": WRITING,
    "act": (State.SIGNED, State.DISPOSED),
    "follow": (State.FOLLOW_UP,),
    "returned": (State.RETURNED,),
}


def clock_of(case: Consultation) -> str:
    """The kind of deadline that counts where the case stands now; empty where nothing is owed."""
    if case.state == State.ACCEPTED and case.is_written:
        return timers.OPINION
    return CLOCK_OF.get(State(case.state), "")


@dataclass
class Row:
    """One line of a list: the case, its question, its clock, its danger, its hour."""

    case: Consultation
    question: str
    clock: Deadline | None
    alarm: DangerAlarm | None
    booking: Booking | None
    climbs: list[Climb]
    awaits_comment: bool = False  # of the reader, who reads the case along

    def late(self, at: datetime) -> bool:
        """Whether its clock has run out."""
        return self.clock is not None and self.clock.late(at)

    @property
    def in_danger(self) -> bool:
        """Whether an alarm is open."""
        return self.alarm is not None


def board(person: Person, at: datetime) -> dict[str, list[Row]]:
    """The coordinator's open cases by tab; danger first, then urgency, then the deadline."""
    cases = Consultation.objects.within_reach_of(person).exclude(submitted_at=None).open()
    rows = dress(cases.filter(invited__in=person.ids_where(Permission.TRIAGE)))  # not those one asks elsewhere oneself
    return {name: sort([row for row in rows if row.case.state in states]) for name, states in TABS.items()}


def duplicates(person: Person) -> int:
    """How many pairs of records in the coordinator's own alliance may be one person."""
    roots = [institutions.root_of(place) for place in person.places_where(Permission.TRIAGE)]
    return PossibleDuplicate.objects.filter(settled_at=None, patient__institution__in=institutions.below(roots)).count()


def sort(rows: Iterable[Row]) -> list[Row]:
    """Danger, then urgency, then what is due first; without a clock last."""

    def rank(row: Row) -> tuple[bool, int, float, int]:
        due = row.clock.due_at.timestamp() if row.clock else float("inf")
        return (not row.in_danger, _URGENCY_RANK.get(Urgency(row.case.urgency or "routine"), 3), due, row.case.pk)

    return sorted(rows, key=rank)


def dress(cases: QuerySet[Consultation]) -> list[Row]:
    """Adds question, clock, alarm, booking and whom an overdue step was taken to: eight more queries at most."""
    found = list(cases.select_related("patient", "inviting", "invited", "owner", "expert", "room"))
    codes, keys = [case.code for case in found], [case.pk for case in found]
    questions = dict(
        Request.objects.filter(consultation__in=keys).order_by("number").values_list("consultation", "question")
    )
    clocks = {
        (clock.subject_code, clock.kind): clock
        for clock in Deadline.objects.filter(subject_code__in=codes, met_at=None)
    }
    alarms = {alarm.about_code: alarm for alarm in DangerAlarm.objects.filter(about_code__in=codes, settled_at=None)}
    bookings = _bookings(keys)
    climbing = climbs.about([*codes, *(alarm.code for alarm in alarms.values())])
    return [
        Row(
            case=case,
            question=questions.get(case.pk, ""),
            clock=clocks.get((case.code, clock_of(case))),
            alarm=alarms.get(case.code),
            booking=bookings.get(case.pk),
            climbs=[each for code in _about(case, alarms) for each in climbing.get(code, [])],
        )
        for case in found
    ]


def _about(case: Consultation, alarms: dict[UUID, DangerAlarm]) -> list[UUID]:
    """What may climb on behalf of a case: its own steps, and its alarm."""
    alarm = alarms.get(case.code)
    return [case.code, alarm.code] if alarm else [case.code]


def _bookings(keys: list[int]) -> dict[int, Booking]:
    live = Booking.objects.live().filter(consultation__in=keys, confirmed_at__isnull=False)
    rows = live.select_related("slot__expert", "slot__institution")
    return {booking.consultation_id: booking for booking in rows}


def along(person: Person, rows: Iterable[Row]) -> list[Row]:
    """Those of the rows that this person reads along, with the clock of their own comment; what awaits it first."""
    found = {row.case.pk: row for row in rows}
    seats = PanelSeat.objects.filter(person=person, released_at=None, consultation__in=found)
    codes = {seat.code: found[seat.consultation_id] for seat in seats}
    clocks = Deadline.objects.running().filter(kind=timers.PANEL_COMMENT, subject_code__in=codes)
    running = {clock.subject_code: clock for clock in clocks}
    for code, row in codes.items():
        row.clock, row.awaits_comment = running.get(code), code in running
    return sorted(codes.values(), key=lambda row: not row.awaits_comment)


_MINE_FIRST = Case(
    *(
        When(state=state, then=Value(rank))
        for rank, state in enumerate(
            (
                State.DISPOSED,
                State.SIGNED,
                State.RETURNED,
                State.ASKED_BACK,
                State.IN_SESSION,
                State.SCHEDULED,
                State.ACCEPTED,
                State.OPINION_DRAFT,
            )
        )
    ),
    default=Value(9),
    output_field=IntegerField(),
)


def next_for(expert: Person, *, after: Consultation) -> Consultation | None:
    """The case that waits most for this expert's decision or words, apart from the one just dealt with."""
    waits = Q(state__in=[State.TRIAGED, State.OPINION_DRAFT]) | Q(state=State.ACCEPTED, door=Door.WRITTEN)
    cases = Consultation.objects.within_reach_of(expert).filter(waits, expert=expert).exclude(pk=after.pk)
    return cases.order_by(_IN_DANGER_FIRST, _URGENT_FIRST, "submitted_at").first()


_IN_DANGER_FIRST = Case(When(danger_level="", then=Value(1)), default=Value(0), output_field=IntegerField())
_URGENT_FIRST = Case(
    *(When(urgency=urgency, then=Value(rank)) for urgency, rank in _URGENCY_RANK.items()),
    default=Value(3),
    output_field=IntegerField(),
)


def mine(person: Person, *, ended: bool = False) -> QuerySet[Consultation]:
    """One's own cases, on either side, what waits for oneself first."""
    cases = Consultation.objects.within_reach_of(person)
    if ended:
        return cases.ended().order_by("-closed_at", "-pk")
    return cases.open().order_by(_MINE_FIRST, "-created_at")
