"""Duty on a date that differs from the weekly roster: given to somebody else, fallen away, added, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from alliance import audit, duty, notices, telling_time
from alliance.models import DutyChange, Institution
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.rostering import NotOnTheStaff

if TYPE_CHECKING:
    from alliance.models import DutyShift, Person


class Over(Exception):
    """The time has passed: who was on duty stays as it was."""


class TakenAlready(Exception):
    """Another change stands in that time. Holds it."""

    def __init__(self, change: DutyChange) -> None:
        super().__init__(str(change))
        self.change = change


class Away(Exception):
    """The person has said that they are away in that time."""


class NotTheirTurn(Exception):
    """The weekly shift does not run in that time; somebody has changed the roster."""


class TakenBack(Exception):
    """Somebody else has taken the change back meanwhile."""


def give(
    place: Institution,
    *,
    begins: datetime,
    ends: datetime,
    to: Person | None,
    by: Person,
    at: datetime,
    shift: DutyShift | None = None,
    phone: str = "",
    because: str = "",
    although_away: bool = False,
) -> DutyChange:
    """From `begins` to `ends` the duty of `shift` is `to`'s, or nobody's; without a shift `to` is on duty besides.

    Raises PermissionDenied, NotOnTheStaff, Away (unless `although_away`), Over, NotTheirTurn, TakenAlready.
    """
    if place.pk not in places_below(by, Permission.KEEP_ROSTER):
        raise PermissionDenied
    begins = max(begins, at)
    if begins >= ends:
        raise Over
    if to is not None:
        _may_stand_in(to, place, begins, ends, although_away)
    if (to is None and shift is None) or (shift is not None and not _runs(shift, place, begins, ends)):
        raise NotTheirTurn
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=place.pk)  # two who change one roster wait for each other here
        _refuse_a_second(place, shift, to, begins, ends)
        change = DutyChange.objects.create(
            institution=place,
            shift=shift,
            instead_of=shift.person if shift else None,
            person=to,
            phone=phone,
            begins_at=begins,
            ends_at=ends,
            because=because,
            made_by=by,
            made_at=at,
        )
        _record("duty.changed", change, by, at)
        _tell(change, by, at)
    return change


def _refuse_a_second(
    place: Institution, shift: DutyShift | None, to: Person | None, begins: datetime, ends: datetime
) -> None:
    """One turn changes once, and two do not stand in at the same time; an hour that fell away may be filled."""
    same = Q(shift=shift) if shift else Q(pk=None)
    against = same if to is None else same | Q(person__isnull=False)
    standing = DutyChange.objects.live().touching(begins, ends).filter(against, institution=place)
    if (taken := standing.select_related("person", "instead_of").first()) is not None:
        raise TakenAlready(taken)


def _may_stand_in(person: Person, place: Institution, begins: datetime, ends: datetime, although_away: bool) -> None:
    if not person.is_active or not person.may(Permission.ANSWER_DANGER, at=place):
        raise NotOnTheStaff
    if not although_away and duty.absences([person.pk], begins, ends):
        raise Away


def _runs(shift: DutyShift, place: Institution, begins: datetime, ends: datetime) -> bool:
    if shift.institution_id != place.pk:
        return False
    return any(turn.begins <= begins and ends <= turn.ends for turn in duty.turns(shift, place, begins, ends))


def take_leave(
    place: Institution,
    person: Person,
    *,
    begins: datetime,
    ends: datetime,
    to: Person | None,
    by: Person,
    at: datetime,
    because: str = "",
) -> tuple[list[DutyChange], list[DutyChange]]:
    """Every turn of this person within that time goes to somebody else, or falls away.

    Returns what was changed, and the changes that stood already and were left as they are. Raises what `give` raises;
    then nothing has changed.
    """
    begins = max(begins, at)
    made = []
    with transaction.atomic():
        for stretch in duty.Plan(place, begins, ends).stretches():
            if stretch.turn is None or stretch.turn.shift.person_id != person.pk:
                continue
            mine = stretch.turn.shift
            change = give(
                place, begins=stretch.begins, ends=stretch.ends, to=to, shift=mine, by=by, at=at, because=because
            )
            made.append(change)
        standing = DutyChange.objects.live().touching(begins, ends).filter(institution=place, person=person)
        left = list(standing.select_related("person", "instead_of"))
    return made, left


def take_back(change: DutyChange, *, by: Person, at: datetime) -> None:
    """From now on the weekly roster counts again. Raises Over and TakenBack."""
    with transaction.atomic():
        _end(change, by, at)
        _tell_of_the_end(change, by, at)


def pass_on(change: DutyChange, *, to: Person, by: Person, at: datetime, because: str = "") -> None:
    """What is left of it goes to a colleague; both are told. To whoever has it every week: it is taken back.

    Raises NotOnTheStaff, Away, Over and TakenBack.
    """
    if change.shift is not None and change.shift.person == to:
        take_back(change, by=by, at=at)
        return
    begins, place = max(change.begins_at, at), change.institution
    _may_stand_in(to, place, begins, change.ends_at, although_away=False)
    with transaction.atomic():
        _end(change, by, at)
        after = DutyChange.objects.create(
            institution=place,
            shift=change.shift,
            instead_of=None if change.instead_of == to else change.instead_of,
            person=to,
            begins_at=begins,
            ends_at=change.ends_at,
            because=because[:120],
            made_by=by,
            made_at=at,
        )
        _record("duty.changed", after, by, at)
        if change.person is not None:
            _send(change.person, "duty-taken", change, by, at)
        _send(to, "duty-given", after, by, at)


def _end(change: DutyChange, by: Person, at: datetime) -> None:
    if change.ends_at <= at:
        raise Over
    Institution.objects.select_for_update().get(pk=change.institution_id)  # as whoever gives does
    if not DutyChange.objects.live().filter(pk=change.pk).update(ended_at=at, ended_by=by):
        raise TakenBack
    _record("duty.change-taken-back", change, by, at)


def let_go(person: Person, place: Institution, *, by: Person, at: datetime) -> None:
    """Somebody has left: where they stood in, the weekly roster counts again and its people are told."""
    rows = DutyChange.objects.live().filter(person=person, institution=place, ends_at__gt=at)
    for change in rows.select_related("institution", "person", "instead_of"):
        take_back(change, by=by, at=at)


def _record(action: str, change: DutyChange, by: Person, at: datetime) -> None:
    to = str(change.person.code) if change.person else ""
    instead = str(change.instead_of.code) if change.instead_of else ""
    audit.record(by, action, about=change, at=at, institution=change.institution, to=to, instead_of=instead)


def _tell(change: DutyChange, by: Person, at: datetime) -> None:
    if change.person is not None:
        _send(change.person, "duty-given", change, by, at)
    if change.instead_of is not None:
        _send(change.instead_of, "duty-taken", change, by, at)


def _tell_of_the_end(change: DutyChange, by: Person, at: datetime) -> None:
    if change.person is not None:
        _send(change.person, "duty-taken", change, by, at)
    if change.instead_of is not None and change.shift_id is not None:
        _send(change.instead_of, "duty-given", change, by, at)


def _send(to: Person, kind: str, change: DutyChange, by: Person, at: datetime) -> None:
    if to == by or not to.is_active:
        return
    place = change.institution
    begins, ends = (telling_time.kept(moment, place) for moment in (change.begins_at, change.ends_at))
    notices.send(to, kind, about=change, at=at, place=place.label, who=by.name, begins=begins, ends=ends)


def history(place: Institution, *, most: int = 20) -> Iterable[DutyChange]:
    """The latest changes, also those taken back."""
    rows = DutyChange.objects.filter(institution=place).order_by("-made_at", "-pk")
    return rows.select_related("person", "instead_of", "made_by", "ended_by")[:most]
