"""The session: both sides confirm the start, the expert begins, ends, breaks off; withdrawn consent stops it safely."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, notices
from teleconsult import asking, emergencies, panels, qualifying, scheduling, timers, triaging
from teleconsult.call import rooms
from teleconsult.models import ENDED, UNSEEN, Consultation, MovedOn, StartCheck, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.models import Person


class ChecksMissing(Exception):
    """Both sides confirm identity, place and people before the consultation begins."""


class NotWithdrawn(Exception):
    """Consent holds: the session is ended or broken off, not closed because of a withdrawal."""


class NoLine(Exception):
    """They meet in person: there is no line that could have failed."""


class NotATwoSided(Exception):
    """The person belongs to neither side of this consultation."""


def side_of(consultation: Consultation, person: Person) -> str:
    """Which side's check this person gives. Raises NotATwoSided."""
    if person.pk == consultation.expert_id:
        return str(StartCheck.Side.INVITED)
    if person.pk == consultation.owner_id:
        return str(StartCheck.Side.INVITING)
    raise NotATwoSided


def attempt(consultation: Consultation) -> int:
    """1 for the first session; a technical break begins the next."""
    broken: int = consultation.steps.filter(before=State.IN_SESSION, after=State.SCHEDULED).count()
    return 1 + broken


def checks(consultation: Consultation) -> dict[str, StartCheck]:
    """The checks of the current attempt by side."""
    rows = consultation.start_checks.filter(attempt=attempt(consultation)).select_related("checked_by")
    return {row.side: row for row in rows}


def sides(consultation: Consultation) -> set[str]:
    """Who confirms the start: both sides of a call; in person the expert alone, who sits with the patient."""
    return {StartCheck.Side.INVITED} if consultation.in_person else set(StartCheck.Side.values)


def check(consultation: Consultation, answers: Mapping[str, str], *, by: Person, at: datetime) -> StartCheck:
    """One side's confirmation; given again it replaces the earlier one until the session begins.

    Raises NotATwoSided, or MovedOn where the case does not wait for its session: what was confirmed then stays.
    """
    side = side_of(consultation, by)
    if consultation.state != State.SCHEDULED:
        raise MovedOn(consultation)
    with transaction.atomic():
        row, _ = StartCheck.objects.update_or_create(
            consultation=consultation,
            attempt=attempt(consultation),
            side=side,
            defaults={**answers, "identity_confirmed": True, "checked_at": at, "checked_by": by},
        )
        audit.record(by, "session.checked", about=consultation, at=at, purpose="consultation", side=side)
        rooms.nudge(consultation.room)
    return row


def begin(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The expert begins. Raises NotAssigned, ChecksMissing, NotQualified, ConsentMissing or MovedOn."""
    triaging.check_expert(consultation, by)
    qualifying.check(consultation, by, at=at)
    if not asking.has_consent(consultation) and not emergencies.approved(consultation):
        raise asking.ConsentMissing
    if not sides(consultation) <= set(checks(consultation)):
        raise ChecksMissing
    with transaction.atomic():
        consultation.move(State.IN_SESSION, by=by, at=at, only_from=[State.SCHEDULED], began_at=at)
        timers.stop(consultation, timers.START, at=at)
        rooms.nudge(consultation.room)
        audit.record(
            by, "session.begun", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def end(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The expert ends the session; from now the opinion is owed. Closes the room. Raises ConsentMissing."""
    triaging.check_expert(consultation, by)
    with transaction.atomic():
        if _withdrawn(consultation):
            raise asking.ConsentMissing
        consultation.move(State.OPINION_DRAFT, by=by, at=at, only_from=[State.IN_SESSION], ended_at=at)
        timers.start(timers.OPINION, consultation, at=at, owed_by=consultation.invited, owner=by)
        if consultation.room:
            rooms.close(consultation.room, because=rooms.Because.DONE, by=by, at=at)
        audit.record(
            by, "session.ended", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def abort(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """Technology failed: back to “booked”, the room stays, and the checks are asked again.

    Raises ConsentMissing, and NoLine where they meet in person.
    """
    triaging.check_expert(consultation, by)
    if consultation.in_person:
        raise NoLine
    with transaction.atomic():
        if _withdrawn(consultation):
            raise asking.ConsentMissing
        consultation.move(State.SCHEDULED, by=by, at=at, because=because, only_from=[State.IN_SESSION])
        timers.start(timers.START, consultation, at=at, owed_by=consultation.invited, owner=by)
        rooms.nudge(consultation.room)
        if consultation.owner:
            facts = {"number": consultation.number or "", "who": by.name}
            url = consultation.get_absolute_url()
            notices.send(consultation.owner, "session-broken-off", about=consultation, at=at, url=url, **facts)
        audit.record(
            by, "session.aborted", about=consultation, at=at, institution=consultation.invited, purpose="consultation"
        )


def _withdrawn(consultation: Consultation) -> bool:
    """Whether consent was taken back; holds the row, so that a withdrawal in the same moment waits its turn."""
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    return row.consent_withdrawn_at is not None


def consent_gone(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """Consent to the consultation was withdrawn: both are told and sharing stops at once.

    In a running session the room stays open for the host to close safely; everything else ends here. What is already
    signed stays: it is part of the record.
    """
    after_signing = (State.SIGNED, State.DISPOSED, State.FOLLOW_UP, *ENDED)
    if consultation.state in after_signing:
        return
    Consultation.objects.filter(pk=consultation.pk).update(consent_withdrawn_at=at)
    panels.stand_down(consultation, at=at)
    people = [person for person in (consultation.owner, consultation.expert) if person is not None]
    people += panels.readers(consultation)
    facts = {"number": consultation.number or ""}
    notices.send(people, "consent-withdrawn", about=consultation, at=at, **facts)
    if consultation.state in UNSEEN:
        return  # nobody has been asked yet; another consent may be given
    if consultation.state == State.IN_SESSION:
        if consultation.room:
            rooms.stop_sharing(consultation.room)
        return  # the papers are gone from the desk; the host says goodbye and closes
    consultation.move(State.CANCELLED, by=by, at=at, closed_at=at)
    _end_withdrawn(consultation, by=by, at=at)
    audit.record(
        by, "consultation.cancelled", about=consultation, at=at, institution=consultation.inviting, purpose="consent"
    )


def _end_withdrawn(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """Nothing of the case is shown to the expert's side any more, not even what was written in the room."""
    asking.end_everything(consultation, by=by, at=at, room=rooms.Because.CONSENT_WITHDRAWN)
    if consultation.room and consultation.expert:
        rooms.revoke(consultation.room, consultation.expert, at=at, by=by)


def close_after_withdrawal(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """The host has said goodbye and closes the room of a session whose consent was withdrawn. Raises NotWithdrawn."""
    triaging.check_expert(consultation, by)
    with transaction.atomic():
        if not _withdrawn(consultation):
            raise NotWithdrawn
        stop_withdrawn(consultation, by=by, at=at)


def stop_withdrawn(consultation: Consultation, *, by: Person, at: datetime) -> None:
    """Ends such a session for good; also where its host has left. The caller holds the transaction."""
    consultation.move(State.CANCELLED, by=by, at=at, only_from=[State.IN_SESSION], closed_at=at, ended_at=at)
    _end_withdrawn(consultation, by=by, at=at)
    audit.record(by, "session.closed_after_withdrawal", about=consultation, at=at, institution=consultation.invited)


def next_meeting_starts(consultation: Consultation) -> datetime | None:
    """When the booked session begins."""
    booking = scheduling.live_booking(consultation)
    return booking.slot.begins_at if booking else None
