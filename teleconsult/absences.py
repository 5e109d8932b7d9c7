"""An expert is away: whom it hits, a next time for each, and everybody told once. Lifting it brings free times back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from alliance import audit, institutions, notices, telling_time
from alliance.roles import Permission
from teleconsult import panels, scheduling, slotting, timers, waiting_list
from teleconsult.models import Absence, Booking, Consultation, MovedOn, Offer, Slot, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from alliance.models import Institution, Person


class EndsBeforeItBegins(Exception):
    """The last moment lies before the first, or everything is past."""


class AlreadyLifted(Exception):
    """Somebody else has lifted it before."""


@dataclass(frozen=True)
class Hit:
    """A booking within the absence, and the time that would be offered instead (None: the coordinator is asked)."""

    booking: Booking
    instead: Slot | None


class Words(NamedTuple):
    """Which notices tell the doctor what was moved and why: with another time, and without one."""

    offered: str = "absence-offered"
    no_time: str = "absence-no-time"


def booked(expert: Person, begins_at: datetime, ends_at: datetime) -> QuerySet[Booking]:
    """What this expert is booked for in that time and has not begun."""
    live = Booking.objects.live().filter(
        slot__expert=expert,
        slot__begins_at__lt=ends_at,
        slot__ends_at__gt=begins_at,
        consultation__state=State.SCHEDULED,
    )
    with_case = ("slot__institution", "consultation__inviting", "consultation__invited", "consultation__owner")
    return live.filter(confirmed_at__isnull=False).select_related(*with_case, "consultation__expert")


def preview(expert: Person, *, begins_at: datetime, ends_at: datetime, at: datetime) -> list[Hit]:
    """Every booking that the absence would hit; changes nothing."""
    rows = booked(expert, begins_at, ends_at).order_by("slot__begins_at")
    return instead_of(rows, lambda _case, slot: slot.begins_at >= ends_at or slot.ends_at <= begins_at, at=at)


def instead_of(bookings: Iterable[Booking], fits: Callable[[Consultation, Slot], bool], *, at: datetime) -> list[Hit]:
    """Each with the expert's next free time that fits; no time is named twice."""
    given: set[int] = set()
    hits = []
    for booking in bookings:
        free = [slot for slot in slotting.choice(booking.consultation, at=at).free if slot.pk not in given]
        instead = next((slot for slot in free if fits(booking.consultation, slot)), None)
        given |= {instead.pk} if instead else set()
        hits.append(Hit(booking, instead))
    return hits


def enter(
    expert: Person,
    institution: Institution,
    *,
    begins_at: datetime,
    ends_at: datetime,
    because: str,
    by: Person,
    at: datetime,
) -> Absence:
    """Withdraws the slots, frees what is booked in them and offers each case the expert's next time.

    A case for which there is none goes to the coordinators and onto the waiting list. Raises EndsBeforeItBegins.
    """
    if ends_at <= begins_at or ends_at <= at:
        raise EndsBeforeItBegins
    with transaction.atomic():
        slotting.lock(expert.pk)  # nobody books into it meanwhile
        absence = Absence.objects.create(
            person=expert,
            institution=institution,
            begins_at=begins_at,
            ends_at=ends_at,
            because=because,
            entered_by=by,
            entered_at=at,
        )
        inside = Slot.objects.filter(expert=expert, begins_at__lt=ends_at, ends_at__gt=begins_at, is_emergency=False)
        Booking.objects.live().filter(slot__in=list(inside), confirmed_at=None).update(
            cancelled_at=at, cancelled_because="expert away"
        )
        hit = list(booked(expert, begins_at, ends_at).filter(slot__is_emergency=False).order_by("slot__begins_at"))
        inside.filter(withdrawn_at=None).update(withdrawn_at=at)
        moved = sum(move_away(booking, because=because, by=by, at=at) for booking in hit)
        panels.away(expert, begins_at=begins_at, ends_at=ends_at, at=at)
        _tell_centre(absence, moved, at=at)
        audit.record(by, "absence.entered", about=absence, at=at, institution=institution, purpose="coordination")
    return absence


