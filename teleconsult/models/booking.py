"""The stretches of time that can be booked, and who holds them. One live booking per slot, by constraint."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from teleconsult.models.clinic import Clinic
from teleconsult.models.consultation import Consultation


class Slot(models.Model):
    """One bookable stretch of an expert's time; made from hours or a clinic, or opened *now* for an emergency.

    .. pii: working hours of staff -- kept 30 years with the bookings
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    expert = models.ForeignKey(Person, models.PROTECT, related_name="slots")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    clinic = models.ForeignKey(Clinic, models.PROTECT, null=True, blank=True, related_name="slots")
    is_emergency = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.UniqueConstraint(fields=["expert", "begins_at"], name="slot_once_per_expert_and_time"),
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="slot_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="slot_begins")]

    def __str__(self) -> str:
        return f"{self.expert} {self.begins_at:%F %R}"


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings, by whether they still count."""

    def live(self) -> BookingQuerySet:
        """Not cancelled: a hold, or confirmed."""
        return self.filter(cancelled_at=None)

    def running(self, at: datetime) -> BookingQuerySet:
        """Those that keep others out: confirmed, or held and not lapsed by `at`."""
        return self.live().filter(Q(confirmed_at__isnull=False) | Q(held_until__gt=at))


class Booking(models.Model):
    """A consultation's claim on a slot: first a hold of some minutes, then confirmed.

    `sequence` counts the changes for calendars (RFC 5545 SEQUENCE).

    .. pii: that a case meets an expert at a time -- kept 30 years
    """

    class NoShow(models.TextChoices):
        PATIENT = "patient", _("the patient")
        DOCTOR = "doctor", _("the inviting doctor")
        EXPERT = "expert", _("the expert")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="bookings")
    held_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    held_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_because = models.TextField(blank=True)
    no_show = models.CharField(_("did not come"), max_length=8, choices=NoShow, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=Q(cancelled_at=None), name="one_live_booking_per_slot"),
            # A hold may stand beside the confirmed booking that it is to replace, but never two of a kind.
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(cancelled_at=None, confirmed_at=None),
                name="one_hold_per_consultation",
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(cancelled_at=None, confirmed_at__isnull=False),
                name="one_confirmed_booking_per_consultation",
            ),
            models.CheckConstraint(
                condition=Q(no_show="") | (~Q(confirmed_at=None) & ~Q(cancelled_at=None)),
                name="booking_missed_was_booked_and_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} @ {self.slot_id}"
