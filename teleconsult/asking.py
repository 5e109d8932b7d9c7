"""The community doctor asks: begins a request, submits it, answers a return, takes it back, takes it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from alliance import audit, institutions, notices
from alliance.models import Agreement
from alliance.roles import Permission
from care import consenting
from care.models import Patient, Purpose
from teleconsult import drafting, emergencies, panels, scheduling, succession, timers
from teleconsult.call import rooms
from teleconsult.models import UNSEEN, Consultation, Draft, Kind, MedicineLine, MovedOn, Request, State, Step, Urgency

if TYPE_CHECKING:
    from alliance.models import Institution, Person


class AgreementMissing(Exception):
    """No valid cooperation agreement between the two sides for this type (domain.md §2.1)."""


class ConsentMissing(Exception):
    """No consent to this consultation is recorded, or it was withdrawn."""


class RequestMissing(Exception):
    """The request has not been filled in."""


class NotTheOwner(Exception):
    """Only the doctor who answers for the case may do this; a colleague takes it over first."""


class NotUnowned(Exception):
    """Somebody answers for the case."""


class OwnExpert(Exception):
    """Whoever answers or reads a case cannot ask it of herself, although she may work on both sides (多点执业)."""


def begin(
    patient: Patient, *, by: Person, at_place: Institution, to: Institution, at: datetime, kind: str = Kind.LIAISON
) -> Consultation:
    """A new draft. One open draft per patient and doctor: asking again leads back to it."""
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)  # a second click waits here
        drafts = Consultation.objects.filter(patient=patient, owner=by, state__in=UNSEEN)
        if (known := drafts.first()) is not None:
            return known
        consultation = Consultation.objects.create(
            kind=kind, patient=patient, inviting=at_place, invited=to, inviter=by, owner=by, created_at=at
        )
        audit.record(by, "consultation.begun", about=consultation, at=at, institution=at_place, purpose="care")
    return consultation


def check_owner(consultation: Consultation, by: Person) -> None:
    """Raises NotTheOwner."""
    if consultation.owner_id != by.pk:
        raise NotTheOwner


def inviting_side(consultation: Consultation) -> list[Person]:
    """Who is told there: whoever answers for the case; where nobody does, every doctor of the site."""
    if consultation.owner is not None:
        return [consultation.owner]
    return institutions.holders(Permission.REQUEST_CONSULTATIONS, at=consultation.inviting)


def agreement_for(consultation: Consultation, *, at: datetime) -> Agreement | None:
    """The agreement under which this may be asked today."""
    today = at.astimezone(consultation.inviting.tz).date()
    return Agreement.objects.covering(
        inviting=consultation.inviting, invited=consultation.invited, scope=consultation.kind, on=today
    ).first()


def latest_request(consultation: Consultation) -> Request | None:
    """The version of the request that counts."""
    return Request.objects.filter(consultation=consultation).prefetch_related("medicines").order_by("-number").first()


def request_before(consultation: Consultation) -> Request | None:
    """The patient's latest earlier request of the same institution that names medicines."""
    same = {"consultation__patient": consultation.patient, "consultation__inviting": consultation.inviting}
    found = Request.objects.filter(**same).exclude(consultation=consultation).exclude(medicines=None)
    return found.select_related("consultation").prefetch_related("medicines").order_by("-submitted_at", "-pk").first()


def last_return(consultation: Consultation) -> Step | None:
    """When the centre last sent it back, and why."""
    return Step.objects.filter(consultation=consultation, after=State.RETURNED).order_by("-pk").first()


def complete(consultation: Consultation, answers: Mapping[str, Any], *, by: Person, at: datetime) -> Request:
    """The form is valid: keeps it as the next version of the request, and leads a draft on to consent.

    Raises NotTheOwner, or MovedOn where the request is no longer being written.
    """
    check_owner(consultation, by)
    medicines: Iterable[Mapping[str, str]] = answers.get("medicines", ())
    columns = {name: value for name, value in answers.items() if name not in ("medicines", *_ON_CONSULTATION)}
    with transaction.atomic():
        written = Consultation.objects.filter(pk=consultation.pk, state__in=(*UNSEEN, State.RETURNED))
        if not written.update(**{name: answers[name] for name in _ON_CONSULTATION if name in answers}):
            consultation.refresh_from_db()
            raise MovedOn(consultation)
        number = consultation.requests.count() + 1
        request = Request.objects.create(
            consultation=consultation,
            number=number,
            submitted_at=at,
            submitted_by=by,
            urgency=answers["urgency"],
            **columns,
        )
        MedicineLine.objects.bulk_create(MedicineLine(request=request, **medicine) for medicine in medicines)
        consultation.refresh_from_db()
        if consultation.state == State.DRAFT:
            consultation.move(State.CONSENT_PENDING, by=by, at=at)
        audit.record(
            by, "request.completed", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )
    return request


_ON_CONSULTATION = ("kind", "urgency", "door", "specialty", "preferred_title")


