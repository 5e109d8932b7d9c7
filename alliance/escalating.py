"""An overdue step climbs until a human has it: coordinator → head of department → medical affairs (domain.md §2.2).

Each rung is told once, at a moment that follows from the deadline alone, never from when somebody looked: a late tick
catches up in order, a doubled one changes nothing, a clock that jumps cannot tell twice. Where nobody holds a post the
step climbs on at once and says so. Doing the step stops the climb; so does saying “I have it”.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.urls import reverse

from alliance import audit, clocks, limits, notices
from alliance.models import LADDER, Deadline, Escalation, Membership, Pace, Person, Rung

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from alliance.models import Institution
    from alliance.models.deadlines import DeadlineQuerySet

log = logging.getLogger(__name__)
TOLD, NOBODY, TAKEN = Escalation.What.TOLD, Escalation.What.NOBODY, Escalation.What.TAKEN


class AlreadyTaken(Exception):
    """Somebody else has it. `by` is who."""

    def __init__(self, by: Person) -> None:
        super().__init__(str(by))
        self.by = by


class NoLongerOwed(Exception):
    """The step has been done in the meantime, or its clock has begun anew."""


@dataclass(frozen=True)
class Subject:
    """What a deadline is about, for people who may know its number, age, urgency and whom to call, and no more."""

    number: str
    place: str
    urgency: str = ""
    since: datetime | None = None
    url: str = ""  # for those whose post opens it: coordinators and the owner
    calls: tuple[tuple[str, str], ...] = ()  # whom, which number
    facts: Mapping[str, str] = field(default_factory=dict)  # for the words of a notice of its own


@dataclass(frozen=True)
class Ladder:
    """One kind of deadline that climbs: the step in words, its subjects, its own notice where it has one.

    `rests(code)` gives the moment until which nobody need be told, for example the end of a booked hour.
    """

    name: str | _StrPromise
    subjects: Callable[[Iterable[UUID]], Mapping[UUID, Subject]]
    notice: str = ""
    rests: Callable[[UUID], datetime | None] | None = None
    height: int = len(LADDER)  # how many rungs it climbs


_ladders: dict[str, Ladder] = {}


def register(kind: str, ladder: Ladder) -> None:
    """Deadlines of this kind climb; upper apps call it in `apps.py`."""
    _ladders[kind] = ladder
    clocks.let_climb(kind)


def step_name(kind: str) -> str:
    """The owed step in words."""
    return str(_ladders[kind].name) if kind in _ladders else kind


def height(kind: str) -> int:
    """How many rungs a step of this kind climbs."""
    return _ladders[kind].height if kind in _ladders else len(LADDER)


def subjects(deadlines: Iterable[Deadline]) -> dict[int, Subject]:
    """What each is about, by the deadline's key: as many queries as there are different sources."""
    by_source: dict[Callable[[Iterable[UUID]], Mapping[UUID, Subject]], list[Deadline]] = {}
    for deadline in deadlines:
        if deadline.kind in _ladders:
            by_source.setdefault(_ladders[deadline.kind].subjects, []).append(deadline)
    found: dict[int, Subject] = {}
    for source, rows in by_source.items():
        known = source([row.subject_code for row in rows])
        found |= {row.pk: known[row.subject_code] for row in rows if row.subject_code in known}
    return found


# --- climbing -------------------------------------------------------------------------------------------------------
def climb(at: datetime) -> None:
    """Tells every rung whose moment has come, in the order of those moments; a chore of `tick`."""
    due = Deadline.objects.running().filter(escalates_at__lte=at).order_by("escalates_at", "pk")
    for deadline in due.select_related("institution", "keeper", "owner"):
        try:
            while _next_rung(deadline, at):
                pass
        except DatabaseError:
            log.exception("deadline %s could not climb", deadline.code)


def _next_rung(deadline: Deadline, at: datetime) -> bool:
    """One rung, where its moment has come; False at the end, or where another tick is at it."""
    if deadline.escalates_at is None or deadline.escalates_at > at:
        return False
    with transaction.atomic():
        if _rests(deadline, at):
            return False
        rung = LADDER[deadline.step]
        people = _holders(deadline, rung)
        if not _advance(deadline, _moment_after(deadline, found=bool(people))):
            return False
        _tell(deadline, rung, people, at)
    return True


def _rests(deadline: Deadline, at: datetime) -> bool:
    """Whether an arrangement answers it for now; then the climb waits until that is over."""
    rests = _ladders[deadline.kind].rests if deadline.kind in _ladders else None
    until = rests(deadline.subject_code) if rests else None
    if until is None or until <= at:
        return False
    _mine(deadline).update(escalates_at=until)
    return True


def _mine(deadline: Deadline) -> DeadlineQuerySet:
    """The row, if nobody has moved it since it was read."""
    return Deadline.objects.running().filter(
        pk=deadline.pk, run=deadline.run, step=deadline.step, escalates_at=deadline.escalates_at, taken_at=None
    )


def _moment_after(deadline: Deadline, *, found: bool) -> datetime | None:
    """When the rung after this one is told; at once where nobody was found here, None where there is none."""
    following = deadline.step + 1
    if following == height(deadline.kind) or deadline.escalates_at is None:
        return None
    if not found:
        return deadline.escalates_at
    delay = limits.until_rung(LADDER[following], deadline.pace, deadline.agreement_id)
    return clocks.after(deadline.escalates_at, delay, at=deadline.institution)


