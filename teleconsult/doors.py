"""From writing to video and back: the same case, the same papers, the same drafts, nothing typed twice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, notices
from teleconsult import scheduling, timers
from teleconsult.answering import WrongDoor
from teleconsult.call import rooms
from teleconsult.models import UNSEEN, WRITING, Consultation, Door, MovedOn, State, Urgency

if TYPE_CHECKING:
    from alliance.models import Person

BEFORE_ACCEPTANCE = (*UNSEEN, State.SUBMITTED, State.RETURNED, State.TRIAGED, State.DECLINED)
CHANGEABLE = (*BEFORE_ACCEPTANCE, State.ACCEPTED, State.SCHEDULED, *WRITING)


class NeverOnlyWritten(Exception):
    """An emergency is answered at once, by video or telephone; writing alone is too slow."""


def may_change(consultation: Consultation) -> bool:
    """Whether the other door is open from here: until the two have met, or the opinion is signed."""
    if consultation.state not in CHANGEABLE or consultation.consent_withdrawn_at:
        return False
    if consultation.is_written:
        return True
    return consultation.urgency != Urgency.EMERGENCY and consultation.state not in WRITING


def to_video(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """The two shall meet after all: an accepted case waits for its booking. Raises WrongDoor or MovedOn."""
    if not consultation.is_written:
        raise WrongDoor
    with transaction.atomic():
        if consultation.state in WRITING:
            consultation.move(State.ACCEPTED, by=by, at=at, because=because, door=Door.VIDEO)
        else:
            _set(consultation, Door.VIDEO)
        if consultation.state == State.ACCEPTED:
            timers.stop(consultation, timers.OPINION, timers.ANSWER_BACK, at=at)
            timers.start(timers.START, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)
        _told(consultation, "turned-to-video", by=by, at=at)


def to_writing(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """A written answer will do: a booked hour becomes free. Raises WrongDoor, NeverOnlyWritten or MovedOn."""
    if consultation.is_written:
        raise WrongDoor
    if consultation.urgency == Urgency.EMERGENCY:
        raise NeverOnlyWritten
    with transaction.atomic():
        scheduling.release(consultation, by=by, at=at, because=because)
        if consultation.room:  # nobody meets there; back on video, the next booking opens another
            rooms.close(consultation.room, because=rooms.Because.NO_CALL, by=by, at=at)
        if consultation.state in (State.ACCEPTED, State.SCHEDULED):
            consultation.move(State.OPINION_DRAFT, by=by, at=at, because=because, door=Door.WRITTEN)
            timers.stop(consultation, timers.START, at=at)
            timers.start(timers.OPINION, consultation, at=at, owed_by=consultation.invited, owner=consultation.expert)
        else:
            _set(consultation, Door.WRITTEN)
        _told(consultation, "turned-to-writing", by=by, at=at)


def _set(consultation: Consultation, door: Door) -> None:
    """Changes the door where the case has not been accepted yet: the state stays."""
    if consultation.state not in (*BEFORE_ACCEPTANCE, State.ACCEPTED):
        raise MovedOn(consultation)
    mine = Consultation.objects.filter(pk=consultation.pk, state=consultation.state).exclude(door=door)
    if not mine.update(door=door):
        consultation.refresh_from_db()
        raise MovedOn(consultation)
    consultation.door = door


def _told(consultation: Consultation, kind: str, *, by: Person, at: datetime) -> None:
    if consultation.state not in UNSEEN:
        people = [one for one in (consultation.owner, consultation.expert) if one is not None and one != by]
        facts = {"number": consultation.number or "", "who": by.name}
        notices.send(people, kind, about=consultation, at=at, url=consultation.get_absolute_url(), **facts)
    audit.record(
        by,
        f"consultation.{kind.replace('-', '_')}",
        about=consultation,
        at=at,
        institution=consultation.invited,
        purpose="consultation",
    )
