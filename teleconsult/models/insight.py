"""What is counted of consultations, month by month. Holds counts only; `teleconsult.insight` fills and reads it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution
from teleconsult.models.consultation import Door, Urgency


class Tally(models.Model):
    """The counts of one month for one asking and one answering institution, one urgency and one door.

    What each column counts is said once, in `teleconsult.insight.definitions`. Times are sparse histograms: whole
    minutes as text → how many cases (`teleconsult.insight.histograms`).

    .. no_pii: counts; small ones are hidden where they are read (`teleconsult.insight.hiding`)
    """

    inviting = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    invited = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    month = models.DateField()  # its first day, in the zone of the answering institution
    urgency = models.CharField(max_length=12, choices=Urgency)
    door = models.CharField(max_length=8, choices=Door)
    brought = models.BooleanField(default=False)  # figures from before this installation: never counted anew
    answer_times = models.JSONField(_("time to acceptance"), default=dict)
    answer_judged = models.PositiveIntegerField(default=0)
    answer_on_time = models.PositiveIntegerField(default=0)
    opinion_times = models.JSONField(_("time to the signed opinion"), default=dict)
    opinion_judged = models.PositiveIntegerField(default=0)
    opinion_on_time = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    acted = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    adopted = models.PositiveIntegerField(default=0)
    early_asked = models.PositiveIntegerField(default=0)
    early_carried = models.PositiveIntegerField(default=0)
    late_asked = models.PositiveIntegerField(default=0)
    late_carried = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "inviting", "invited", "urgency", "door", "brought"], name="tally_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    answer_on_time__lte=F("answer_judged"),
                    opinion_on_time__lte=F("opinion_judged"),
                    completed__lte=F("ended"),
                    acted__lte=F("owed"),
                    adopted__lte=F("decided"),
                    early_carried__lte=F("early_asked"),
                    late_carried__lte=F("late_asked"),
                    missed__lte=F("booked"),
                ),
                name="tally_no_part_is_more_than_its_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inviting_id}→{self.invited_id} {self.month:%Y-%m} {self.urgency} {self.door}"


class Supply(models.Model):
    """The expert hours of one answering institution in one month: offered, used, and for what.

    .. no_pii: sums of minutes over all experts of a centre
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    month = models.DateField()
    brought = models.BooleanField(default=False)
    offered = models.PositiveIntegerField(default=0)  # minutes
    used = models.PositiveIntegerField(default=0)  # minutes
    sessions = models.PositiveIntegerField(default=0)  # bookings that used an hour, missed ones too
    written = models.PositiveIntegerField(default=0)  # opinions signed in writing
    open_minutes = models.PositiveIntegerField(default=0)  # working time of the institution in that month

    class Meta:
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["month", "institution", "brought"], name="supply_once"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.month:%Y-%m} {self.used}/{self.offered}"


class Counting(models.Model):
    """How far the counting has come: one row. `pending` holds months as YYYY-MM, the newest first.

    .. no_pii: a moment and some months
    """

    as_of = models.DateTimeField(null=True, blank=True)
    last_step = models.PositiveBigIntegerField(default=0)
    pending = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="counting_has_one_row")]

    def __str__(self) -> str:
        return f"{self.as_of}"
