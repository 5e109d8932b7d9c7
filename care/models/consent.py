"""Consent as evidence: who agreed to what, for whom, in which words, how and when; each part withdrawable."""

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
from care.models.patient import Patient, reading_places


class ConsentText(models.Model):
    """One version of the words that are read to people. Never changed; a new wording is a new version.

    .. no_pii:
    """

    version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    body = models.TextField()
    valid_from = models.DateField()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="consent_text_version_once")]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"


class ConsentQuerySet(ReachQuerySet["Consent"]):
    """Consents, by who may see them."""

    def within_reach_of(self, person: Person) -> ConsentQuerySet:
        """Those of patients within reach."""
        return self.filter(patient__in=Patient.objects.within_reach_of(person))


class Consent(models.Model):
    """One signing session: the signer, the words, the way, the moment, and a switch per purpose and recipient.

    .. pii: name of the signer (sealed), that care was agreed to -- kept 30 years with the record
    """

    class Signer(models.TextChoices):
        PATIENT = "patient", _("The patient")
        GUARDIAN = "guardian", _("The guardian")
        RELATIVE = "relative", _("A close relative")

    class Method(models.TextChoices):
        SCREEN = "screen", _("Signed on this screen")
        PAPER = "paper", _("Signed on paper, original in our file")
        SPOKEN = "spoken", _("Spoken before a witness")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents")
    about_code = models.UUIDField(null=True, db_index=True)  # the consultation it was given for
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    signer = models.CharField(_("who signs"), max_length=8, choices=Signer)
    signer_name = SealedField(_("name of the person signing"))
    relation = models.CharField(_("relationship to the patient"), max_length=40, blank=True)
    method = models.CharField(_("how"), max_length=8, choices=Method)
    witness = models.CharField(_("witness"), max_length=60, blank=True)
    signature = SealedField(blank=True)  # strokes drawn on the screen, as SVG path data
    cost_told = models.BooleanField(_("the cost was explained"), default=False)
    assent = models.BooleanField(_("the minor agrees too"), null=True)
    signed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(signer="patient") | ~Q(relation=""), name="consent_names_the_relation"),
            models.CheckConstraint(condition=~Q(method="spoken") | ~Q(witness=""), name="consent_spoken_has_a_witness"),
        ]

    def __str__(self) -> str:
        return f"{self.get_signer_display()} {self.signed_at:%F}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Recorded and withdrawn where the patient is kept; read by whoever answers the case, too."""
        return reading_places(self.patient) if to is Permission.READ_CONSENT else [self.patient.institution]


class Purpose(models.TextChoices):
    """What a consent can be given for; one switch each."""

    CONSULTATION = "consultation", _("Consult the expert centre")
    SHARE_RECORD = "share_record", _("Share the record summary and attachments")
    TEACHING = "teaching", _("Use for teaching after all identifying details are removed")


class ConsentGrant(models.Model):
    """One switch: this purpose, this recipient, yes or no, until withdrawn.

    .. pii: a decision about health data -- kept 30 years with the record
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="grants")
    purpose = models.CharField(max_length=20, choices=Purpose)
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    given = models.BooleanField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "purpose", "recipient"], name="consent_grant_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(given=True), name="consent_only_given_is_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.recipient_id}"

    @property
    def holds(self) -> bool:
        """Given and not withdrawn."""
        return self.given and self.withdrawn_at is None