def _advance(deadline: Deadline, following: datetime | None) -> bool:
    if not _mine(deadline).update(step=deadline.step + 1, escalates_at=following):
        return False
    deadline.step, deadline.escalates_at = deadline.step + 1, following
    return True


def _holders(deadline: Deadline, rung: Rung) -> list[Person]:
    """Who holds the post nearest to where the step is owed."""
    places = [place.pk for place in deadline.ladder_places()]
    held: dict[int, dict[int, Person]] = {}
    posts = Membership.objects.live().filter(role=rung, institution__in=places, person__is_active=True)
    for post in posts.select_related("person"):
        held.setdefault(post.institution_id, {})[post.person_id] = post.person
    nearest = next((held[pk] for pk in places if pk in held), {})
    return list(nearest.values())


def _tell(deadline: Deadline, rung: Rung, people: list[Person], at: datetime) -> None:
    step = deadline.step  # as it is now: one more than when the rung was read
    first = deadline.owner if step == 1 and deadline.owner and deadline.owner.is_active else None
    told = [(rung, person) for person in people if person != first]
    told = [(Rung.OWNER, first), *told] if first else told
    row = {"deadline": deadline, "run": deadline.run, "step": step, "at": at}
    Escalation.objects.bulk_create(Escalation(rung=each, person=person, **row) for each, person in told)
    if not people:
        Escalation.objects.create(rung=rung, what=NOBODY, person=None, **row)
    about = subjects([deadline]).get(deadline.pk)
    if about is not None:
        for each, person in told:
            _notify(deadline, about, each, person, at)


def _notify(deadline: Deadline, about: Subject, rung: Rung, person: Person, at: datetime) -> None:
    own = _ladders[deadline.kind].notice
    kind = own or ("overdue" if rung is Rung.OWNER else "escalated-now" if _is_grave(deadline) else "escalated")
    facts = {"number": about.number, "place": about.place, "step": deadline.kind, **about.facts}
    inside = rung in (Rung.OWNER, Rung.COORDINATOR) and about.url
    notices.send(
        person,
        kind,
        at=at,
        about=deadline,
        url=about.url if inside else reverse("alliance:escalations"),
        key=f"{deadline.code}.{deadline.run}.{deadline.step}",
        **facts,
    )


def _is_grave(deadline: Deadline) -> bool:
    return deadline.pace in (Pace.DANGER, Pace.EMERGENCY)


# --- taking ---------------------------------------------------------------------------------------------------------
def take(deadline: Deadline, *, by: Person, at: datetime) -> None:
    """“I have it”: stops the climb and makes `by`, to whom it has climbed, the owner of the clock.

    Raises AlreadyTaken or NoLongerOwed.
    """
    with transaction.atomic():
        mine = Deadline.objects.running().filter(pk=deadline.pk, run=deadline.run, taken_at=None)
        if not mine.update(taken_at=at, taken_by=by, owner=by, escalates_at=None):
            _refuse(deadline)
        deadline.refresh_from_db()
        told = deadline.escalations.filter(run=deadline.run, what=TOLD).select_related("person")
        rung = next((row.rung for row in reversed(told) if row.person_id == by.pk), Rung.COORDINATOR)
        Escalation.objects.create(
            deadline=deadline, run=deadline.run, step=deadline.step, rung=rung, what=TAKEN, person=by, at=at
        )
        audit.record(by, "deadline.taken", about=deadline, at=at, institution=deadline.institution)
        notices.quiet(deadline, at=at)
        about = subjects([deadline]).get(deadline.pk)
        others = [row.person for row in told if row.person and row.person_id != by.pk]
        if about is not None:
            facts = {"who": by.name, "number": about.number, "step": deadline.kind}
            notices.send(others, "escalation-taken", about=deadline, at=at, **facts)


def pass_on(deadline: Deadline, *, to: Person, by: Person, at: datetime) -> None:
    """What somebody has goes to a colleague, who is told. Raises NoLongerOwed."""
    with transaction.atomic():
        mine = Deadline.objects.running().filter(pk=deadline.pk, run=deadline.run, taken_by=deadline.taken_by)
        if not mine.update(taken_at=at, taken_by=to, owner=to):
            raise NoLongerOwed
        deadline.refresh_from_db()
        audit.record(by, "deadline.passed_on", about=deadline, at=at, institution=deadline.institution, to=str(to.code))
        about = subjects([deadline]).get(deadline.pk)
        if about is not None and to != by:
            facts = {"who": by.name, "number": about.number, "step": deadline.kind}
            notices.send(to, "escalation-passed-on", about=deadline, at=at, url=about.url, **facts)


def let_go(person: Person, place: Institution, *, by: Person, at: datetime) -> None:
    """Somebody has left: what they had taken climbs again from the first rung, and nobody's name stands on it."""
    theirs = Deadline.objects.running().filter(Q(keeper=place) | Q(keeper=None, institution=place), taken_by=person)
    for deadline in theirs.select_related("institution"):
        afresh = {"owner": None, "taken_at": None, "taken_by": None, "step": 0, "escalates_at": at}
        if theirs.filter(pk=deadline.pk, run=deadline.run).update(run=F("run") + 1, **afresh):
            audit.record(by, "deadline.let_go", about=deadline, at=at, institution=deadline.institution)


def _refuse(deadline: Deadline) -> None:
    now = Deadline.objects.select_related("taken_by").get(pk=deadline.pk)
    if now.taken_by is not None and now.met_at is None and now.run == deadline.run:
        raise AlreadyTaken(now.taken_by)
    raise NoLongerOwed
