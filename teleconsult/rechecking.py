"""The checks of a signed medicine plan fall due on the inviting doctor: asked on the day, then pressed done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, clocks, notices
from alliance.roles import Permission
from teleconsult import following_up, timers
from teleconsult.models import Consultation, PlanCheck

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from alliance.models import Deadline, Person
    from teleconsult.models import AdviceItem

_WITH = ("step__item__opinion__consultation__inviting", "step__item__opinion__consultation__owner")


class AlreadyDone(Exception):
    """Somebody has said so before, or it is no longer wanted."""


def case_of(check: PlanCheck) -> Consultation:
    """The case that the check belongs to."""
    return check.step.item.opinion.consultation


# --- asking ---------------------------------------------------------------------------------------------------------
def ask_due(at: datetime) -> None:
    """A chore of `tick`: checks whose day has come get their clock, and whoever answers for the case is told once."""
    near = PlanCheck.objects.open().filter(asked_at=None, due_on__lte=at.date() + timedelta(days=1))
    for check in near.select_related(*_WITH):
        place = case_of(check).inviting
        there = at.astimezone(place.tz)
        if check.due_on is None or there.date() < check.due_on or there.time() < place.opens_at:
            continue
        with transaction.atomic():
            if PlanCheck.objects.open().filter(pk=check.pk, asked_at=None).update(asked_at=at):
                _ask(check, at=at)


def _ask(check: PlanCheck, *, at: datetime) -> None:
    case = case_of(check)
    due = timers.due(timers.CHECK, case, since=at, at_place=case.inviting)
    people = following_up.answerable(case)
    owner = case.owner if case.owner in people else None
    clocks.start(timers.CHECK, check.code, institution=case.inviting, owner=owner, due_at=due, at=at)
    _tell(check, "check-due", at=at)


def remind(deadline: Deadline, at: datetime) -> None:
    """Nobody has said so in time."""
    check = PlanCheck.objects.open().filter(code=deadline.subject_code).select_related(*_WITH).first()
    if check is not None:
        _tell(check, "check-late", at=at)


def _tell(check: PlanCheck, kind: str, *, at: datetime) -> None:
    case = case_of(check)
    facts = {"number": case.number or ""}
    notices.send(following_up.answerable(case), kind, about=case, at=at, url=check.get_absolute_url(), **facts)


# --- answering ------------------------------------------------------------------------------------------------------
def done(check: PlanCheck, words: str, *, by: Person, at: datetime) -> None:
    """It was looked at; `words` say what was found, or nothing. Also before its day. Raises AlreadyDone."""
    with transaction.atomic():
        if not PlanCheck.objects.open().filter(pk=check.pk).update(done_at=at, done_by=by, words=words):
            raise AlreadyDone
        clocks.meet(timers.CHECK, check.code, at=at)
        place = case_of(check).inviting
        audit.record(by, "plan_check.done", about=check, at=at, institution=place, purpose="care")


def end(items: Iterable[AdviceItem], *, at: datetime) -> None:
    """The steps of these lines were not adopted: nobody is asked about their checks."""
    gone = PlanCheck.objects.open().filter(step__item__in=items)
    for check in gone:
        clocks.meet(timers.CHECK, check.code, at=at)
    gone.update(ended_at=at)


# --- reading --------------------------------------------------------------------------------------------------------
def waiting_for(person: Person, at: datetime) -> QuerySet[PlanCheck]:
    """What this doctor has been asked to check: of her own cases, and of those that nobody answers for."""
    mine = PlanCheck.objects.within_reach_of(person).open().filter(asked_at__isnull=False)
    places = person.ids_where(Permission.REQUEST_CONSULTATIONS)
    case = "step__item__opinion__consultation"
    own = mine.filter(**{f"{case}__owner": person})
    left = mine.filter(**{f"{case}__owner": None, f"{case}__inviting__in": places})
    return (own | left).select_related(f"{case}__patient", *_WITH).order_by("due_on", "pk")
