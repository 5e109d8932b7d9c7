"""What allows people to practise: the licence, and leave to work at a site."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution
from alliance.models.person import Person


class Specialty(models.TextChoices):
    """What an expert answers for (domain.md §10)."""

    PSYCHOSIS = "psychosis", _("Psychosis and long-acting injections")
    MOOD = "mood", _("Mood disorders")
    ANXIETY_SLEEP = "anxiety_sleep", _("Anxiety and sleep")
    CHILD = "child", _("Children and adolescents")
    OLD_AGE = "old_age", _("Older adults")
    ADDICTION = "addiction", _("Addiction")
    ORGANIC = "organic", _("Epilepsy and organic disorders")
    PERINATAL = "perinatal", _("Perinatal")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    FORENSIC = "forensic", _("Forensic psychiatry")


class Title(models.TextChoices):
    """Professional titles of doctors, lowest first."""

    ASSISTANT = "assistant", _("Assistant physician")
    RESIDENT = "resident", _("Resident physician")
    ATTENDING = "attending", _("Attending physician")
    ASSOCIATE_CHIEF = "associate_chief", _("Associate chief physician")
    CHIEF = "chief", _("Chief physician")


class Licence(models.Model):
    """A doctor's licence to practise and what the expert gate asks of it (domain.md §2.1).

    .. pii: professional registration -- kept for the employment and 5 years
    """

    class Scope(models.TextChoices):
        PSYCHIATRY = "psychiatry", _("Psychiatry")
        GENERAL_PRACTICE = "general_practice", _("General practice")
        OTHER = "other", _("Other")

    person = models.OneToOneField(Person, models.CASCADE, related_name="licence")
    number = models.CharField(_("licence number"), max_length=32, unique=True)
    scope = models.CharField(_("scope of practice"), max_length=20, choices=Scope)
    title = models.CharField(_("title"), max_length=20, choices=Title)
    independent_since = models.DateField(_("in independent practice since"))
    suspended_at = models.DateTimeField(null=True, blank=True)
    specialties = models.JSONField(_("specialties"), default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_title_display()}"

    @property
    def is_psychiatrist(self) -> bool:
        """Whether the holder may state a psychiatric diagnosis (精神卫生法 art 29, domain.md §5.1)."""
        return self.scope == self.Scope.PSYCHIATRY and self.suspended_at is None

    def specialty_labels(self) -> list[str]:
        """The specialties in the reader's language."""
        return [str(Specialty(value).label) for value in self.specialties if value in Specialty.values]


class SiteRegistration(models.Model):
    """Leave to practise at a site (多点执业登记): the main one without end, others with one.

    .. pii: professional registration -- kept for the employment and 5 years
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="site_registrations")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    is_main = models.BooleanField(_("main site"), default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(is_main=True), name="site_one_main"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="site_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} @ {self.institution}"

    def valid_on(self, day: date) -> bool:
        """Whether the registration holds on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
