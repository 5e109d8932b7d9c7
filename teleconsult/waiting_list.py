"""The waiting list: cases that wait for a time, and freed slots that are offered to them by urgency, then age.

An offer is a hold of its own length; the database keeps it from being made twice. It is made as soon as a slot is free
(`scheduling.freed`) and by every tick, and goes to the next case when it is passed on or lapses.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from alliance import audit, clocks, institutions, notices, telling_time
from alliance.models import Person
from alliance.roles import Permission
from teleconsult import scheduling, slotting
from teleconsult.models import Booking, Consultation, Door, Offer, Slot, State, Urgency, WaitingEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

RANK = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.ROUTINE: 2}
MAY_WAIT = (State.TRIAGED, *scheduling.BOOKABLE)
REFUSED = (scheduling.SlotTaken, scheduling.SlotGone, scheduling.DayFull, scheduling.NotBookable)


class NothingOffered(Exception):
    """No offer is open: it has lapsed, or was answered before."""


# --- the list -------------------------------------------------------------------------------------------------------
def entry_of(consultation: Consultation) -> WaitingEntry | None:
    """What the case waits for, where it waits."""
    return consultation.waiting_entries.filter(ended_at=None).first()


def offer_of(consultation: Consultation, *, at: datetime) -> Offer | None:
    """The offer that can be accepted now."""
    found = Offer.objects.open(at).filter(consultation=consultation)
    return found.select_related("booking", "slot__institution", "slot__expert").first()


def join(
    consultation: Consultation,
    *,
    by: Person,
    at: datetime,
    weekdays: Iterable[int] = (),
    begins: time | None = None,
    ends: time | None = None,
    short_notice: bool = False,
    since: datetime | None = None,
) -> WaitingEntry:
    """Puts the case on the list, or changes what suits; a place once taken is kept. Raises NotBookable."""
    if consultation.state not in scheduling.BOOKABLE or consultation.is_written:
        raise scheduling.NotBookable
    wish = {"weekdays": sorted(weekdays), "begins": begins, "ends": ends, "short_notice": short_notice}
    with transaction.atomic():
        entry, _new = WaitingEntry.objects.update_or_create(
            consultation=consultation,
            ended_at=None,
            defaults=wish,
            create_defaults={**wish, "since": since or at, "entered_by": by, "entered_at": at},
        )
        audit.record(
            by,
            "waiting_list.joined",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="coordination",
        )
        expert = consultation.expert
        if expert is not None:
            transaction.on_commit(lambda: fill(expert, at=at), robust=True)
    return entry


def leave(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """Takes the case off the list; what is offered at that moment is passed on."""
    with transaction.atomic():
        waiting = consultation.waiting_entries.filter(ended_at=None)
        waiting.update(ended_at=at, ended_because=WaitingEntry.Ended.LEFT)
        let_go(consultation, by=by, at=at)
        audit.record(
            by, "waiting_list.left", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )


def ranked(entries: Iterable[WaitingEntry]) -> list[WaitingEntry]:
    """Most urgent first, then whoever has waited longest."""
    return sorted(entries, key=lambda one: (RANK.get(Urgency(one.consultation.urgency), 3), one.since, one.pk))


def waiting_at(person: Person, *, at: datetime) -> list[tuple[WaitingEntry, bool]]:
    """The list of the coordinator's centres in order, each with whether a time is offered to it now."""
    places = person.ids_where(Permission.TRIAGE)
    entries = _open().filter(consultation__invited__in=places)
    offered = set(
        Offer.objects.open(at).filter(consultation__invited__in=places).values_list("consultation", flat=True)
    )
    return [(entry, entry.consultation_id in offered) for entry in ranked(entries)]


def offers_to(person: Person, *, at: datetime) -> list[Offer]:
    """What is held for this doctor's cases now."""
    found = Offer.objects.open(at).filter(consultation__owner=person)
    return list(found.select_related("booking", "consultation", "slot__expert", "slot__institution"))


def _open() -> Any:
    with_case = ("consultation__inviting", "consultation__invited", "consultation__expert", "consultation__owner")
    return WaitingEntry.objects.filter(ended_at=None, consultation__state__in=MAY_WAIT).select_related(*with_case)


# --- back-filling ---------------------------------------------------------------------------------------------------
def fill(expert: Person, *, at: datetime) -> list[Offer]:
    """Offers this expert's free slots to whoever waits for them, the best case first, one slot each.

    Safe to run twice at once: a slot is held once, and a case has one hold.
    """
    waiting = _open().filter(consultation__expert=expert, consultation__state__in=scheduling.BOOKABLE)
    entries = ranked(waiting)
    if not entries:
        return []
    slotting.make_slots(expert, at=at, until=at + slotting.HORIZON)
    return [made for entry in entries if (made := _offer_first(entry, at=at)) is not None]


