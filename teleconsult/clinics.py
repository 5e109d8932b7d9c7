"""Fixed clinics at community sites: opened and ended by the coordinator, and warnings before leave to practise ends.

A clinic's sessions are slots with its site as their place; doctors of the site book them for cases of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance import audit, institutions, notices
from alliance.models import SiteRegistration
from alliance.roles import Permission
from teleconsult import qualifying, scheduling, slotting
from teleconsult.models import Booking, Clinic, Consultation, RegistrationWarning, Slot

if TYPE_CHECKING:
    from alliance.models import Institution, Person


class NotRegistered(Exception):
    """The expert has no leave to practise at the site on the first day of the clinic."""


class Ended(Exception):
    """Somebody else has ended the clinic meanwhile."""


class Overlaps(Exception):
    """The expert has another clinic at that time."""


@dataclass
class Session:
    """One day of a clinic: how many patients it takes, how many places are free, and whose cases could go there."""

    clinic: Clinic
    begins_at: datetime
    ends_at: datetime
    places: int
    free: int
    cases: list[Consultation]


def open_clinic(
    expert: Person,
    site: Institution,
    centre: Institution,
    *,
    weekday: int,
    begins: time,
    patients: int,
    slot_minutes: int,
    insurance: bool,
    valid_from: date,
    valid_until: date | None,
    by: Person,
    at: datetime,
) -> Clinic:
    """A clinic every week; free hours of the expert at that time give way. Raises NotRegistered and Overlaps."""
    first = _first_day(weekday, valid_from)
    if not qualifying.practises(expert, site)(first):
        raise NotRegistered
    clinic = Clinic(
        expert=expert,
        site=site,
        centre=centre,
        weekday=weekday,
        begins=begins,
        patients=patients,
        slot_minutes=slot_minutes,
        insurance=insurance,
        valid_from=valid_from,
        valid_until=valid_until,
        entered_by=by,
    )
    with transaction.atomic():
        slotting.lock(expert.pk)
        if any(_meet(clinic, other) for other in Clinic.objects.filter(expert=expert, ended_at=None, weekday=weekday)):
            raise Overlaps
        clinic.save()
        _make_room(clinic, at=at)
        slotting.make_slots(expert, at=at, until=at + slotting.HORIZON)
        audit.record(by, "clinic.opened", about=clinic, at=at, institution=site, purpose="coordination")
        scheduling.send_freed(expert, at=at)
    return clinic


def _meet(one: Clinic, other: Clinic) -> bool:
    def span(clinic: Clinic) -> tuple[int, int]:
        begins = clinic.begins.hour * 60 + clinic.begins.minute
        return begins, begins + clinic.patients * clinic.slot_minutes

    (begins, ends), (others, till) = span(one), span(other)
    far = date.max
    same_days = one.valid_from <= (other.valid_until or far) and other.valid_from <= (one.valid_until or far)
    return same_days and begins < till and others < ends


def _make_room(clinic: Clinic, *, at: datetime) -> None:
    for begins, ends in slotting.sessions(clinic, at=at, until=at + slotting.HORIZON):
        inside = Slot.objects.filter(expert=clinic.expert, begins_at__lt=ends, ends_at__gt=begins)
        slotting.withdraw(inside, at=at)


def end_clinic(clinic: Clinic, *, by: Person, at: datetime) -> None:
    """No more sessions; free places are withdrawn, booked ones stay, the expert's own hours come back. Raises Ended."""
    with transaction.atomic():
        slotting.lock(clinic.expert_id)
        if not Clinic.objects.filter(pk=clinic.pk, ended_at=None).update(ended_at=at):
            raise Ended
        slotting.withdraw(Slot.objects.filter(clinic=clinic), at=at)
        slotting.make_slots(clinic.expert, at=at, until=at + slotting.HORIZON)
        audit.record(by, "clinic.ended", about=clinic, at=at, institution=clinic.site, purpose="coordination")


def pass_on(clinic: Clinic, *, to: Person, by: Person, at: datetime) -> Clinic:
    """A colleague holds it from the next session on: the same hours, the same places.

    Raises Ended, NotRegistered and Overlaps; then it stays as it was.
    """
    today = at.astimezone(clinic.site.tz).date()
    same = ("weekday", "begins", "patients", "slot_minutes", "insurance", "valid_until")
    fields = {name: getattr(clinic, name) for name in same}
    with transaction.atomic():
        end_clinic(clinic, by=by, at=at)
        first = max(clinic.valid_from, today)
        return open_clinic(to, clinic.site, clinic.centre, **fields, valid_from=first, by=by, at=at)


