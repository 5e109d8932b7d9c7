"""Everything that waits for one person at one institution, on one screen, and whom each piece may go to.

A leader hands over for the institutions below, a coordinator for the experts of the centre. Each piece is one
transaction with its own verb: what somebody was faster with is told, and the others go over all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from alliance import audit, escalating, institutions, leaving
from alliance.models import Deadline, Membership, Person
from alliance.roles import Permission, permissions_of
from care import danger
from care.models import DangerAlarm
from frontend import wording
from teleconsult import asking, handing_over_hours, panels, qualifying, succession, timers, triaging, waiting
from teleconsult.models import ANSWERED_BY, READ_ALONG, WRITING, Consultation, MovedOn, OutcomeRound, PanelSeat, State
from teleconsult.pieces import Candidate, NotForThem, Row, Verb

if TYPE_CHECKING:
    from alliance.models import Institution

REFUSED = (
    MovedOn,
    asking.NotUnowned,
    asking.OwnExpert,
    succession.Passed,
    danger.AlreadySettled,
    escalating.NoLongerOwed,
    panels.NotOnThePanel,
    *panels.REFUSED,
    panels.NobodyReadsAlong,
    qualifying.NotQualified,
    *handing_over_hours.REFUSED,
)
_ASKS = Permission.REQUEST_CONSULTATIONS


def hand(row: Row, *, to: Person, by: Person, at: datetime, because: str) -> None:
    """One piece goes over. Raises NotForThem, and what its verb does (`REFUSED`)."""
    if row.barred:
        raise NotForThem(row.barred)
    chosen = next((one for one in row.candidates if one.person == to), None)
    if chosen is None or chosen.why_not:
        raise NotForThem(chosen.why_not if chosen else _("does not work there"))
    with transaction.atomic():
        row.verb(to, by, at, because)


# --- what there is --------------------------------------------------------------------------------------------------
def held(person: Person, place: Institution, *, at: datetime) -> list[Row]:
    """Every open thing of this person there; the number of queries does not grow with them."""
    rows = [*_as_doctor(person, place), *_rounds(person, place), *_as_lead(person, place, at=at)]
    rows += [*_along(person, place, at=at), *_alarms(person, place), *_taken(person, place)]
    rows += handing_over_hours.held(person, place, at=at)
    codes = [row.case.code for row in rows if row.case is not None]
    running = Deadline.objects.running().filter(subject_code__in=codes)
    clocks = {(clock.subject_code, clock.kind): clock for clock in running}
    for row in rows:
        if row.case is not None and row.clock is None:
            row.clock = clocks.get((row.case.code, waiting.clock_of(row.case)))
    return rows


def open_at(membership: Membership, at: datetime) -> Iterator[leaving.Held]:
    """How much of each kind would be left behind: what hangs on rights that end with this membership."""
    person, place = membership.person, membership.institution
    others = Membership.objects.live().filter(person=person, institution=place).exclude(pk=membership.pk)
    kept = {right for role in others.values_list("role", flat=True) for right in permissions_of(role)}
    lost = permissions_of(membership.role) - kept
    for what, count in Counter(row.what for row in held(person, place, at=at) if row.needs in lost).items():
        yield leaving.Held(what, count)


def _doctors(place: Institution, person: Person, permission: Permission) -> list[Person]:
    return [one for one in institutions.holders(permission, at=place) if one != person]


def _cases(**which: object) -> list[Consultation]:
    found = Consultation.objects.filter(**which).select_related(
        "inviting", "invited__parent", "owner", "expert", "inviter", "room", "agreement"
    )
    return list(found.order_by("created_at", "pk"))


def _readers(cases: Iterable[Consultation]) -> set[tuple[int, int]]:
    seats = PanelSeat.objects.filter(consultation__in=list(cases), released_at=None)
    return set(seats.values_list("consultation", "person"))


def _as_doctor(person: Person, place: Institution) -> Iterator[Row]:
    cases = [case for case in _cases(owner=person, inviting=place) if case.is_open]
    colleagues = _doctors(place, person, _ASKS)
    load = Counter(Consultation.objects.open().filter(inviting=place).order_by().values_list("owner", flat=True))
    colleagues.sort(key=lambda one: (load[one.pk], one.pk))
    readers = _readers(cases)
    for case in cases:
        found = []
        for one in colleagues:
            why = _("answers this case as the expert") if case.expert_id == one.pk else ""
            why = why or (_("reads this case along") if (case.pk, one.pk) in readers else "")
            found.append(Candidate(one, why))
        drafted = _("Draft, begun by %(name)s") % {"name": case.inviter.name}
        yield Row(
            f"doctor-{case.code}", _("Responsible doctor"), case.number or drafted, _ASKS, _owner(case), found, case
        )


def _owner(case: Consultation) -> Verb:
    return lambda to, by, at, because: asking.take_over(case, to=to, by=by, at=at, because=because)


def _rounds(person: Person, place: Institution) -> Iterator[Row]:
    """Closed cases that are still to be asked about: whoever answers for them is asked."""
    coming = OutcomeRound.objects.to_come().values("consultation")
    cases = _cases(owner=person, inviting=place, state=State.CLOSED, pk__in=coming)
    colleagues = [Candidate(one) for one in _doctors(place, person, _ASKS)]
    for case in cases:
        verb = partial(_pass_rounds, case)
        yield Row(f"round-{case.code}", _("Follow-up still to come"), case.number or "", _ASKS, verb, colleagues, case)


def _pass_rounds(case: Consultation, to: Person, by: Person, at: datetime, because: str) -> None:
    succession.owner(case, to, by=by, at=at, because=because)
    audit.record(by, "consultation.taken_over", about=case, at=at, institution=case.inviting, purpose="care")


def _as_lead(person: Person, place: Institution, *, at: datetime) -> Iterator[Row]:
    cases = [case for case in _cases(expert=person, invited=place) if case.is_open]
    per_case = qualifying.candidates_for(cases, centre=place, at=at)
    for case in cases:
        others = [one for one in per_case[case.pk] if one.person != person]
        found = [Candidate(one.person, _said(one.reasons)) for one in others]
        row = Row(f"lead-{case.code}", _("Lead expert"), case.number or "", Permission.ANSWER, _lead(case), found, case)
        if case.state == State.IN_SESSION:
            row.barred = _("The consultation is in progress. End it or break it off first.")
        elif case.state in WRITING and not case.is_written:
            row.barred = _("The two have met: whoever met the patient signs. Ask for the signature first.")
        elif case.state == State.SCHEDULED:
            row.note = _("The booked time becomes free; a new one is booked once the successor has accepted.")
        elif case.state in ANSWERED_BY:
            row.note = _("The successor is asked to accept. What was written is kept.")
        else:
            row.note = _("The signature stays; the successor answers further questions.")
        yield row


def _said(reasons: list[str]) -> str:
    return str(wording.listed(reasons, autoescape=False))


def _lead(case: Consultation) -> Verb:
    if case.state in ANSWERED_BY:
        return lambda to, by, at, because: triaging.assign(case, to=to, by=by, at=at, because=because)
    return lambda to, by, at, because: triaging.pass_signed(case, to=to, by=by, at=at, because=because)


def _along(person: Person, place: Institution, *, at: datetime) -> Iterator[Row]:
    seats = PanelSeat.objects.filter(person=person, released_at=None, consultation__invited=place)
    seats = seats.filter(consultation__state__in=READ_ALONG, comments=None).select_related("person")
    by_case = {seat.consultation_id: seat for seat in seats}
    cases = _cases(pk__in=list(by_case))
    per_case = qualifying.candidates_for(cases, centre=place, at=at)
    readers = _readers(cases)
    running = Deadline.objects.running().filter(kind=timers.PANEL_COMMENT, owner=person)
    clocks = {clock.subject_code: clock for clock in running}
    for case in cases:
        seat = by_case[case.pk]
        found = []
        for one in per_case[case.pk]:
            if one.person == person:
                continue
            why = _("leads this case") if case.expert_id == one.person.pk else ""
            why = why or (_("reads this case along") if (case.pk, one.person.pk) in readers else "")
            found.append(Candidate(one.person, why or _said(one.reasons)))
        verb = partial(_reseat, seat)
        clock = clocks.get(seat.code)
        yield Row(
            f"along-{seat.code}", _("Reading along"), case.number or "", Permission.ANSWER, verb, found, case, clock
        )


def _reseat(seat: PanelSeat, to: Person, by: Person, at: datetime, because: str) -> None:
    panels.release(seat, because=because, by=by, at=at)
    panels.ask(seat.consultation, person=to, by=by, at=at)


def _alarms(person: Person, place: Institution) -> Iterator[Row]:
    staff = [Candidate(one) for one in _doctors(place, person, Permission.ANSWER_DANGER)]
    for alarm in DangerAlarm.objects.open().filter(acknowledged_by=person, sent_to=place).select_related("raised_by"):
        verb = partial(_pass_alarm, alarm)
        name = str(alarm.get_level_display())
        yield Row(f"alarm-{alarm.code}", _("Danger being dealt with"), name, Permission.ANSWER_DANGER, verb, staff)


def _pass_alarm(alarm: DangerAlarm, to: Person, by: Person, at: datetime, because: str) -> None:
    danger.pass_on(alarm, to=to, by=by, at=at)


def _taken(person: Person, place: Institution) -> Iterator[Row]:
    mine = Deadline.objects.running().filter(Q(keeper=place) | Q(keeper=None, institution=place), taken_by=person)
    staff = [Candidate(one) for one in _doctors(place, person, Permission.TAKE_ESCALATIONS)]
    for deadline in mine:
        verb = partial(_pass_step, deadline)
        name = escalating.step_name(deadline.kind)
        yield Row(
            f"step-{deadline.code}",
            _("Overdue step, “I have it”"),
            name,
            Permission.TAKE_ESCALATIONS,
            verb,
            staff,
            clock=deadline,
        )


def _pass_step(deadline: Deadline, to: Person, by: Person, at: datetime, because: str) -> None:
    escalating.pass_on(deadline, to=to, by=by, at=at)
