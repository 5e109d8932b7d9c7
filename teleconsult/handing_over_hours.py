"""Hours that somebody has promised and that go over with the rest: weekly duty, duty of a date, fixed clinics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from alliance import duty, institutions, rostering, swapping, telling_time
from alliance.models import DutyChange, DutyShift, Person
from alliance.roles import Permission
from frontend import wording
from teleconsult import clinics
from teleconsult.models import Clinic
from teleconsult.pieces import Candidate, Row

if TYPE_CHECKING:
    from alliance.models import Institution

REFUSED = (
    rostering.AlreadyRemoved,
    rostering.NotOnTheStaff,
    swapping.Away,
    swapping.Over,
    swapping.TakenBack,
    clinics.Ended,
    clinics.NotRegistered,
    clinics.Overlaps,
)


def held(person: Person, place: Institution, *, at: datetime) -> list[Row]:
    """Each of them there; the number of queries does not grow with them."""
    staff = [one for one in institutions.holders(Permission.ANSWER_DANGER, at=place) if one != person]
    rows = [*_shifts(person, place, staff), *_dates(person, place, staff, at=at)]
    return [*rows, *_clinics(person, place, at=at)]


def _shifts(person: Person, place: Institution, staff: list[Person]) -> Iterator[Row]:
    found = [Candidate(one) for one in staff]
    for shift in person.duty_shifts.filter(institution=place):
        day = WEEKDAYS[shift.weekday]
        name = _("%(day)s from %(time)s, %(n)d h") % {"day": day, "time": f"{shift.begins:%H:%M}", "n": shift.hours}
        yield Row(f"duty-{shift.code}", _("Duty"), name, Permission.ANSWER_DANGER, partial(_pass_shift, shift), found)


def _pass_shift(shift: DutyShift, to: Person, by: Person, at: datetime, because: str) -> None:
    rostering.pass_on(shift, to=to, by=by, at=at)


def _dates(person: Person, place: Institution, staff: list[Person], *, at: datetime) -> Iterator[Row]:
    """Single dates on which they stand in, or are on duty besides."""
    mine = person.duty_changes.live().filter(institution=place, ends_at__gt=at)
    changes = list(mine.select_related("institution", "instead_of", "person", "shift__person"))
    if not changes:
        return
    last = max(change.ends_at for change in changes)
    away = duty.absences([one.pk for one in staff], at, last)
    for change in changes:
        gone = {pk for pk, begins, ends in away if begins < change.ends_at and ends > change.begins_at}
        found = [Candidate(one, _("is away at that time") if one.pk in gone else "") for one in staff]
        name = telling_time.span(change.begins_at, change.ends_at, place.tz)
        row = Row(
            f"date-{change.code}",
            _("Duty on a date"),
            name,
            Permission.ANSWER_DANGER,
            partial(_pass_date, change),
            found,
        )
        if change.instead_of is not None:
            row.note = _("Stands in for %(name)s.") % {"name": change.instead_of.name}
        yield row


def _pass_date(change: DutyChange, to: Person, by: Person, at: datetime, because: str) -> None:
    swapping.pass_on(change, to=to, by=by, at=at, because=because)


def _clinics(person: Person, place: Institution, *, at: datetime) -> Iterator[Row]:
    """Fixed clinics at community sites that they hold for this centre."""
    for clinic, others in clinics.successors(person, place, at=at):
        found = [Candidate(one, str(wording.listed(reasons, autoescape=False))) for one, reasons in others]
        facts = {"day": WEEKDAYS[clinic.weekday], "time": f"{clinic.begins:%H:%M}", "place": clinic.site.label}
        row = Row(
            f"clinic-{clinic.code}",
            _("Fixed clinic"),
            _("%(place)s, %(day)s from %(time)s") % facts,
            Permission.ANSWER,
            partial(_pass_clinic, clinic),
            found,
            note=_("Booked places stay with the case: hand over the case as well."),
        )
        if not row.able:
            row.note = _("Register somebody to practise there, or end it on the page of clinics.")
        yield row


def _pass_clinic(clinic: Clinic, to: Person, by: Person, at: datetime, because: str) -> None:
    clinics.pass_on(clinic, to=to, by=by, at=at)
