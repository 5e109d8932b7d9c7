"""Fixed clinics of experts at community sites (社区定点门诊, domain.md rows 36, 42), and warnings before leave ends."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person, SiteRegistration
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class ClinicQuerySet(ReachQuerySet["Clinic"]):
    """Clinics, by who holds them, sends patients to them or arranges them."""

    def within_reach_of(self, person: Person) -> ClinicQuerySet:
        """One's own; those at the site of a doctor; those of a coordinator's centre."""
        at_site = Q(site__in=person.ids_where(Permission.REQUEST_CONSULTATIONS))
        return self.filter(Q(expert=person) | at_site | Q(centre__in=person.ids_where(Permission.TRIAGE)))


class Clinic(models.Model):
    """An expert sees patients at a community site every week at the same hour, so many of them.

    .. pii: working hours of staff -- kept for the employment
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    expert = models.ForeignKey(Person, models.PROTECT, related_name="clinics")
    site = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Institution, models.PROTECT, related_name="+")  # where the expert answers
    weekday = models.PositiveSmallIntegerField(_("weekday"), validators=[MaxValueValidator(6)])  # 0 is Monday
    begins = models.TimeField(_("from"))
    patients = models.PositiveSmallIntegerField(
        _("patients per session"), validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes per patient"), default=30, validators=[MinValueValidator(15), MaxValueValidator(180)]
    )
    insurance = models.BooleanField(_("registered for insurance billing"), default=False)
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClinicQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "begins", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="clinic_weekday_in_week"),
            models.CheckConstraint(condition=Q(patients__gte=1, patients__lte=20), name="clinic_one_to_twenty"),
            models.CheckConstraint(condition=Q(slot_minutes__gte=15), name="clinic_a_quarter_of_an_hour_at_least"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="clinic_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["expert", "weekday", "begins"],
                condition=Q(ended_at=None),
                name="clinic_once_per_expert_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} @ {self.site} {self.weekday} {self.begins:%H:%M}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Arranged where the expert answers; seen there and at the site."""
        return [self.centre] if to is Permission.TRIAGE else [self.site, self.centre]


class RegistrationWarning(models.Model):
    """That everybody concerned was warned of the end of a leave to practise; once per leave and last day.

    .. pii: professional registration -- kept for the employment
    """

    registration = models.ForeignKey(SiteRegistration, models.CASCADE, related_name="+")
    valid_until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["registration", "valid_until"], name="registration_warned_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.valid_until}"