def _offer_first(entry: WaitingEntry, *, at: datetime) -> Offer | None:
    case = entry.consultation
    if scheduling.running_hold(case, at=at) is not None:
        return None  # something is offered, or somebody is choosing
    booked = scheduling.live_booking(case)
    before = set(Offer.objects.filter(consultation=case).values_list("slot", flat=True))
    for slot in slotting.choice(case, at=at, write=False).free:
        earlier = booked is None or slot.begins_at < booked.slot.begins_at
        if earlier and slot.pk not in before and entry.suits(slot) and _in_time(slot, entry, at):
            try:
                return offer(case, slot, by=entry.entered_by, at=at)
            except (*REFUSED, IntegrityError):
                continue  # somebody was faster with this one
    return None


def _in_time(slot: Slot, entry: WaitingEntry, at: datetime) -> bool:
    left = slot.begins_at - at
    if entry.short_notice:
        return bool(left >= 2 * settings.XINQIAO["OFFER_LEAST"])
    return bool(left >= settings.XINQIAO["SHORT_NOTICE"])


def kept_until(slot: Slot, consultation: Consultation, *, at: datetime) -> datetime:
    """How long a slot is kept: some working hours of the inviting site, and no longer than half the time left."""
    working = clocks.add_working_hours(at, settings.XINQIAO["OFFER_WORKING_HOURS"], at=consultation.inviting)
    return min(working, at + (slot.begins_at - at) / 2)


def offer(
    consultation: Consultation,
    slot: Slot,
    *,
    by: Person,
    at: datetime,
    because: str = Offer.Because.FREED,
    tell: bool = True,
) -> Offer:
    """Holds the slot for the case and tells its doctor. Raises what `scheduling.hold` does, SlotTaken where the case
    holds something already, and IntegrityError where this slot was offered to it before."""
    with transaction.atomic():
        until = kept_until(slot, consultation, at=at)
        booking = scheduling.hold(consultation, slot, by=by, at=at, until=until, instead=False)
        made = Offer.objects.create(booking=booking, consultation=consultation, slot=slot, because=because, made_at=at)
        if tell:
            _tell(made, at=at)
        audit.record(
            None, "offer.made", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )
    return made


def _tell(offer: Offer, *, at: datetime) -> None:
    case = offer.consultation
    facts = {
        "number": case.number or "",
        "who": case.expert.name if case.expert else "",
        "when": telling_time.kept(offer.slot.begins_at, offer.slot.institution),
        "until": telling_time.kept(offer.booking.held_until, offer.slot.institution),
    }
    notices.send(people(case), "slot-offered", about=case, at=at, url=case.get_absolute_url(), **facts)


def people(case: Consultation) -> list[Person]:
    """Who answers for the case on the inviting side; the coordinators where nobody does."""
    return [case.owner] if case.owner else institutions.holders(Permission.TRIAGE, at=case.invited)


def accept(consultation: Consultation, *, by: Person, at: datetime) -> Booking:
    """Takes what is offered; an hour booked before is given back. Raises NothingOffered or MovedOn."""
    if offer_of(consultation, at=at) is None:
        raise NothingOffered
    try:
        return scheduling.confirm(consultation, by=by, at=at, because="offered time")
    except scheduling.HoldLapsed as error:
        raise NothingOffered from error


def pass_on(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The time does not suit; it goes to the next case, and this one waits on. Raises NothingOffered."""
    with transaction.atomic():
        if not let_go(consultation, by=by, at=at):
            raise NothingOffered
        audit.record(
            by, "offer.passed", about=consultation, at=at, institution=consultation.invited, purpose="coordination"
        )


def let_go(consultation: Consultation, *, by: Person, at: datetime) -> int:
    """Gives up what is offered, if anything is; the number of offers that were open."""
    offered = Offer.objects.open(at).filter(consultation=consultation).values_list("booking", flat=True)
    # Its own columns in the condition: the second of two at once must see what the first has done.
    held = Booking.objects.live().filter(pk__in=list(offered), confirmed_at=None, held_until__gt=at)
    count = held.update(cancelled_at=at, cancelled_by=by, cancelled_because="passed")
    if count:
        scheduling.tell_freed(consultation, at=at)
    return count


def fill_all(at: datetime) -> None:
    """A chore of `tick`: whoever no longer waits leaves the list; free slots are offered to the others."""
    waits = Q(consultation__state__in=MAY_WAIT) & ~Q(consultation__door=Door.WRITTEN)
    over = WaitingEntry.objects.filter(ended_at=None).exclude(waits)
    over.update(ended_at=at, ended_because=WaitingEntry.Ended.OVER)
    experts = _open().order_by().values("consultation__expert")
    for expert in Person.objects.filter(pk__in=experts):
        fill(expert, at=at)


def after_freeing(sender: Any, *, expert: Person, at: datetime, **_: Any) -> None:
    """A slot of this expert became free."""
    fill(expert, at=at)
