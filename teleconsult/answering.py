"""The written door: the expert answers without slot or session, asks back, and answers what the doctor asks later.

Everything said lies in one thread (`Entry`). The expert's question before the signature makes the case “asked back”
until the doctor replies; the doctor's question after it is answered by a signed addendum (`opining.add`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance import audit, notices
from teleconsult import asking, timers, triaging
from teleconsult.models import ENDED, UNSEEN, Consultation, Entry, State

if TYPE_CHECKING:
    from alliance.models import Person


class WrongDoor(Exception):
    """The case is not answered this way: by video where the verb wants writing, or the other way round."""


class NotOpenForWords(Exception):
    """Nothing can be written to a case that the centre has not received yet, or that has ended."""


def begin(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The expert begins to write. Raises NotAssigned, WrongDoor or MovedOn."""
    triaging.check_expert(consultation, by)
    if not consultation.is_written:
        raise WrongDoor
    with transaction.atomic():
        consultation.move(State.OPINION_DRAFT, by=by, at=at, only_from=[State.ACCEPTED])
        audit.record(
            by, "answer.begun", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def ask_back(consultation: Consultation, body: str, *, by: Person, at: datetime, code: UUID | None = None) -> None:
    """The expert asks the doctor; the opinion's clock stands until the reply. Raises NotAssigned, MovedOn."""
    triaging.check_expert(consultation, by)
    if code and Entry.objects.filter(code=code).exists():
        return
    with transaction.atomic():
        consultation.move(State.ASKED_BACK, by=by, at=at, only_from=[State.OPINION_DRAFT])
        _keep(consultation, Entry.Sort.QUESTION, body, by=by, at=at, code=code)
        timers.stop(consultation, timers.OPINION, at=at)
        timers.start(timers.ANSWER_BACK, consultation, at=at, owed_by=consultation.inviting, owner=consultation.owner)
        _tell(consultation, asking.inviting_side(consultation), "asked-back", by=by, at=at)
        audit.record(
            by, "thread.asked_back", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def reply(consultation: Consultation, body: str, *, by: Person, at: datetime, code: UUID | None = None) -> None:
    """The doctor answers; the case returns to the draft and the opinion's clock starts anew.

    Raises NotTheOwner, MovedOn where nothing was asked or somebody has answered already.
    """
    asking.check_owner(consultation, by)
    if code and Entry.objects.filter(code=code).exists():
        return
    asked = open_question(consultation)
    with transaction.atomic():
        _back_to_draft(consultation, by=by, at=at)
        _keep(consultation, Entry.Sort.REPLY, body, by=by, at=at, code=code, answers=asked)
        if consultation.expert:
            _tell(consultation, consultation.expert, "asked-back-answered", by=by, at=at)
        audit.record(by, "thread.replied", about=consultation, at=at, institution=consultation.inviting, purpose="care")


def go_on(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The expert goes on without the reply. Raises NotAssigned, MovedOn."""
    triaging.check_expert(consultation, by)
    with transaction.atomic():
        _back_to_draft(consultation, by=by, at=at)
        audit.record(
            by, "thread.gone_on", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def _back_to_draft(consultation: Consultation, *, by: Person, at: datetime) -> None:
    consultation.move(State.OPINION_DRAFT, by=by, at=at, only_from=[State.ASKED_BACK])
    timers.stop(consultation, timers.ANSWER_BACK, at=at)
    timers.start(timers.OPINION, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)


def ask_after(consultation: Consultation, body: str, *, by: Person, at: datetime, code: UUID | None = None) -> None:
    """The doctor asks about the signed opinion; an addendum answers. Raises NotTheOwner, NotOpenForWords."""
    asking.check_owner(consultation, by)
    with transaction.atomic():
        _must_be_open(consultation, signed=True)
        entry = _keep(consultation, Entry.Sort.FOLLOW_UP, body, by=by, at=at, code=code)
        if entry is None:
            return
        timers.start(
            timers.FOLLOW_UP_QUESTION, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert
        )
        if consultation.expert:
            _tell(consultation, consultation.expert, "follow-up-asked", by=by, at=at)
        audit.record(
            by, "thread.follow_up", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )


def remark(consultation: Consultation, body: str, *, by: Person, at: datetime, code: UUID | None = None) -> None:
    """A word to the other side that asks for nothing. Raises NotAssigned (neither side's), NotOpenForWords."""
    if by.pk not in (consultation.owner_id, consultation.expert_id):
        raise triaging.NotAssigned
    with transaction.atomic():
        _must_be_open(consultation, signed=False)
        if _keep(consultation, Entry.Sort.REMARK, body, by=by, at=at, code=code) is None:
            return
        other = consultation.owner if by.pk == consultation.expert_id else consultation.expert
        if other:
            _tell(consultation, other, "remark-written", by=by, at=at)
        audit.record(by, "thread.remarked", about=consultation, at=at, purpose="consultation")


def open_question(consultation: Consultation) -> Entry | None:
    """The expert's question that waits for the doctor's reply."""
    if consultation.state != State.ASKED_BACK:
        return None
    return consultation.thread.filter(sort=Entry.Sort.QUESTION, answer=None).order_by("-pk").first()


def open_follow_ups(consultation: Consultation) -> list[Entry]:
    """The doctor's questions about the opinion that no addendum has answered, oldest first."""
    asked = consultation.thread.filter(sort=Entry.Sort.FOLLOW_UP, addendum=None, answer=None)
    return list(asked.select_related("author"))


def answered(consultation: Consultation, *, at: datetime) -> None:
    """An addendum has answered: the clock stops once nothing is left open."""
    if not open_follow_ups(consultation):
        timers.stop(consultation, timers.FOLLOW_UP_QUESTION, at=at)


def _must_be_open(consultation: Consultation, *, signed: bool) -> None:
    """Holds the row, so that what ends the case in the same moment waits or is seen. Raises NotOpenForWords."""
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if row.state in (*UNSEEN, *ENDED) or row.consent_withdrawn_at or (signed and row.signed_at is None):
        raise NotOpenForWords


def _keep(
    consultation: Consultation,
    sort: Entry.Sort,
    body: str,
    *,
    by: Person,
    at: datetime,
    code: UUID | None,
    answers: Entry | None = None,
) -> Entry | None:
    """The entry, or None where the same form has been sent before."""
    try:
        with transaction.atomic():
            return Entry.objects.create(
                code=code or uuid4(),
                consultation=consultation,
                sort=sort,
                body=body,
                author=by,
                by_expert=by.pk == consultation.expert_id,
                written_at=at,
                answers=answers,
            )
    except IntegrityError:
        if code and Entry.objects.filter(code=code, consultation=consultation).exists():
            return None
        raise


def _tell(consultation: Consultation, to: Person | Iterable[Person], kind: str, *, by: Person, at: datetime) -> None:
    facts = {"number": consultation.number or "", "who": by.name}
    url = reverse("teleconsult:thread", args=[consultation.code])
    notices.send(to, kind, about=consultation, at=at, url=url, **facts)
