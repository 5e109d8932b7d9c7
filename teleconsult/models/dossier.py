"""The consultation and referral dossier (会诊转诊档案): its number, and for how long it is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution
from teleconsult.models.consultation import Consultation


class Retention(models.TextChoices):
    """The class a record is kept in (domain.md §5.5); the years of each are a setting."""

    PSY_RECORD = "psy_record", _("Psychiatric record")


class Dossier(models.Model):
    """Given when a case is closed: a number without gaps per alliance and year. Never changed, never removed.

    .. no_pii: a number; what it stands for is the consultation
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="dossier")
    alliance = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    retention = models.CharField(max_length=12, choices=Retention, default=Retention.PSY_RECORD)
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ["alliance", "year", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "year", "sequence"], name="dossier_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="dossier_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """会诊转诊档案号, for example HZ2027-00042."""
        return f"HZ{self.year}-{self.sequence:05d}"