def move_away(booking: Booking, *, because: str, by: Person, at: datetime, words: Words | None = None) -> int:
    """The booking is cancelled, the expert's next time held for the case, and its doctor told: 1; 0 where it is over.

    The caller holds the transaction and the expert's lock.
    """
    case = booking.consultation
    try:
        case.move(State.ACCEPTED, by=by, at=at, because=because, only_from=[State.SCHEDULED])
    except MovedOn:
        return 0  # it begins, or ended, in this moment
    rows = Booking.objects.live().filter(pk=booking.pk)
    rows.update(cancelled_at=at, cancelled_by=by, cancelled_because=because, sequence=F("sequence") + 1)
    timers.start(timers.START, case, at=at, owed_by=case.invited, owner=case.expert)
    offer = _offer_next(case, by=by, at=at)
    if offer is None and waiting_list.entry_of(case) is None:
        waiting_list.join(case, by=by, at=at, since=case.submitted_at)
    _tell_doctor(case, booking, offer, words or Words(), at=at)
    audit.record(by, "booking.cancelled", about=case, at=at, institution=case.invited, purpose="coordination")
    return 1


def _offer_next(case: Consultation, *, by: Person, at: datetime) -> Offer | None:
    for slot in slotting.choice(case, at=at, write=False).free:
        try:
            return waiting_list.offer(case, slot, by=by, at=at, because=Offer.Because.ABSENCE, tell=False)
        except (*waiting_list.REFUSED, IntegrityError):
            continue
    return None


def _tell_doctor(case: Consultation, booking: Booking, offer: Offer | None, words: Words, *, at: datetime) -> None:
    """One notice: what is off, and what is held instead or that the coordinator looks for somebody."""
    facts = {
        "number": case.number or "",
        "who": case.expert.name if case.expert else "",
        "place": booking.slot.institution.label,
        "when": telling_time.kept(booking.slot.begins_at, booking.slot.institution),
    }
    url, people = case.get_absolute_url(), waiting_list.people(case)
    if offer is None:
        people = [*people, *institutions.holders(Permission.TRIAGE, at=case.invited)]
        notices.send(people, words.no_time, about=case, at=at, url=url, **facts)
        return
    facts["instead"] = telling_time.kept(offer.slot.begins_at, offer.slot.institution)
    facts["until"] = telling_time.kept(offer.booking.held_until, offer.slot.institution)
    notices.send(people, words.offered, about=case, at=at, url=url, **facts)


def _tell_centre(absence: Absence, moved: int, *, at: datetime) -> None:
    """The expert and the coordinators hear of the whole once, whoever did not enter it."""
    people = [absence.person, *institutions.holders(Permission.TRIAGE, at=absence.institution)]
    facts = {
        "who": absence.person.name,
        "begins": telling_time.kept(absence.begins_at, absence.institution),
        "ends": telling_time.kept(absence.ends_at, absence.institution),
        "n": str(moved),
    }
    told = [one for one in people if one != absence.entered_by]
    notices.send(told, "absence-entered", about=absence, at=at, url="", **facts)


def lift(absence: Absence, *, by: Person, at: datetime) -> None:
    """The expert is there after all: free times come back and go to whoever waits. Raises AlreadyLifted.

    Cases that were moved away keep what they have now.
    """
    with transaction.atomic():
        slotting.lock(absence.person_id)
        if not Absence.objects.filter(pk=absence.pk, lifted_at=None).update(lifted_at=at, lifted_by=by):
            raise AlreadyLifted
        slotting.make_slots(absence.person, at=at, until=at + slotting.HORIZON)
        scheduling.send_freed(absence.person, at=at)
        audit.record(
            by, "absence.lifted", about=absence, at=at, institution=absence.institution, purpose="coordination"
        )


def ask_another(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The doctor would rather have another expert: the coordinators are asked, with a clock. Raises MovedOn."""
    if consultation.state != State.ACCEPTED:
        raise MovedOn(consultation)
    with transaction.atomic():
        waiting_list.let_go(consultation, by=by, at=at)
        timers.start(timers.REROUTE, consultation, at=at, owed_by=consultation.invited)
        coordinators = institutions.holders(Permission.TRIAGE, at=consultation.invited)
        facts = {"number": consultation.number or "", "who": by.name}
        url = consultation.get_absolute_url()
        notices.send(coordinators, "other-expert-asked", about=consultation, at=at, url=url, **facts)
        audit.record(
            by,
            "consultation.other_expert_asked",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )


def within(people: Iterable[int], begins: datetime, ends: datetime) -> list[tuple[int, datetime, datetime]]:
    """Who of these (by key) is away when, within a stretch; for whoever plans the duty."""
    rows = Absence.objects.filter(person__in=list(people), lifted_at=None, begins_at__lt=ends, ends_at__gt=begins)
    return list(rows.values_list("person", "begins_at", "ends_at"))


def current(people: Iterable[Person], *, at: datetime) -> list[Absence]:
    """Absences that are running or to come, of these people."""
    rows = Absence.objects.filter(person__in=people, lifted_at=None, ends_at__gt=at)
    return list(rows.select_related("person", "institution"))
