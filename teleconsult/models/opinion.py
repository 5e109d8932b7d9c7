"""What the expert advised. Signed once, never changed; corrections are addenda."""

from __future__ import annotations

import json
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from care.identity import SealedField
from teleconsult.models.consultation import Consultation
from teleconsult.models.thread import Entry


class SigningKey(models.Model):
    """An expert's Ed25519 key; the private half is sealed. Not a legally qualified signature (domain.md §5.4).

    .. pii: whose key it is -- kept 30 years with what it signed
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    public = models.CharField(max_length=64, unique=True)  # base64 of 32 bytes
    private = SealedField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(retired_at=None), name="signing_key_one_current")
        ]

    def __str__(self) -> str:
        return self.public


class RiskLevel(models.TextChoices):
    """The expert's judgement after the consultation; a grade 0–5 only for people on the register."""

    NONE = "none", _("No sign of danger now")
    WATCH = "watch", _("To be watched")
    HIGH = "high", _("High: do not leave alone")


class Opinion(models.Model):
    """The signed opinion on one consultation. Rows are only ever added.

    .. pii: health -- kept 30 years after the last contact
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="opinion")
    impression = models.TextField(_("impression"))
    diagnosis = models.CharField(_("diagnosis"), max_length=200, blank=True)
    risk_level = models.CharField(_("risk"), max_length=8, choices=RiskLevel)
    risk_grade = models.PositiveSmallIntegerField(
        _("risk grade"), null=True, blank=True, validators=[MaxValueValidator(5)]
    )
    risk_note = models.TextField(_("about the risk"), blank=True)
    limits = models.TextField(_("limits of this remote examination"))
    come_back = models.CharField(_("when the patient should come back"), max_length=200, blank=True)
    danger_signs = models.TextField(_("danger signs to watch for"), blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signer_title = models.CharField(max_length=80)
    canonical = models.TextField()  # the exact bytes that were signed, UTF-8
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=88)  # base64 of 64 bytes
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def has_plan(self) -> bool:
        """Whether any line is a step of a medicine plan; reads what is at hand."""
        return any(getattr(item, "step", None) is not None for item in self.advice.all())

    def get_verify_url(self) -> str:
        """The public page that shows hash and signer's title only."""
        return reverse("teleconsult:verify", args=[self.code])

    @property
    def read_along(self) -> list[dict[str, str]]:
        """The experts beside the signer who had commented, or had nothing to add; taken from what was signed."""
        named: list[dict[str, str]] = json.loads(self.canonical).get("read_along", [])
        return [one for one in named if one["said"] != "nothing_yet"]


class AdviceItem(models.Model):
    """One line of advice: what, who, until when. Asked back from the community doctor one by one.

    .. pii: health -- kept 30 years after the last contact
    """

    class Sort(models.TextChoices):
        MEDICINE = "medicine", _("Medicine")
        THERAPY = "therapy", _("Psychological support")
        TEST = "test", _("Test")
        REFERRAL = "referral", _("Referral")
        FOLLOW_UP = "follow_up", _("Follow-up")
        SAFETY = "safety", _("Safety")

    class Doer(models.TextChoices):
        DOCTOR = "doctor", _("Community doctor")
        PATIENT = "patient", _("Patient")
        FAMILY = "family", _("Family")
        CENTRE = "centre", _("Expert centre")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="advice")
    number = models.PositiveSmallIntegerField()
    sort = models.CharField(_("kind"), max_length=12, choices=Sort)
    text = models.CharField(_("advice"), max_length=400)
    doer = models.CharField(_("who does it"), max_length=8, choices=Doer)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["opinion", "number"], name="advice_number_once")]

    def __str__(self) -> str:
        return self.text


class Addendum(models.Model):
    """A correction or completion after signing, signed like the opinion and bound to it by its hash.

    .. pii: health -- kept 30 years after the last contact
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("addendum"))
    answers = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="addendum")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=88)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["opinion", "number"], name="addendum_number_once")]

    def __str__(self) -> str:
        return f"#{self.number}"


class Disposition(models.Model):
    """What the inviting doctor did with one line of advice; a reason is owed unless it was adopted whole.

    .. pii: health -- kept 30 years after the last contact
    """

    class Decision(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("Not adopted")

    item = models.OneToOneField(AdviceItem, models.PROTECT, related_name="disposition")
    decision = models.CharField(max_length=8, choices=Decision)
    because = models.TextField(_("what was changed, and why"), blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="adopted") | ~Q(because=""), name="disposition_unless_adopted_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.decision


class CloseOut(models.Model):
    """What the inviting doctor states once for the whole opinion when acting on it.

    .. pii: health -- kept 30 years after the last contact
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="close_out")
    progress_note = models.CharField(_("where it is noted in your own record"), max_length=120, blank=True)
    patient_told = models.BooleanField(_("the patient, or the guardian, has been told"))
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.consultation_id)
