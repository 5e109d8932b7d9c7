"""An alarm that somebody may be in danger, and the human who answered it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class Level(models.TextChoices):
    """How urgent (domain.md §6.3d). A rule suggests it; people decide what to do."""

    REVIEW = "review", _("Speak with the patient today")
    NOW = "now", _("Do not leave alone")


class Check(models.TextChoices):
    """What is done on the spot (domain.md §6.3 c–e). Said so that it reads as a task and, ticked, as a fact."""

    STAYS = "stays", _("Somebody stays with them at all times")
    MEANS = "means", _("Pesticides, medicines and blades are locked away; they are kept away from heights and water")
    HELP = "help", _("120 or 110 has been called, or they are on their way to a hospital")
    ASKED = (
        "asked",
        _(
            "Asked face to face or by phone: wish to be dead, method, plan, preparations, previous "
            "attempts, alcohol, means at hand, reasons for living"
        ),
    )
    PLAN = "plan", _("Agreed today: what they do and whom they call if it gets worse")
    FAMILY = "family", _("A guardian or relative is informed, as the law allows")
    GUARDIAN = "guardian", _("The guardian is informed today")
    SCHOOL = "school", _("The person responsible at the school is informed today")


class DangerAlarmQuerySet(ReachQuerySet["DangerAlarm"]):
    """Alarms, by who may see them."""

    def within_reach_of(self, person: Person) -> DangerAlarmQuerySet:
        """Those raised at, or sent to, an institution where one may read them."""
        places = person.ids_where(Permission.READ_DANGER)
        return self.filter(Q(raised_at_place__in=places) | Q(sent_to__in=places))

    def open(self) -> DangerAlarmQuerySet:
        """Not settled yet."""
        return self.filter(settled_at=None)


class DangerAlarm(models.Model):
    """Item 9, a plan, an attempt, a threat to others or a grade ≥ 3: raised once per case, closed only by people.

    Names no patient: the duty clinician telephones the requester.

    .. pii: health, by case code -- kept 30 years with the record
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    about_code = models.UUIDField()  # the consultation
    level = models.CharField(max_length=8, choices=Level)
    reasons = models.JSONField(default=list)  # of care.danger.Reason
    minor = models.BooleanField(default=False)  # then guardian and school are told, too
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at_place = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    sent_to = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    duty_phone = models.CharField(max_length=32, blank=True)
    call_back = models.CharField(max_length=32, blank=True)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    overdue_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_how = models.TextField(_("what was done"), blank=True)

    objects = DangerAlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about_code"], condition=Q(settled_at=None), name="danger_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | (~Q(settled_how="") & ~Q(settled_by=None) & ~Q(acknowledged_at=None)),
                name="danger_settled_by_people_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.raised_at:%F %R}"

    def get_absolute_url(self) -> str:
        """The alarm's page."""
        return reverse("care:danger", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Answered by the side it was sent to; read, and checked on the spot, by both."""
        return [self.sent_to] if to is Permission.ANSWER_DANGER else [self.sent_to, self.raised_at_place]

    def waited(self, at: datetime) -> int:
        """Whole minutes without anybody having seen it."""
        return int(((self.acknowledged_at or at) - self.raised_at).total_seconds() // 60)


class DangerCheck(models.Model):
    """One check of an alarm, ticked (or taken back) by a named person. Only ever added: the latest of each counts.

    .. pii: health, by case code -- kept 30 years with the record
    """

    alarm = models.ForeignKey(DangerAlarm, models.PROTECT, related_name="checks")
    what = models.CharField(max_length=8, choices=Check)
    done = models.BooleanField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.done} {self.at:%F %R}"
