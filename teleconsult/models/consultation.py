"""A consultation and its states (domain.md §2.2). The database decides every race: a move is one conditional UPDATE."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from alliance.models import Agreement, Institution, Person, Specialty, Title
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from care.models import Patient
from teleconsult.call.models import Room


class Kind(models.TextChoices):
    """The types built so far."""

    LIAISON = "liaison", _("Liaison consultation")
    EXPERT = "expert", _("Expert consultation")
    SCHOOL = "school", _("School consultation")
    PANEL = "panel", _("Panel consultation")


class Urgency(models.TextChoices):
    """Sets the clocks. Life in danger never waits for a consultation."""

    EMERGENCY = "emergency", _("Emergency")
    URGENT = "urgent", _("Urgent")
    ROUTINE = "routine", _("Routine")


class Door(models.TextChoices):
    """How the centre answers. Either side changes it on the way; nothing is typed twice (`teleconsult.doors`)."""

    VIDEO = "video", _("By video")
    WRITTEN = "written", _("In writing")


class State(models.TextChoices):
    """Where a consultation stands."""

    DRAFT = "draft", _("Draft")
    CONSENT_PENDING = "consent_pending", _("Awaiting consent")
    SUBMITTED = "submitted", _("Invited")
    RETURNED = "returned", _("Returned")
    TRIAGED = "triaged", _("Assigned")
    DECLINED = "declined", _("Declined")
    ACCEPTED = "accepted", _("Accepted")
    SCHEDULED = "scheduled", _("Booked")
    IN_SESSION = "in_session", _("In consultation")
    OPINION_DRAFT = "opinion_draft", _("Opinion to sign")
    ASKED_BACK = "asked_back", _("Awaiting reply")
    SIGNED = "signed", _("Signed")
    DISPOSED = "disposed", _("Acted on")
    FOLLOW_UP = "follow_up", _("In follow-up")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


# By video: … ACCEPTED → SCHEDULED → IN_SESSION → OPINION_DRAFT. In writing: … ACCEPTED → OPINION_DRAFT, without slot or
# session; constraints below keep the two apart.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.CONSENT_PENDING, State.CANCELLED}),
    State.CONSENT_PENDING: frozenset({State.SUBMITTED, State.CANCELLED}),
    State.SUBMITTED: frozenset({State.TRIAGED, State.RETURNED, State.CANCELLED}),
    State.RETURNED: frozenset({State.SUBMITTED, State.CANCELLED, State.EXPIRED}),
    State.TRIAGED: frozenset({State.ACCEPTED, State.DECLINED, State.TRIAGED, State.CANCELLED}),
    State.DECLINED: frozenset({State.TRIAGED, State.CLOSED, State.CANCELLED}),
    State.ACCEPTED: frozenset({State.SCHEDULED, State.OPINION_DRAFT, State.TRIAGED, State.CANCELLED}),
    State.SCHEDULED: frozenset({State.ACCEPTED, State.IN_SESSION, State.OPINION_DRAFT, State.TRIAGED, State.CANCELLED}),
    State.IN_SESSION: frozenset({State.OPINION_DRAFT, State.SCHEDULED, State.CANCELLED}),
    State.OPINION_DRAFT: frozenset({State.SIGNED, State.ASKED_BACK, State.ACCEPTED, State.TRIAGED, State.CANCELLED}),
    State.ASKED_BACK: frozenset({State.OPINION_DRAFT, State.SIGNED, State.ACCEPTED, State.TRIAGED, State.CANCELLED}),
    # Straight to the end where the asking side has left the alliance (`departed`).
    State.SIGNED: frozenset({State.DISPOSED, State.CLOSED}),
    State.DISPOSED: frozenset({State.FOLLOW_UP, State.CLOSED}),
    State.FOLLOW_UP: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
UNSEEN = (State.DRAFT, State.CONSENT_PENDING)  # the centre knows nothing of these yet
ENDED = (State.CLOSED, State.CANCELLED, State.EXPIRED)
WRITING = (State.OPINION_DRAFT, State.ASKED_BACK)  # the opinion is being written; nothing but that is awaited
ANSWERED_BY = (State.TRIAGED, State.ACCEPTED, State.SCHEDULED, State.IN_SESSION, *WRITING)
_COUNTED = ("accepted", "signed", "disposed", "closed")  # a month is counted from these moments (teleconsult.insight)
READ_ALONG = (State.DECLINED, *ANSWERED_BY)  # while others may read along and comment


class MovedOn(Exception):
    """The consultation is no longer where the reader saw it: somebody else was faster. Holds who did what."""

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(f"{consultation.code} is {consultation.state}")
        self.consultation = consultation
        self.step = consultation.steps.select_related("by").order_by("-pk").first()


class ConsultationQuerySet(ReachQuerySet["Consultation"]):
    """Consultations, by who may see them and where they stand."""

    def within_reach_of(self, person: Person) -> ConsultationQuerySet:
        """Inviting doctors: their institution's. Coordinators: what reached their centre. Experts: what is theirs."""
        doctors = Q(inviting__in=person.ids_where(Permission.REQUEST_CONSULTATIONS))
        coordinators = Q(invited__in=person.ids_where(Permission.TRIAGE)) & ~Q(submitted_at=None)
        return self.filter(doctors | coordinators | self._lent_to(person))

    @staticmethod
    def _lent_to(person: Person) -> Q:
        grant_ends = now() - settings.XINQIAO["GRANT_AFTER_CLOSE"]
        along = Consultation.objects.filter(panel__person=person, panel__released_at=None)
        mine = Q(expert=person) | Q(pk__in=along.order_by().values("pk"))
        # After a withdrawal the expert keeps only the handle with which to close a running session, not the papers.
        agreed = Q(consent_withdrawn_at=None) | Q(state=State.IN_SESSION)
        mine &= Q(invited__in=person.ids_where(Permission.ANSWER))
        return mine & agreed & (~Q(state__in=ENDED) | Q(closed_at__gte=grant_ends))

    def lending_papers_to(self, person: Person) -> ConsultationQuerySet:
        """The cases through which an expert may open the patient's papers now."""
        return self.filter(self._lent_to(person), consent_withdrawn_at=None)

    def open(self) -> ConsultationQuerySet:
        """Not ended. A constraint sees to it that `closed_at` says so; indexes find them among all that are over."""
        return self.filter(closed_at=None)

    def ended(self) -> ConsultationQuerySet:
        """Closed, cancelled or expired."""
        return self.filter(closed_at__isnull=False)

    def unowned(self) -> ConsultationQuerySet:
        """Open, and whoever answered for it has left."""
        lost_expert = Q(expert=None, state__in=ANSWERED_BY)
        return self.open().filter(Q(owner=None) | lost_expert)


