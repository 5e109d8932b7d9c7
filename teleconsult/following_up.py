"""After the opinion: the compulsory close-out, and the rounds that ask what became of each line of advice.

The close-out leads a case into follow-up. The first round closes it; later ones are appended to the closed dossier.
Which weeks are asked about is a setting (`XINQIAO["FOLLOW_UP_WEEKS"]`); a round keeps what it was planned as.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from alliance import audit, clocks, institutions, notices
from alliance.models import Membership
from alliance.roles import Permission
from teleconsult import asking, filing_away, timers, triaging
from teleconsult.models import (
    AdviceItem,
    Consultation,
    ItemOutcome,
    Outcome,
    OutcomeRound,
    RequestRating,
    State,
    Survey,
)

if TYPE_CHECKING:
    from alliance.models import Deadline, Institution, Person


class AnswersMissing(Exception):
    """A question of the close-out, or a line of advice, has no answer."""


class NotYet(Exception):
    """The round has not come; or the one before it has not been answered."""


class AlreadyAnswered(Exception):
    """The round has been answered, or is not asked any more."""


@dataclass(frozen=True)
class ItemAnswer:
    """What became of one line; what happened may be left out of what was never begun."""

    carried: str
    became: str = ""
    words: str = ""


SURVEY = ("effect", "sending", "worth_to_doctor", "worth_to_patient", "learn")
ENDING = (Outcome.Unreachable.DIED, Outcome.Unreachable.WITHDREW)  # nobody is asked again after these


# --- close-out ------------------------------------------------------------------------------------------------------
def close_out(consultation: Consultation, answers: Mapping[str, Any], *, by: Person, at: datetime) -> Survey:
    """Five answers; plans the rounds. Raises NotTheOwner, AnswersMissing, MovedOn."""
    asking.check_owner(consultation, by)
    if any(answers.get(name) in (None, "") for name in SURVEY):
        raise AnswersMissing
    with transaction.atomic():
        consultation.move(State.FOLLOW_UP, by=by, at=at, only_from=[State.DISPOSED])
        survey = Survey.objects.create(
            consultation=consultation, **{name: answers[name] for name in SURVEY}, answered_at=at, answered_by=by
        )
        _plan(consultation, since=consultation.disposed_at or at)
        timers.stop(consultation, timers.SURVEY, at=at)
        audit.record(
            by, "consultation.closed_out", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )
    return survey


def _plan(consultation: Consultation, *, since: datetime) -> None:
    OutcomeRound.objects.bulk_create(
        OutcomeRound(
            consultation=consultation,
            inviting=consultation.inviting,
            weeks=weeks,
            closes=number == 0,
            opens_at=opening(since, weeks, at=consultation.inviting),
        )
        for number, weeks in enumerate(settings.XINQIAO["FOLLOW_UP_WEEKS"])
    )


def opening(since: datetime, weeks: int, *, at: Institution) -> datetime:
    """When the inviting side opens on the first working day, `weeks` weeks after the advice was acted on."""
    day = since.astimezone(at.tz).date() + timedelta(weeks=weeks)
    calendar = clocks.Calendar(day, day + timedelta(days=30))
    while not calendar.works(day):
        day += timedelta(days=1)
    return datetime.combine(day, at.opens_at, tzinfo=at.tz)


# --- rounds ---------------------------------------------------------------------------------------------------------
def answer(
    asked: OutcomeRound,
    items: Mapping[int, ItemAnswer],
    *,
    patient: str,
    referred: str,
    worth: int,
    by: Person,
    at: datetime,
) -> Outcome:
    """What became of every advice item (by primary key), and how the patient is.

    Raises NotTheOwner, NotYet, AlreadyAnswered, AnswersMissing, MovedOn.
    """
    wanted = list(AdviceItem.objects.filter(opinion__consultation=asked.consultation_id))
    carried = ItemOutcome.Carried
    if not patient or not referred or not worth or any(item.pk not in items for item in wanted):
        raise AnswersMissing
    if any(not one.became and one.carried != carried.NOT_STARTED for one in items.values()):
        raise AnswersMissing
    with transaction.atomic():
        outcome = _record(asked, early=False, by=by, at=at, patient=patient, referred=referred, worth=worth)
        ItemOutcome.objects.bulk_create(
            ItemOutcome(
                outcome=outcome,
                item=item,
                carried=items[item.pk].carried,
                became=items[item.pk].became or ItemOutcome.Became.UNKNOWN,
                words=items[item.pk].words,
            )
            for item in wanted
        )
    return outcome


def cannot(asked: OutcomeRound, because: str, *, by: Person, at: datetime) -> Outcome:
    """The patient cannot be asked; also before the round's day. Whoever died or declined is not asked about again.

    Raises NotTheOwner, NotYet, AlreadyAnswered, MovedOn.
    """
    with transaction.atomic():
        outcome = _record(asked, early=True, by=by, at=at, unreachable=because)
        if because in ENDING:
            ask_no_more(asked.consultation, at=at)
    return outcome


def ask_no_more(consultation: Consultation, *, at: datetime) -> None:
    """Ends every round that is still to come, and its clock. The caller holds the transaction."""
    coming = consultation.rounds.to_come()
    for one in coming:
        clocks.meet(timers.ROUND, one.code, at=at)
    coming.update(ended_at=at)


def _record(asked: OutcomeRound, *, early: bool, by: Person, at: datetime, **answers: Any) -> Outcome:
    """The row, the closing where this round closes, the end of its clock, and one word to the expert."""
    # The consultation first: two rounds, or one twice, are answered one after the other.
    consultation = Consultation.objects.select_for_update().get(pk=asked.consultation_id)
    asked = OutcomeRound.objects.get(pk=asked.pk)
    if consultation.is_open:
        asking.check_owner(consultation, by)
    if asked.ended_at is not None or Outcome.objects.filter(round=asked).exists():
        raise AlreadyAnswered
    if (not early and at < asked.opens_at) or (not asked.closes and consultation.is_open):
        raise NotYet
    outcome = Outcome.objects.create(round=asked, answered_at=at, answered_by=by, **answers)
    OutcomeRound.objects.filter(pk=asked.pk).update(ended_at=at)
    clocks.meet(timers.ROUND, asked.code, at=at)
    place = consultation.inviting
    if asked.closes:
        _close(consultation, by=by, at=at)
    else:
        audit.record(by, "outcome.appended", about=consultation, at=at, institution=place, purpose="care")
    _tell_expert(consultation, asked, at=at)
    return outcome


def _close(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The case is done and becomes read-only, but for what is appended."""
    consultation.move(State.CLOSED, by=by, at=at, only_from=[State.FOLLOW_UP], closed_at=at)
    filing_away.number(consultation, at=at)
    timers.stop(consultation, at=at)
    audit.record(
        by, "consultation.closed", about=consultation, at=at, institution=consultation.inviting, purpose="care"
    )


