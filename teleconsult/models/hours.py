"""The hours of an expert: every week's, those of single days, and how closely they may be booked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet, Row
from alliance.roles import Permission


class OwnHoursQuerySet(ReachQuerySet[Row]):
    """Hours, by whose they are."""

    def within_reach_of(self, person: Person) -> Self:
        """One's own."""
        return self.filter(person=person)


class Availability(models.Model):
    """Hours of every week in which an expert can be booked, cut into slots.

    .. pii: working hours of staff -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="availabilities")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MaxValueValidator(6)])  # 0 is Monday
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes per consultation"), default=60, validators=[MinValueValidator(15), MaxValueValidator(180)]
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnHoursQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="availability_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="availability_weekday_in_week"),
            models.UniqueConstraint(
                fields=["person", "weekday", "begins"], condition=Q(ended_at=None), name="availability_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.weekday} {self.begins:%H:%M}–{self.ends:%H:%M}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Kept where the expert answers."""
        return [self.institution]


class ExtraHours(models.Model):
    """Hours of one day only, beside those of every week.

    .. pii: working hours of staff -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="extra_hours")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes per consultation"), default=60, validators=[MinValueValidator(15), MaxValueValidator(180)]
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnHoursQuerySet.as_manager()

    class Meta:
        ordering = ["day", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="extra_hours_end_after_they_begin"),
            models.UniqueConstraint(
                fields=["person", "day", "begins"], condition=Q(ended_at=None), name="extra_hours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.begins:%H:%M}–{self.ends:%H:%M}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Kept where the expert answers."""
        return [self.institution]


class BookingRule(models.Model):
    """How closely an expert may be booked; without a row the installation's defaults count.

    .. pii: working hours of staff -- kept for the employment
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="booking_rule")
    buffer_minutes = models.PositiveSmallIntegerField(_("minutes kept free between bookings"))
    most_a_day = models.PositiveSmallIntegerField(_("maximum bookings per day"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(buffer_minutes__lte=60), name="booking_rule_buffer_up_to_an_hour"),
            models.CheckConstraint(
                condition=Q(most_a_day__gte=1, most_a_day__lte=30), name="booking_rule_one_to_thirty_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.most_a_day} a day, {self.buffer_minutes} minutes between"


class AbsenceQuerySet(ReachQuerySet["Absence"]):
    """Absences, by who plans around them."""

    def within_reach_of(self, person: Person) -> AbsenceQuerySet:
        """One's own, and those of the experts of centres that one coordinates."""
        return self.filter(Q(person=person) | Q(institution__in=person.ids_where(Permission.TRIAGE)))


class Absence(models.Model):
    """An expert is away from one moment to another: a leave of days, or some hours of a day. May be lifted.

    .. pii: absence of staff, with a reason that may be private -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    because = models.CharField(_("reason"), max_length=200)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | (~Q(lifted_at=None) & ~Q(lifted_by=None)),
                name="absence_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.begins_at:%F %R}–{self.ends_at:%F %R}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Where the expert answers."""
        return [self.institution]
