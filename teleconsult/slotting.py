"""Hours become slots, and which of them can be booked: weekly and single hours, buffers, limits, leave to practise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from alliance.models import Institution, Person
from teleconsult import qualifying
from teleconsult.models import (
    Absence,
    Availability,
    Booking,
    BookingRule,
    Clinic,
    Consultation,
    ExtraHours,
    Slot,
    Urgency,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

HORIZON = timedelta(days=14)
WRITTEN_OUT_FOR = 600  # seconds
DAY = timedelta(days=1)
BEHIND = timedelta(hours=12)  # no place on earth is farther behind UTC: its day is the earliest that still runs
LONGEST_DAY = timedelta(hours=25)  # on which summer time ends


class Rules(NamedTuple):
    """How closely one expert may be booked."""

    buffer: timedelta
    most: int  # bookings a day; emergencies are not counted and not refused


class Span(NamedTuple):
    """A stretch of time that should be a slot."""

    institution: Institution
    begins: datetime
    ends: datetime
    clinic: Clinic | None = None


def rules_of(expert: Person) -> Rules:
    """The expert's own rules, or the installation's."""
    row = BookingRule.objects.filter(person=expert).first()
    if row is None:
        return Rules(settings.XINQIAO["BOOKING_BUFFER"], settings.XINQIAO["BOOKINGS_PER_DAY"])
    return Rules(timedelta(minutes=row.buffer_minutes), row.most_a_day)


def lock(expert: int) -> None:
    """Whoever books, moves or withdraws hours of this expert waits here for whoever came first. Needs a transaction."""
    Person.objects.select_for_update(no_key=True).get(pk=expert)


# --- writing out ----------------------------------------------------------------------------------------------------
def _cut(
    place: Institution, day: date, begins: time, ends: time, *, minutes: int, buffer: timedelta
) -> Iterable[tuple[datetime, datetime]]:
    """The clock of the place says when hours begin and end; their length is counted in real minutes, so that a night
    in which summer time begins or ends gives one hour less or more, and never a slot that runs backwards."""
    moment = datetime.combine(day, begins, tzinfo=place.tz).astimezone(UTC)
    last = datetime.combine(day, ends, tzinfo=place.tz).astimezone(UTC)
    length = timedelta(minutes=minutes)
    while moment + length <= last:
        yield moment, moment + length
        moment += length + buffer


def _days(rule: Availability | Clinic, at: datetime, until: datetime) -> Iterable[date]:
    tz = (rule.site if isinstance(rule, Clinic) else rule.institution).tz
    day = at.astimezone(tz).date()
    while datetime.combine(day, rule.begins, tzinfo=tz) < until:
        if day.weekday() == rule.weekday:
            yield day
        day += DAY


def sessions(clinic: Clinic, *, at: datetime, until: datetime) -> Iterable[tuple[datetime, datetime]]:
    """When the clinic is held until then, from its first patient to its last, leave to practise or not."""
    buffer = rules_of(clinic.expert).buffer
    length = clinic.patients * (timedelta(minutes=clinic.slot_minutes) + buffer)
    for day in _days(clinic, at, until):
        if clinic.valid_from <= day and (clinic.valid_until is None or day <= clinic.valid_until):
            begins = datetime.combine(day, clinic.begins, tzinfo=clinic.site.tz).astimezone(UTC)
            yield begins, begins + length


def _clinics(expert: Person, practises: Leave, at: datetime, until: datetime, buffer: timedelta) -> list[Span]:
    found = []
    for clinic in Clinic.objects.filter(expert=expert, ended_at=None).select_related("site", "expert"):
        length = timedelta(minutes=clinic.slot_minutes)
        for begins, _ends in sessions(clinic, at=at, until=until):
            if practises(clinic.site, begins.astimezone(clinic.site.tz).date()):
                starts = (begins + number * (length + buffer) for number in range(clinic.patients))
                found += [Span(clinic.site, start, start + length, clinic) for start in starts]
    return found


def _weekly(expert: Person, practises: Leave, at: datetime, until: datetime, buffer: timedelta) -> list[Span]:
    found = []
    for rule in Availability.objects.filter(person=expert, ended_at=None).select_related("institution"):
        place = rule.institution
        for day in _days(rule, at, until):
            if practises(place, day):
                spans = _cut(place, day, rule.begins, rule.ends, minutes=rule.slot_minutes, buffer=buffer)
                found += [Span(place, *span) for span in spans]
    return found


def extras(rows: QuerySet[ExtraHours], *, at: datetime) -> list[ExtraHours]:
    """Those of these hours of single days whose day has not passed by the clock of their place."""
    running = rows.filter(ended_at=None, day__gte=(at - BEHIND).astimezone(UTC).date())
    return [row for row in running.select_related("institution") if row.day >= at.astimezone(row.institution.tz).date()]


def _single(expert: Person, practises: Leave, at: datetime, until: datetime, buffer: timedelta) -> list[Span]:
    found = []
    for extra in extras(ExtraHours.objects.filter(person=expert), at=at):
        place = extra.institution
        if practises(place, extra.day) and datetime.combine(extra.day, extra.begins, tzinfo=place.tz) < until:
            spans = _cut(place, extra.day, extra.begins, extra.ends, minutes=extra.slot_minutes, buffer=buffer)
            found += [Span(place, *span) for span in spans]
    return found


def _wanted(expert: Person, at: datetime, until: datetime) -> list[Span]:
    """What should be a slot: clinics, and hours that do not meet them, on days with leave to practise there."""
    buffer, practises = rules_of(expert).buffer, Leave(expert)
    clinics = _clinics(expert, practises, at, until, buffer)
    held = [(span.begins, span.ends) for span in clinics]
    hours = [*_weekly(expert, practises, at, until, buffer), *_single(expert, practises, at, until, buffer)]
    found = [*clinics, *(span for span in hours if not _within(span, held))]
    absences = Absence.objects.filter(person=expert, lifted_at=None, ends_at__gt=at)
    away = list(absences.values_list("begins_at", "ends_at"))
    return [span for span in found if span.begins > at and not _within(span, away)]


def _within(span: Span, away: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(span.begins < ends and begins < span.ends for begins, ends in away)


class Leave:
    """Whether the expert may practise at a place on a day; asks once per place."""

    def __init__(self, expert: Person) -> None:
        self._expert = expert
        self._places: dict[int, Callable[[date], bool]] = {}

    def __call__(self, place: Institution, day: date) -> bool:
        """Both days of a registration included."""
        if place.pk not in self._places:
            self._places[place.pk] = qualifying.practises(self._expert, place)
        return self._places[place.pk](day)


def make_slots(expert: Person, *, at: datetime, until: datetime) -> None:
    """Writes out the hours as slots up to `until`; passes over those that exist. Safe to run twice at once."""
    wanted = {span.begins: span for span in _wanted(expert, at, until)}
    known = Slot.objects.filter(expert=expert, begins_at__gt=at)
    gone = known.filter(begins_at__in=wanted).exclude(withdrawn_at=None)
    back = list(gone.exclude(bookings__in=Booking.objects.live()))
    for slot in back:  # hours that were taken out and put in again, perhaps in another length or elsewhere
        span = wanted[slot.begins_at]
        slot.withdrawn_at, slot.ends_at = None, span.ends
        slot.institution, slot.clinic = span.institution, span.clinic
    Slot.objects.bulk_update(back, ["withdrawn_at", "ends_at", "institution", "clinic"])
    existing = set(known.values_list("begins_at", flat=True))
    Slot.objects.bulk_create(
        [
            Slot(
                expert=expert,
                institution=span.institution,
                clinic=span.clinic,
                begins_at=span.begins,
                ends_at=span.ends,
            )
            for span in wanted.values()
            if span.begins not in existing
        ],
        ignore_conflicts=True,
    )


def withdraw(slots: QuerySet[Slot], *, at: datetime) -> None:
    """Takes free slots back; what is held or booked stays, and so does what was opened for an emergency."""
    free = slots.filter(begins_at__gt=at, is_emergency=False, withdrawn_at=None)
    free.exclude(bookings__in=Booking.objects.live()).update(withdrawn_at=at)


def write_out_hours(at: datetime) -> None:
    """Keeps the coming weeks of every expert written out; a chore of `tick` that does its work every ten minutes."""
    if not cache.add("teleconsult.hours_written_out", "1", WRITTEN_OUT_FOR):
        return
    weekly = Availability.objects.filter(ended_at=None).values("person")
    single = {row.person_id for row in extras(ExtraHours.objects.all(), at=at)}
    clinics = Clinic.objects.filter(ended_at=None).values("expert")
    for expert in Person.objects.filter(Q(pk__in=weekly) | Q(pk__in=single) | Q(pk__in=clinics)):
        make_slots(expert, at=at, until=at + HORIZON)


# --- choosing -------------------------------------------------------------------------------------------------------
def slot(code: UUID) -> Slot | None:
    """A slot by its code; `scheduling.hold` checks whose it is and whether it is free."""
    return Slot.objects.filter(code=code).first()


class Diary:
    """What else an expert is held or booked for around some time, beside one case; one query."""

    def __init__(
        self, expert: int, *, rules: Rules, beside: Consultation, at: datetime, begins: datetime, ends: datetime
    ) -> None:
        self._rules, self._limited = rules, beside.urgency != Urgency.EMERGENCY
        running = Booking.objects.running(at).exclude(consultation=beside).filter(slot__expert=expert)
        around = LONGEST_DAY + rules.buffer  # the whole day of the first slot and of the last, wherever they are
        near = running.filter(slot__begins_at__lt=ends + around, slot__ends_at__gt=begins - around)
        self._rows = list(near.values_list("slot__begins_at", "slot__ends_at", "slot__is_emergency"))

    def clashes(self, slot: Slot) -> bool:
        """Whether the expert meets somebody else then, or within the minutes kept free before and after."""
        buffer = self._rules.buffer
        return any(
            slot.begins_at < ends + buffer and begins < slot.ends_at + buffer for begins, ends, _now in self._rows
        )

    def is_full(self, slot: Slot) -> bool:
        """Whether that day, by the clock of the place, has as many bookings as it may. Emergencies are excepted."""
        tz = slot.institution.tz
        day = slot.begins_at.astimezone(tz).date()
        booked = sum(begins.astimezone(tz).date() == day for begins, _ends, emergency in self._rows if not emergency)
        return self._limited and booked >= self._rules.most


@dataclass(frozen=True)
class Choice:
    """The slots that can be booked, soonest first, and the days that are full."""

    free: list[Slot]
    rules: Rules
    full: list[date] = field(default_factory=list)


def choice(consultation: Consultation, *, at: datetime, write: bool = True) -> Choice:
    """What can be booked for this consultation now; hours are written out first, unless they have just been."""
    expert = consultation.expert
    if expert is None:
        return Choice([], Rules(timedelta(0), 0))
    if write:
        make_slots(expert, at=at, until=at + HORIZON)
    rules, practises = rules_of(expert), Leave(expert)
    diary = Diary(expert.pk, rules=rules, beside=consultation, at=at, begins=at, ends=at + HORIZON)
    free, full = [], set()
    for each in _offered(consultation, at):
        day = each.begins_at.astimezone(each.institution.tz).date()
        if diary.clashes(each) or not practises(each.institution, day):
            continue
        if diary.is_full(each):
            full.add(day)
        else:
            free.append(each)
    return Choice(free, rules, sorted(full))


def bookable_by(consultation: Consultation) -> Q:
    """Slots of the centre that is asked, and of clinics held at the asking site."""
    by_video = Q(institution=consultation.invited, clinic=None)
    return by_video | Q(institution=consultation.inviting, clinic__isnull=False)


def _offered(consultation: Consultation, at: datetime) -> QuerySet[Slot]:
    slots = Slot.objects.filter(
        bookable_by(consultation),
        expert=consultation.expert,
        begins_at__gt=at,
        begins_at__lt=at + HORIZON,
        withdrawn_at=None,
        is_emergency=False,
    )
    return slots.exclude(bookings__in=Booking.objects.running(at)).select_related("institution")


def free_slots(consultation: Consultation, *, at: datetime) -> Sequence[Slot]:
    """The slots of `choice`."""
    return choice(consultation, at=at).free