def _tell_expert(consultation: Consultation, asked: OutcomeRound, *, at: datetime) -> None:
    if consultation.expert is None:
        return
    facts = {"number": consultation.number or "", "place": consultation.inviting.label, "weeks": str(asked.weeks)}
    notices.send(
        consultation.expert, "outcome-answered", about=consultation, at=at, url=asked.get_absolute_url(), **facts
    )


def rate_request(consultation: Consultation, worth: int, *, by: Person, at: datetime) -> None:
    """The expert's judgement of the request, once, after signing. Raises NotAssigned, NotYet, AlreadyAnswered."""
    triaging.check_expert(consultation, by)
    if consultation.signed_at is None:
        raise NotYet
    try:
        with transaction.atomic():
            RequestRating.objects.create(consultation=consultation, worth=worth, rated_at=at, rated_by=by)
            audit.record(
                by, "request.rated", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
            )
    except IntegrityError:
        raise AlreadyAnswered from None


# --- asking ---------------------------------------------------------------------------------------------------------
def ask_due(at: datetime) -> None:
    """A chore of `tick`: rounds whose day has come get their clock, and whoever answers for the case is told."""
    for asked in OutcomeRound.objects.open(at).filter(asked_at=None).select_related("consultation__inviting"):
        with transaction.atomic():
            if OutcomeRound.objects.filter(pk=asked.pk, asked_at=None).update(asked_at=at):
                _ask(asked, at=at)


