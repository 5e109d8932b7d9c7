"""Who answered for a case before, and who does from then on. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from teleconsult.models.consultation import Consultation


class HandOver(models.Model):
    """One side of a case passed from one person to another, without the case moving. Reassignments are `Step`s.

    .. pii: who answered for a case when, with a reason -- kept 30 years
    """

    class Side(models.TextChoices):
        ASKING = "asking", _("Responsible doctor")
        ANSWERING = "answering", _("Expert")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="hand_overs")
    side = models.CharField(max_length=10, choices=Side)
    before = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["asking", "answering"]), name="hand_over_side_known"),
            models.CheckConstraint(
                condition=Q(before=None) | ~Q(before=models.F("after")), name="hand_over_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
