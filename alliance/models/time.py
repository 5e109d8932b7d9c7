"""Days that are worked, hours that are covered, and what is due when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution
from alliance.models.person import Person
from alliance.reach import ReachQuerySet, places_below
from alliance.roles import Permission


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday, or confirms it: public holidays and make-up working days.

    A year without any row is unknown: it falls back to Monday to Friday, with a visible warning.

    .. no_pii:
    """

    day = models.DateField(unique=True)
    works = models.BooleanField(_("is a working day"))
    name = models.CharField(_("occasion"), max_length=60, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'works' if self.works else 'rests'}"


class DutyShiftQuerySet(ReachQuerySet["DutyShift"]):
    """Shifts, by who keeps the roster."""

    def within_reach_of(self, person: Person) -> DutyShiftQuerySet:
        """Those at institutions whose roster this person keeps."""
        return self.filter(institution__in=places_below(person, Permission.KEEP_ROSTER))


class DutyShift(models.Model):
    """Somebody is on call at an institution every week at the same hours. A shift may run past midnight.

    .. pii: working hours of staff -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="duty_shifts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="duty_shifts")
    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MaxValueValidator(6)])  # 0 is Monday
    begins = models.TimeField(_("from"))
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MinValueValidator(1), MaxValueValidator(24)])
    phone = models.CharField(_("duty phone"), max_length=32, blank=True)

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="duty_weekday_in_week"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="duty_hours_in_day"),
            models.UniqueConstraint(fields=["institution", "weekday", "begins"], name="duty_one_person_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.weekday} {self.begins:%H:%M} +{self.hours} h"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """The roster is kept where the duty is done, and from above."""
        return self.institution.lineage()


class DutyChangeQuerySet(ReachQuerySet["DutyChange"]):
    """What differs from the weekly roster, by who keeps it."""

    def within_reach_of(self, person: Person) -> DutyChangeQuerySet:
        """Those at institutions whose roster this person keeps."""
        return self.filter(institution__in=places_below(person, Permission.KEEP_ROSTER))

    def live(self) -> DutyChangeQuerySet:
        """Not taken back."""
        return self.filter(ended_at=None)

    def touching(self, begins: datetime, ends: datetime) -> DutyChangeQuerySet:
        """Those that share a moment with this stretch."""
        return self.filter(begins_at__lt=ends, ends_at__gt=begins)


class DutyChange(models.Model):
    """From one moment to another somebody else is on duty than every week, or somebody more, or nobody.

    With `shift` it stands for that stretch of the weekly shift: `person` has it, and without a person it falls away.
    Without `shift` it is an addition. It is never edited: taking it back ends it, and the row stays.

    .. pii: working hours of staff -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="duty_changes")
    shift = models.ForeignKey(DutyShift, models.SET_NULL, null=True, blank=True, related_name="changes")
    instead_of = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="duty_changes")
    phone = models.CharField(_("duty phone"), max_length=32, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    because = models.CharField(_("reason"), max_length=120, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DutyChangeQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="duty_change_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(person=None) | ~Q(instead_of=None), name="duty_change_is_about_somebody"
            ),
        ]
        indexes = [models.Index(fields=["institution", "ends_at"], condition=Q(ended_at=None), name="duty_change_live")]

    def __str__(self) -> str:
        return f"{self.instead_of} → {self.person} {self.begins_at:%F %R}–{self.ends_at:%F %R}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """The roster is kept where the duty is done, and from above."""
        return self.institution.lineage()