def _ask(asked: OutcomeRound, *, at: datetime) -> None:
    consultation = asked.consultation
    people = answerable(consultation)
    due = timers.due(timers.ROUND, consultation, since=at, at_place=consultation.inviting)
    owner = consultation.owner if consultation.owner in people else None
    clocks.start(timers.ROUND, asked.code, institution=consultation.inviting, owner=owner, due_at=due, at=at)
    facts = {"number": consultation.number or "", "weeks": str(asked.weeks)}
    notices.send(people, "outcome-asked", about=consultation, at=at, url=asked.get_absolute_url(), **facts)


def answerable(consultation: Consultation) -> list[Person]:
    """The owner; where the owner has left, all doctors of the inviting side."""
    doctors = list(institutions.holders(Permission.REQUEST_CONSULTATIONS, at=consultation.inviting))
    return [consultation.owner] if consultation.owner in doctors else doctors


def hand_on(person: Person, place: Institution, *, at: datetime) -> None:
    """Somebody has left: the rounds of closed cases that were hers to answer are now for every doctor there."""
    theirs = OutcomeRound.objects.open(at).filter(consultation__owner=person, consultation__inviting=place)
    for asked in theirs.exclude(asked_at=None).filter(closes=False).select_related("consultation__inviting"):
        _ask(asked, at=asked.asked_at or at)


def remind_survey(deadline: Deadline, at: datetime) -> None:
    """The close-out is still owed after its working day."""
    consultation = Consultation.objects.filter(code=deadline.subject_code).first()
    if consultation is not None:
        _remind(consultation, "survey-late", at=at, url=consultation.get_absolute_url())


def remind_round(deadline: Deadline, at: datetime) -> None:
    """A round has not been answered in time."""
    asked = OutcomeRound.objects.filter(code=deadline.subject_code).select_related("consultation__inviting").first()
    if asked is not None:
        _remind(asked.consultation, "outcome-late", at=at, url=asked.get_absolute_url(), weeks=str(asked.weeks))


def _remind(consultation: Consultation, kind: str, *, at: datetime, url: str, **facts: str) -> None:
    number = consultation.number or ""
    notices.send(answerable(consultation), kind, about=consultation, at=at, url=url, number=number, **facts)


# --- reading --------------------------------------------------------------------------------------------------------
def waiting_for(person: Person, at: datetime) -> QuerySet[OutcomeRound]:
    """Open rounds that this doctor answers: her own, and those of closed cases whose doctor has left."""
    stays = Membership.objects.carrying(Permission.REQUEST_CONSULTATIONS).filter(
        person=OuterRef("consultation__owner"), institution=OuterRef("consultation__inviting")
    )
    left = Q(consultation__inviting__in=person.ids_where(Permission.REQUEST_CONSULTATIONS)) & ~Exists(stays)
    mine = OutcomeRound.objects.within_reach_of(person).open(at).filter(Q(consultation__owner=person) | left)
    return mine.select_related("consultation__patient", "consultation__inviting").order_by("opens_at", "pk")


def rounds_of(consultation: Consultation) -> QuerySet[OutcomeRound]:
    """All rounds of a case with their answers, in order."""
    rounds = OutcomeRound.objects.filter(consultation=consultation).select_related("outcome__answered_by")
    return rounds.prefetch_related("outcome__items__item").order_by("weeks")


def with_answers(asked: OutcomeRound) -> OutcomeRound:
    """The round with its answers at hand."""
    found: OutcomeRound = rounds_of(asked.consultation).get(pk=asked.pk)
    return found


def standing(asked: OutcomeRound, person: Person, *, at: datetime) -> str:
    """What this reader does with the round: `answer`, `early` (only why it cannot be asked), or `read`."""
    consultation = asked.consultation
    if not person.may(Permission.DISPOSE, at=consultation.inviting):
        return "read"
    if consultation.is_open and consultation.owner_id != person.pk:
        return "read"
    if OutcomeRound.objects.open(at).filter(pk=asked.pk).exists():
        return "answer"
    early = OutcomeRound.objects.open(asked.opens_at).filter(pk=asked.pk).exists()
    return "early" if early else "read"