def successors(
    expert: Person, centre: Institution, *, at: datetime
) -> Iterator[tuple[Clinic, list[tuple[Person, list[str]]]]]:
    """Each clinic that this expert holds for the centre, with its other experts and what stands in their way."""
    mine = Clinic.objects.filter(expert=expert, centre=centre, ended_at=None)
    clinics = [clinic for clinic in mine.select_related("site__parent", "centre") if _lasts(clinic, at)]
    if not clinics:
        return
    others = [one for one in qualifying.experts(centre) if one != expert]
    held: dict[int, list[Clinic]] = {}
    for other in Clinic.objects.filter(expert__in=others, ended_at=None):
        held.setdefault(other.expert_id, []).append(other)
    sites = {clinic.site_id: clinic.site for clinic in clinics}  # one object each, whose lineage is read once
    for clinic in clinics:
        clinic.site = sites[clinic.site_id]
        day = _first_day(clinic.weekday, max(clinic.valid_from, at.astimezone(clinic.site.tz).date()))
        found = []
        for one in others:
            reasons = qualifying.reasons_to_hold(one, clinic.site, day)
            if any(_meet(clinic, other) for other in held.get(one.pk, []) if other.weekday == clinic.weekday):
                reasons.append(_("has another clinic at that time"))
            found.append((one, reasons))
        yield clinic, found


def _lasts(clinic: Clinic, at: datetime) -> bool:
    return clinic.valid_until is None or clinic.valid_until >= at.astimezone(clinic.site.tz).date()


def _first_day(weekday: int, since: date) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7)


def after_leaving(expert: Person, centre: Institution, *, by: Person, at: datetime) -> None:
    """Somebody answers there no longer: their clinics end, and the coordinators and the sites are told."""
    for clinic in Clinic.objects.filter(expert=expert, centre=centre, ended_at=None).select_related("site", "centre"):
        end_clinic(clinic, by=by, at=at)
        people = institutions.holders(Permission.TRIAGE, at=centre)
        people += institutions.holders(Permission.REQUEST_CONSULTATIONS, at=clinic.site)
        facts = {"who": expert.name, "place": clinic.site.label}
        notices.send([one for one in people if one != expert], "clinic-ended", at=at, **facts)


def ahead(person: Person, *, at: datetime) -> list[Session]:
    """The sessions of the next two weeks within this person's reach, with their own cases that could go there."""
    clinics = Clinic.objects.within_reach_of(person).filter(ended_at=None)
    slots = Slot.objects.filter(clinic__in=clinics, begins_at__gt=at, begins_at__lt=at + slotting.HORIZON)
    slots = slots.filter(withdrawn_at=None).select_related("clinic__expert", "clinic__site", "clinic__centre")
    taken = set(Booking.objects.running(at).filter(slot__in=slots).values_list("slot", flat=True))
    cases = list(
        Consultation.objects.filter(owner=person, state__in=scheduling.BOOKABLE, expert__clinics__in=clinics).distinct()
    )
    found: dict[tuple[int, date], Session] = {}
    for slot in slots:
        clinic = slot.clinic
        if clinic is None:
            continue
        key = (clinic.pk, slot.begins_at.astimezone(clinic.site.tz).date())
        mine = [case for case in cases if case.expert_id == clinic.expert_id and case.inviting_id == clinic.site_id]
        session = found.setdefault(key, Session(clinic, slot.begins_at, slot.ends_at, 0, 0, mine))
        session.ends_at = slot.ends_at
        session.places += 1
        session.free += slot.pk not in taken
    return list(found.values())


# --- leave to practise ----------------------------------------------------------------------------------------------
def ending_soon(people: Iterable[Person], *, at: datetime) -> list[SiteRegistration]:
    """Leave to practise of these people that ends within the warned time, or has ended in the last month."""
    today = timezone.localdate(at)
    rows = SiteRegistration.objects.filter(
        person__in=people,
        valid_until__gte=today - timedelta(days=30),
        valid_until__lte=today + settings.XINQIAO["REGISTRATION_WARNING"],
    )
    return list(rows.select_related("person", "institution").order_by("valid_until"))


def warn(at: datetime) -> None:
    """A chore of `tick`: the expert, the leaders above the site and the coordinators hear once that a leave ends."""
    today = timezone.localdate(at, ZoneInfo(settings.TIME_ZONE))
    last = today + settings.XINQIAO["REGISTRATION_WARNING"]
    rows = SiteRegistration.objects.filter(
        valid_until__gte=today, valid_until__lte=last, person__is_active=True
    ).select_related("person", "institution__parent")
    warned = set(RegistrationWarning.objects.filter(registration__in=rows).values_list("registration", "valid_until"))
    for row in rows:
        if row.valid_until is None or (row.pk, row.valid_until) in warned:
            continue
        try:
            with transaction.atomic():
                RegistrationWarning.objects.create(registration=row, valid_until=row.valid_until, at=at)
                _warn(row, at=at)
        except IntegrityError:
            continue  # another tick in the same moment


def _warn(row: SiteRegistration, *, at: datetime) -> None:
    centres = row.person.places_where(Permission.ANSWER)
    people = [row.person]
    for place in row.institution.lineage():
        people += institutions.holders(Permission.MANAGE_PEOPLE, at=place)
    for centre in centres:
        people += institutions.holders(Permission.TRIAGE, at=centre)
    day = row.valid_until.isoformat() if row.valid_until else ""
    facts = {"who": row.person.name, "place": row.institution.label, "day": day}
    notices.send(people, "registration-ends", at=at, **facts)
