"""What is settled around the meeting: the checks at its start, and the emergency path around missing papers."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from care.identity import SealedField
from teleconsult.models.consultation import Consultation


class StartCheck(models.Model):
    """What one side confirms before the consultation begins; both sides must have.

    .. pii: where the patient is now and who is with them (sealed) -- kept 30 years with the record
    """

    class Side(models.TextChoices):
        INVITING = "inviting", _("Inviting side")
        INVITED = "invited", _("Expert side")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="start_checks")
    attempt = models.PositiveSmallIntegerField(default=1)  # a technical break begins the next attempt
    side = models.CharField(max_length=8, choices=Side)
    identity_confirmed = models.BooleanField(_("identity confirmed"))
    patient_where = SealedField(_("where the patient is now"), blank=True)
    call_back = SealedField(_("call-back number"), blank=True)
    present = SealedField(_("who is in the room"))
    reachable = SealedField(_("who can reach the patient in person"), blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "attempt", "side"], name="start_check_once_per_side"),
            models.CheckConstraint(condition=Q(identity_confirmed=True), name="start_check_confirms_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.checked_at:%F %R}"


class EmergencyApprovalQuerySet(ReachQuerySet["EmergencyApproval"]):
    """Requests for the emergency path, by who may decide or follow them."""

    def within_reach_of(self, person: Person) -> EmergencyApprovalQuerySet:
        """Leaders: those of institutions they answer for. Doctors: those of cases within reach."""
        decides = Q(approver_place__in=person.ids_where(Permission.APPROVE_EMERGENCY))
        return self.filter(decides | Q(consultation__in=Consultation.objects.within_reach_of(person)))


class EmergencyApproval(models.Model):
    """Life in danger, and consent not to be had in time or the agreement lapsed: a named person approves and says why.

    Lawful basis `emergency`; the consent becomes a due item and the approval is reviewed the next working day
    (DESIGN rule 3).

    .. pii: health, by case code -- kept 30 years with the record
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="emergency_approval")
    approver_place = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    waives_consent = models.BooleanField(_("consent cannot be obtained in time"))
    waives_agreement = models.BooleanField(_("no valid agreement"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_because = models.TextField(_("why it cannot wait"))
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(_("reason"), blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(_("what the review found"), blank=True)

    objects = EmergencyApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waives_consent=True) | Q(waives_agreement=True), name="emergency_waives_something"
            ),
            models.CheckConstraint(
                condition=Q(approved=None) | (~Q(decided_by=None) & ~Q(decided_because="")),
                name="emergency_decided_by_a_named_person_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="emergency_not_approved_by_the_asker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.approved}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Decided where the responsible leader is."""
        return [self.approver_place]