def submit(consultation: Consultation, *, by: Person, at: datetime) -> Consultation:
    """Invites the centre. Raises RequestMissing, AgreementMissing, ConsentMissing unless the emergency path is open."""
    check_owner(consultation, by)
    if not consultation.requests.exists():
        raise RequestMissing
    agreement = agreement_for(consultation, at=at)
    waiver = emergencies.approved(consultation)
    if agreement is None and not (waiver and waiver.waives_agreement):
        raise AgreementMissing
    if not has_consent(consultation) and not (waiver and waiver.waives_consent):
        raise ConsentMissing
    fields: dict[str, Any] = {"agreement": agreement, "submitted_at": consultation.submitted_at or at}
    if has_consent(consultation):
        fields["consent_withdrawn_at"] = None  # taken back while it was being written, and given anew
    with transaction.atomic():
        _number_and_move(consultation, by=by, at=at, **fields)
        drafting.discard(consultation, Draft.Sort.REQUEST)
        timers.stop(consultation, timers.RETURNED, at=at)
        timers.start(timers.TRIAGE, consultation, at=at, owed_by=consultation.invited)
        if waiver:
            emergencies.owe(consultation, waiver, at=at, consent=not has_consent(consultation))
        _tell_centre(consultation, at=at)
        audit.record(
            by,
            "consultation.submitted",
            about=consultation,
            at=at,
            institution=consultation.invited,
            purpose="care",
            lawful_basis="emergency" if waiver else "consent",
        )
    return consultation


def record_consent(consultation: Consultation, signing: consenting.Signing, *, by: Person, at: datetime) -> None:
    """Keeps the evidence; what the emergency path left owing is then no longer owed. Raises what `consenting` does."""
    with transaction.atomic():
        consenting.record(consultation.patient, signing, about=consultation.code, by=by, at=at)
        if has_consent(consultation):
            timers.stop(consultation, timers.CONSENT_DUE, at=at)


def has_consent(consultation: Consultation) -> bool:
    """Whether the consultation with this centre is agreed to."""
    return consenting.holds(consultation.code, Purpose.CONSULTATION, recipient=consultation.invited)


def shares_record(consultation: Consultation) -> bool:
    """Whether record summary and attachments may be shown to the centre (also on the emergency path)."""
    if consenting.holds(consultation.code, Purpose.SHARE_RECORD, recipient=consultation.invited):
        return True
    return emergencies.approved(consultation) is not None and not has_consent(consultation)


def _number_and_move(consultation: Consultation, *, by: Person, at: datetime, **fields: Any) -> None:
    from_states = (State.CONSENT_PENDING, State.RETURNED)
    if consultation.number:
        consultation.move(State.SUBMITTED, by=by, at=at, only_from=from_states, **fields)
        return
    day = at.astimezone(consultation.invited.tz).strftime("XQ-%Y-%m%d-")
    for _attempt in range(20):
        last = (
            Consultation.objects.filter(number__startswith=day)
            .order_by(Length("number").desc(), "-number")  # 1000 comes after 999
            .values_list("number", flat=True)
            .first()
        )
        number = f"{day}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:03d}"
        try:
            with transaction.atomic():
                consultation.move(State.SUBMITTED, by=by, at=at, only_from=from_states, number=number, **fields)
            return
        except IntegrityError:  # somebody else took that number in the same moment
            continue
    raise RuntimeError("no free invitation number")


def _tell_centre(consultation: Consultation, *, at: datetime) -> None:
    kind = "request-emergency" if consultation.urgency == Urgency.EMERGENCY else "request-arrived"
    coordinators = institutions.holders(Permission.TRIAGE, at=consultation.invited)
    facts = {"place": consultation.inviting.label, "number": consultation.number or ""}
    notices.send(coordinators, kind, about=consultation, at=at, url=consultation.get_absolute_url(), **facts)


def cancel(consultation: Consultation, *, because: str, by: Person, at: datetime) -> None:
    """The inviting doctor takes it back, before the session."""
    check_owner(consultation, by)
    states = [state for state in State if state not in (State.IN_SESSION, State.OPINION_DRAFT)]
    with transaction.atomic():
        consultation.move(State.CANCELLED, by=by, at=at, because=because, only_from=states, closed_at=at)
        end_everything(consultation, by=by, at=at, room=rooms.Because.CANCELLED)
        answering = [*([consultation.expert] if consultation.expert else []), *panels.readers(consultation)]
        facts = {"number": consultation.number or "", "who": by.name}
        notices.send(answering, "request-cancelled", about=consultation, at=at, **facts)
        audit.record(
            by, "consultation.cancelled", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )


def end_everything(consultation: Consultation, *, by: Person | None, at: datetime, room: str) -> None:
    """Frees the slot, closes the room and stops the clocks of an ended case."""
    scheduling.release(consultation, by=by, at=at, because=room)
    if consultation.room:
        rooms.close(consultation.room, because=room, by=by, at=at)
    timers.stop(consultation, at=at)
    panels.stand_down(consultation, at=at)


def take_over(consultation: Consultation, *, by: Person, at: datetime, because: str, to: Person | None = None) -> None:
    """A colleague of the inviting institution answers for the case from now on; the one before is told.

    `to` where somebody hands it over to them. Raises NotUnowned where somebody was faster, OwnExpert, or MovedOn where
    the case has ended.
    """
    to = to or by
    if consultation.expert_id == to.pk:
        raise OwnExpert
    if not consultation.is_open:
        raise MovedOn(consultation)
    with transaction.atomic():
        before = consultation.owner
        try:
            succession.owner(consultation, to, by=by, at=at, because=because)
        except succession.Passed:
            raise NotUnowned from None
        if to in panels.readers(consultation):
            raise OwnExpert
        if consultation.room and consultation.room.closed_at is None:
            if before:
                rooms.revoke(consultation.room, before, at=at, by=by)
            rooms.give_seat(consultation.room, to, consultation.inviting)
        audit.record(
            by, "consultation.taken_over", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )
        told = [one for one in (before, to) if one is not None and one != by]
        facts = {"who": to.name, "number": consultation.number or "", "because": because}
        url = consultation.get_absolute_url()
        notices.send(told, "case-taken-over", about=consultation, at=at, url=url, **facts)
