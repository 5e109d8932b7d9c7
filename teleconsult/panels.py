"""Reading along: one or two experts beside the lead, who see what the lead sees and comment in writing.

The coordinator names and releases them until the signature. Comments are for the lead and the other reader; the asking
doctor learns who read along, and the signed opinion names them. Only the lead joins the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import audit, clocks, institutions, notices, telling_time
from alliance.models import Deadline
from alliance.roles import Permission
from teleconsult import drafting, qualifying, signing, timers
from teleconsult.models import MOST_READERS, READ_ALONG, Consultation, Kind, MovedOn, PanelComment, PanelSeat, Urgency

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alliance.models import Institution, Person


class PanelFull(Exception):
    """As many read along as may."""


class ReadsAlready(Exception):
    """The person reads this case along."""


class LeadsTheCase(Exception):
    """Whoever leads does not read along: another lead is chosen first."""


class NotOnThePanel(Exception):
    """The person does not read this case along (any more)."""


class NobodyReadsAlong(Exception):
    """The doctor asked for a panel, and somebody could read along, but nobody has been chosen."""


REFUSED = (PanelFull, ReadsAlready, LeadsTheCase)


def why_not(refused: Exception, person: Person) -> str:
    """A refusal of `ask` in a sentence for whoever asked."""
    name = {"name": person.name}
    if isinstance(refused, PanelFull):
        return _("Two experts read along already. Release one of them first.")
    if isinstance(refused, ReadsAlready):
        return _("%(name)s reads along already.") % name
    if isinstance(refused, LeadsTheCase):
        return _("%(name)s leads this case and cannot read along as well.") % name
    return _("%(name)s cannot read along: %(why)s.") % {**name, "why": str(refused)}


# --- who ------------------------------------------------------------------------------------------------------------
def seats(consultation: Consultation) -> QuerySet[PanelSeat]:
    """Whoever reads along now, in their order; each knows whether they have `spoken`."""
    live = PanelSeat.objects.filter(consultation=consultation, released_at=None).select_related("person__licence")
    return live.annotate(spoken=Exists(PanelComment.objects.filter(seat=OuterRef("pk"))))


def readers(consultation: Consultation) -> list[Person]:
    """The same, as people: for notices."""
    return [seat.person for seat in seats(consultation)]


def comments(consultation: Consultation) -> QuerySet[PanelComment]:
    """Everything that readers have written, also those who were released since, oldest first."""
    return PanelComment.objects.filter(seat__consultation=consultation).select_related("seat__person")


def is_open(consultation: Consultation) -> bool:
    """Whether readers may be named and may comment: assigned, and not signed yet."""
    return consultation.state in READ_ALONG and consultation.consent_withdrawn_at is None


def clock_of(seat: PanelSeat) -> Deadline | None:
    """The clock of a comment that is still awaited."""
    return Deadline.objects.running().filter(kind=timers.PANEL_COMMENT, subject_code=seat.code).first()


def cited(consultation: Consultation) -> list[dict[str, str]]:
    """Who read along, as the signed opinion names them: whoever still does, and whoever has written.

    `said`: comment, nothing_to_add, or nothing_yet.
    """
    rows = PanelSeat.objects.filter(consultation=consultation).exclude(person=consultation.expert_id)
    found: dict[str, dict[str, str]] = {}
    for seat in rows.select_related("person__licence").prefetch_related("comments").order_by("pk"):
        said = _SAID[max((_weight(one) for one in seat.comments.all()), default=0)]
        if seat.released_at is None or said != "nothing_yet":
            code = str(seat.person.code)
            found[code] = {
                "person": code,
                "name": seat.person.name,
                "title": signing.title_of(seat.person),
                "said": said,
            }
    return list(found.values())


_SAID = ("nothing_yet", "nothing_to_add", "comment")


def _weight(comment: PanelComment) -> int:
    return 1 if comment.nothing_to_add else 2


def waiting_for(person: Person) -> QuerySet[PanelSeat]:
    """Where this person's comment is still awaited."""
    cases = Consultation.objects.within_reach_of(person).filter(state__in=READ_ALONG)
    mine = PanelSeat.objects.filter(person=person, released_at=None, comments=None, consultation__in=cases)
    return mine.select_related("consultation")


def check_enough(consultation: Consultation, *, lead: Person, chosen: Iterable[Person], at: datetime) -> None:
    """Raises NobodyReadsAlong for a panel without a reader, but not in an emergency, nor where nobody could be one."""
    if consultation.kind != Kind.PANEL or consultation.urgency == Urgency.EMERGENCY:
        return
    if {*chosen, *readers(consultation)} - {lead}:
        return
    if any(one.can_be_assigned and one.person != lead for one in qualifying.candidates(consultation, at=at)):
        raise NobodyReadsAlong


# --- what is done ---------------------------------------------------------------------------------------------------
def ask(consultation: Consultation, *, person: Person, by: Person, at: datetime) -> PanelSeat:
    """The coordinator asks an expert to read along; their clock begins.

    The gate is the lead's own. Raises NotQualified, LeadsTheCase, ReadsAlready, PanelFull, or MovedOn where the case is
    not with the centre any more.
    """
    qualifying.check(consultation, person, at=at)
    with transaction.atomic():
        if _hold(consultation).expert_id == person.pk:
            raise LeadsTheCase
        taken = {seat.number: seat.person_id for seat in seats(consultation)}
        if person.pk in taken.values():
            raise ReadsAlready
        free = [number for number in range(1, MOST_READERS + 1) if number not in taken]
        if not free:
            raise PanelFull
        seat = PanelSeat.objects.create(
            consultation=consultation, person=person, number=free[0], asked_at=at, asked_by=by
        )
        place = consultation.invited
        clock = timers.start(timers.PANEL_COMMENT, consultation, at=at, owed_by=place, owner=person, subject=seat.code)
        until = telling_time.kept(clock.due_at, place)
        _tell([person], "panel-asked", consultation, at=at, who=by.name, until=until)
        _write_down("panel.asked", consultation, by=by, at=at, purpose="coordination", to=str(person.code))
    return seat


