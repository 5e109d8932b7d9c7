"""A climb as people read it: who has been told and when, who is next and when, who has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alliance import escalating, institutions
from alliance.models import LADDER, Deadline, Escalation, Membership, Rung

if TYPE_CHECKING:
    from alliance.models import Person


@dataclass(frozen=True)
class Telling:
    """One rung that was told: who (nobody where no one holds the post) and when."""

    rung: Rung
    at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True)
class Climb:
    """One overdue deadline. `next_rung` is None at the top, and once somebody has it."""

    deadline: Deadline
    step: str
    told: tuple[Telling, ...] = ()
    next_rung: Rung | None = None
    next_names: tuple[str, ...] = ()
    told_people: frozenset[int] = frozenset()
    reader: int | None = None

    @property
    def at_the_top(self) -> bool:
        """Whether everybody has been told and nobody has it."""
        return self.deadline.taken_by_id is None and self.deadline.step >= escalating.height(self.deadline.kind)

    @property
    def may_take(self) -> bool:
        """Whether it has climbed to the reader and is still to be had."""
        return self.deadline.taken_by_id is None and self.reader in self.told_people


def read(deadlines: Iterable[Deadline], *, reader: Person | None = None) -> dict[int, Climb]:
    """The climbs of those that have begun one, by the deadline's key: at most three queries, however many."""
    rows = {row.pk: row for row in deadlines if row.step > 0}
    if not rows:
        return {}
    told: dict[int, list[Escalation]] = {}
    for each in Escalation.objects.filter(deadline__in=rows).select_related("person"):
        if each.run == rows[each.deadline_id].run and each.what != Escalation.What.TAKEN:
            told.setdefault(each.deadline_id, []).append(each)
    ahead = _Ahead([row for row in rows.values() if row.escalates_at is not None])
    key = reader.pk if reader else None
    return {pk: _climb(row, told.get(pk, []), ahead, key) for pk, row in rows.items()}


def about(codes: Iterable[UUID], *, reader: Person | None = None) -> dict[UUID, list[Climb]]:
    """The climbs that run about these subjects, by subject: four queries at most."""
    rows = Deadline.objects.running().filter(subject_code__in=list(codes), step__gt=0).select_related("taken_by")
    found: dict[UUID, list[Climb]] = {}
    for climb in read(rows, reader=reader).values():
        found.setdefault(climb.deadline.subject_code, []).append(climb)
    return found


def history(codes: Iterable[UUID]) -> list[Escalation]:
    """Every rung that was ever told about these subjects, every “I have it”, oldest first."""
    rows = Escalation.objects.filter(deadline__subject_code__in=list(codes))
    return list(rows.select_related("person", "deadline"))


def _climb(row: Deadline, told: list[Escalation], ahead: _Ahead, reader: int | None) -> Climb:
    tellings: dict[tuple[int, str], list[Escalation]] = {}
    for each in told:
        tellings.setdefault((each.step, each.rung), []).append(each)
    following = LADDER[row.step] if row.escalates_at is not None else None
    return Climb(
        deadline=row,
        step=escalating.step_name(row.kind),
        told=tuple(
            Telling(Rung(rung), group[0].at, tuple(each.person.name for each in group if each.person))
            for (_step, rung), group in tellings.items()
        ),
        next_rung=following,
        next_names=ahead.names(row, following) if following else (),
        told_people=frozenset(each.person_id for each in told if each.person_id and each.rung != Rung.OWNER),
        reader=reader,
    )


class _Ahead:
    """Who holds the posts that are told next: two queries for all of them."""

    def __init__(self, rows: list[Deadline]) -> None:
        self._above = institutions.parents() if rows else {}
        self._held: dict[tuple[int, str], list[str]] = {}
        places = {pk for row in rows for pk in self._places(row)}
        rungs = {LADDER[row.step] for row in rows}
        if not places:
            return
        posts = Membership.objects.live().filter(institution__in=places, role__in=rungs, person__is_active=True)
        for place, role, name in posts.values_list("institution", "role", "person__name"):
            self._held.setdefault((place, role), []).append(name)

    def _places(self, row: Deadline) -> list[int]:
        line: list[int] = []
        for start in (row.institution_id, row.keeper_id):
            pk = start
            while pk is not None:
                line.append(pk)
                pk = self._above[pk]
        return list(dict.fromkeys(line))

    def names(self, row: Deadline, rung: Rung) -> tuple[str, ...]:
        """The people who are told next; nobody where no one holds the post."""
        found = (self._held[place, rung] for place in self._places(row) if (place, rung) in self._held)
        return tuple(next(found, []))
