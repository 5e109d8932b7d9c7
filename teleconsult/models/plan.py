"""A medicine plan within an opinion: steps with a stop rule, and the checks that fall due on the doctor."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, LocalTest, Medicine, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from teleconsult.models.opinion import AdviceItem


class Stock(models.TextChoices):
    """Whether the inviting institution had it, as seen at the signature."""

    YES = "yes", _("there when signed")
    NO = "no", _("not there when signed")
    UNKNOWN = "unknown", _("not said when signed")


class PlanStep(models.Model):
    """One step of a medicine plan; its line of advice is answered like any other. Rows are only ever added.

    .. pii: health -- kept 30 years after the last contact
    """

    item = models.OneToOneField(AdviceItem, models.PROTECT, related_name="step")
    medicine = models.ForeignKey(Medicine, models.PROTECT, null=True, blank=True, related_name="+")  # if recognised
    drug = models.CharField(_("medicine"), max_length=80)
    dose = models.CharField(_("dose and how often"), max_length=120, blank=True)
    from_said = models.CharField(max_length=60, blank=True)
    from_on = models.DateField(_("from"))
    stop_rule = models.CharField(_("stop rule"), max_length=300, blank=True)
    stock = models.CharField(max_length=8, choices=Stock, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.drug} {self.dose}".strip()


class PlanCheckQuerySet(ReachQuerySet["PlanCheck"]):
    """Checks, by who is asked about them."""

    def within_reach_of(self, person: Person) -> PlanCheckQuerySet:
        """Those of the institutions where the person asks for consultations."""
        return self.filter(inviting__in=person.ids_where(Permission.REQUEST_CONSULTATIONS))

    def open(self) -> PlanCheckQuerySet:
        """Neither done nor no longer wanted."""
        return self.filter(done_at=None, ended_at=None)


class PlanCheck(models.Model):
    """What is to be looked at on a day: weight, a blood level, a scale. Pressed “done” by the inviting doctor.

    What and when are part of the signed text; only asking and answering are written here later.

    .. pii: health -- kept 30 years after the last contact
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    step = models.ForeignKey(PlanStep, models.PROTECT, related_name="checks")
    # Who is asked, as in the case: what waits at one institution is found among its own.
    inviting = models.ForeignKey(Institution, models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(_("what to check"), max_length=120, blank=True)
    test = models.ForeignKey(LocalTest, models.PROTECT, null=True, blank=True, related_name="+")  # if recognised
    due_on = models.DateField(_("on"), null=True, blank=True)  # None: no day was given, nobody is asked
    stock = models.CharField(max_length=8, choices=Stock, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("what was found"), max_length=400, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # the step was not adopted

    objects = PlanCheckQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="plan_check_done_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(asked_at=None, ended_at=None), name="plan_check_to_ask"),
            models.Index(
                fields=["inviting", "due_on"], condition=Q(done_at=None, ended_at=None), name="plan_check_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"

    def get_absolute_url(self) -> str:
        """Where it is answered."""
        return reverse("teleconsult:plan_check", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """The inviting side."""
        return [self.inviting]