def _hold(consultation: Consultation) -> Consultation:
    """The row as it is now, locked: whoever assigns, takes over or signs in the same moment waits. Raises MovedOn."""
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not is_open(row):
        raise MovedOn(row)
    return row


def comment(
    seat: PanelSeat, body: str, *, by: Person, at: datetime, nothing_to_add: bool = False, code: UUID | None = None
) -> PanelComment | None:
    """A reader writes, or says that there is nothing to add; either is what their clock waits for.

    None where the same form has been sent before. Raises NotOnThePanel, or MovedOn once the opinion is signed.
    """
    consultation = seat.consultation
    with transaction.atomic():
        row = _hold(consultation)
        if seat.person_id != by.pk or not PanelSeat.objects.filter(pk=seat.pk, released_at=None).exists():
            raise NotOnThePanel
        text = "" if nothing_to_add else body
        try:
            with transaction.atomic():
                said = PanelComment.objects.create(
                    code=code or uuid4(), seat=seat, body=text, nothing_to_add=nothing_to_add, written_at=at
                )
        except IntegrityError:
            if code and PanelComment.objects.filter(code=code, seat=seat).exists():
                return None
            raise
        clocks.meet(timers.PANEL_COMMENT, seat.code, at=at)
        if row.expert:
            kind = "panel-nothing-to-add" if nothing_to_add else "panel-commented"
            _tell([row.expert], kind, consultation, at=at, who=by.name)
        _write_down("panel.commented", consultation, by=by, at=at, purpose="consultation")
    return said


def release(seat: PanelSeat, *, because: str, by: Person, at: datetime) -> None:
    """Ends the reading: by the coordinator, or by the reader, who then says why. What was written stays.

    Raises NotOnThePanel where it had ended before, or MovedOn once the opinion is signed.
    """
    with transaction.atomic():
        _hold(seat.consultation)
        _end(seat, because=because, by=by, at=at)
        if by.pk == seat.person_id:
            _tell_coordinators("panel-seat-free", seat, at=at)
        else:
            _tell([seat.person], "panel-released", seat.consultation, at=at, who=by.name)


def _end(seat: PanelSeat, *, because: str, by: Person, at: datetime) -> None:
    live = PanelSeat.objects.filter(pk=seat.pk, released_at=None)
    if not live.update(released_at=at, released_by=by, released_because=because):
        raise NotOnThePanel
    drafting.discard(seat.consultation, draft_of(seat))
    clocks.meet_all(seat.code, at=at)
    _write_down("panel.released", seat.consultation, by=by, at=at, purpose="coordination", to=str(seat.person.code))


def draft_of(seat: PanelSeat) -> str:
    """The sort of this reader's unsent comment."""
    return f"panel_{seat.number}"


# --- what follows from elsewhere --------------------------------------------------------------------------------------
def make_way(consultation: Consultation, lead: Person, *, by: Person, at: datetime) -> None:
    """A reader has become the lead; the caller holds the transaction and has moved the case."""
    for seat in seats(consultation).filter(person=lead):
        _end(seat, because="", by=by, at=at)


def stand_down(consultation: Consultation, *, at: datetime) -> None:
    """Signed or ended: nobody waits for a comment any more. Who read along stays on record, and goes on reading."""
    for seat in seats(consultation):
        drafting.discard(consultation, draft_of(seat))
        clocks.meet_all(seat.code, at=at)


def after_leaving(person: Person, place: Institution, *, by: Person, at: datetime) -> None:
    """Somebody answers there no longer: their seats in open cases are free, and the coordinators are told."""
    mine = PanelSeat.objects.filter(person=person, released_at=None, consultation__invited=place)
    for seat in mine.filter(consultation__state__in=READ_ALONG).select_related("consultation__invited", "person"):
        _end(seat, because="", by=by, at=at)
        _tell_coordinators("panel-seat-free", seat, at=at)


def away(person: Person, *, begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A reader who has not commented is away when the comment is due: the coordinators may ask somebody else."""
    for seat in waiting_for(person).select_related("consultation__invited", "person"):
        clock = clock_of(seat)
        if clock is not None and begins_at <= max(clock.due_at, at) < ends_at:
            _tell_coordinators("panel-reader-away", seat, at=at)


def _tell_coordinators(kind: str, seat: PanelSeat, *, at: datetime) -> None:
    coordinators = institutions.holders(Permission.TRIAGE, at=seat.consultation.invited)
    _tell(coordinators, kind, seat.consultation, at=at, who=seat.person.name)


def _tell(to: list[Person], kind: str, consultation: Consultation, *, at: datetime, **facts: str) -> None:
    url = reverse("teleconsult:panel", args=[consultation.code])
    notices.send(to, kind, about=consultation, at=at, url=url, number=consultation.number or "", **facts)


def _write_down(what: str, consultation: Consultation, *, by: Person, at: datetime, purpose: str, **facts: Any) -> None:
    audit.record(by, what, about=consultation, at=at, institution=consultation.invited, purpose=purpose, **facts)