class Consultation(models.Model):
    """One community doctor's question about one patient to an expert centre.

    .. pii: health -- kept 30 years after the last contact
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("invitation number"), max_length=24, unique=True, null=True, blank=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.LIAISON)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, blank=True)
    door = models.CharField(_("how the centre answers"), max_length=8, choices=Door, default=Door.VIDEO)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    inviting = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    invited = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    inviter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    expert = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    specialty = models.CharField(_("preferred specialty"), max_length=20, choices=Specialty, blank=True)
    preferred_title = models.CharField(_("preferred title"), max_length=20, choices=Title, blank=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="+")
    in_person = models.BooleanField(default=False)  # as last booked: at the site, with the expert there, and no room
    room = models.OneToOneField(Room, models.PROTECT, null=True, blank=True, related_name="+")
    danger_level = models.CharField(max_length=8, blank=True)  # of care.danger.Level, kept for sorting the board
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="consultation_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None) & ~Q(state__in=ENDED) | ~Q(closed_at=None) & Q(state__in=ENDED),
                name="consultation_ended_at_some_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNSEEN, State.CANCELLED]) | (~Q(number=None) & ~Q(submitted_at=None)),
                name="consultation_numbered_once_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.IN_SESSION, State.SIGNED, State.DISPOSED, State.FOLLOW_UP])
                | ~Q(expert=None),
                name="consultation_met_and_signed_by_an_expert",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SCHEDULED, State.IN_SESSION]) | ~Q(room=None) | Q(in_person=True),
                name="consultation_booked_by_video_has_a_room",
            ),
            models.CheckConstraint(
                condition=~Q(door=Door.WRITTEN) | ~Q(state__in=[State.SCHEDULED, State.IN_SESSION]),
                name="consultation_in_writing_meets_nobody",
            ),
            models.CheckConstraint(
                condition=Q(door=Door.WRITTEN) | ~Q(state__in=WRITING) | ~Q(began_at=None),
                name="consultation_by_video_has_met_before_the_opinion",
            ),
            models.CheckConstraint(
                condition=~Q(door=Door.WRITTEN) | ~Q(urgency=Urgency.EMERGENCY),
                name="consultation_emergency_is_never_only_written",
            ),
            models.CheckConstraint(
                condition=Q(expert=None) | ~Q(expert=models.F("inviter")), name="consultation_expert_is_not_the_inviter"
            ),
        ]
        indexes = [
            models.Index(fields=["invited", "state"], name="consultation_board"),
            models.Index(fields=["inviting", "closed_at", "id"], name="consultation_list"),
            models.Index(fields=["expert", "state"], name="consultation_expert"),
            *(models.Index(fields=[f"{on}_at"], name=f"consultation_{on}") for on in _COUNTED),
        ]

    def __str__(self) -> str:
        return self.number or str(self.code)

    def get_absolute_url(self) -> str:
        """The one page of the case."""
        return reverse("teleconsult:case", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Asking and acting count at the inviting side, triage and answering at the invited one, the rest at both."""
        if to in (Permission.REQUEST_CONSULTATIONS, Permission.DISPOSE, Permission.RECORD_CONSENT):
            return [self.inviting]
        if to in (Permission.TRIAGE, Permission.ANSWER, Permission.HOST_CALLS):
            return [self.invited]
        return [self.inviting, self.invited]

    @property
    def is_open(self) -> bool:
        """Not ended."""
        return self.state not in ENDED

    @property
    def is_written(self) -> bool:
        """Whether the centre answers in writing."""
        return self.door == Door.WRITTEN

    @property
    def is_unowned(self) -> bool:
        """Whoever answered for it on either side has left."""
        return self.is_open and (self.owner_id is None or (self.expert_id is None and self.state in ANSWERED_BY))

    def move(
        self,
        to: State,
        *,
        by: Person | None,
        at: datetime,
        because: str = "",
        only_from: Iterable[State] = (),
        **fields: Any,
    ) -> Step:
        """One step, or MovedOn. `fields` change with it, in the same UPDATE; the caller holds the transaction.

        The row must still be in the state, and with the expert, that this object was read with, and that state must
        allow the move. `only_from` narrows it to the states that the calling verb is about.
        """
        before = State(self.state)
        allowed = to in MOVES[before] and (not only_from or before in only_from)
        mine = Consultation.objects.filter(pk=self.pk, state=before, expert=self.expert_id)
        if not allowed or not mine.update(state=to, **fields):
            self.refresh_from_db()
            raise MovedOn(self)
        self.refresh_from_db()
        return Step.objects.create(consultation=self, before=before, after=to, by=by, at=at, because=because)


class Step(models.Model):
    """One move of a consultation: the spine of its timeline. Rows are only ever added.

    .. pii: who moved a case when, with a reason that may hold clinical words -- kept 30 years
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="steps")
    before = models.CharField(max_length=16, choices=State, blank=True)
    after = models.CharField(max_length=16, choices=State)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
