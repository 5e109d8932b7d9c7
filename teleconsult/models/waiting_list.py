"""Cases that wait for a time, or for an earlier one, and what was offered to them. Nobody is offered a slot twice."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from teleconsult.models.booking import Booking, Slot
from teleconsult.models.consultation import Consultation


class WaitingEntry(models.Model):
    """A case waits for a free slot of its expert. Ranked by the case's urgency, then by `since`.

    .. pii: when a doctor and a patient can come -- kept 30 years with the case
    """

    class Ended(models.TextChoices):
        BOOKED = "booked", _("Booked")
        LEFT = "left", _("Taken off the list")
        OVER = "over", _("The case no longer waits")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="waiting_entries")
    since = models.DateTimeField()
    weekdays = models.JSONField(_("weekdays that suit"), default=list)  # 0 is Monday; empty: any
    begins = models.TimeField(_("not before"), null=True, blank=True)  # by the clock of the inviting site
    ends = models.TimeField(_("over by"), null=True, blank=True)
    short_notice = models.BooleanField(_("short notice is fine"), default=False)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=Ended, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(ended_at=None), name="waiting_once_per_consultation"
            ),
            models.CheckConstraint(
                condition=Q(begins=None) | Q(ends=None) | Q(begins__lt=F("ends")), name="waiting_for_hours_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | (~Q(ended_at=None) & ~Q(ended_because="")),
                name="waiting_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} since {self.since:%F %R}"

    def suits(self, slot: Slot) -> bool:
        """Whether day and time are among those that suit, by the clock of the inviting site."""
        tz = self.consultation.inviting.tz
        first, last = slot.begins_at.astimezone(tz), slot.ends_at.astimezone(tz)
        if self.weekdays and first.weekday() not in self.weekdays:
            return False
        return (self.begins is None or first.time() >= self.begins) and (self.ends is None or last.time() <= self.ends)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers, by whether they can still be accepted."""

    def open(self, at: datetime) -> OfferQuerySet:
        """The slot is still kept for the case."""
        return self.filter(booking__cancelled_at=None, booking__confirmed_at=None, booking__held_until__gt=at)


class Offer(models.Model):
    """A slot that the product holds for a case until somebody accepts it, passes it on, or the hold lapses.

    Whether it is open, and what became of it, stands in its booking.

    .. pii: that a case was offered a time -- kept 30 years with the case
    """

    class Because(models.TextChoices):
        FREED = "freed", _("A time became free")
        ABSENCE = "absence", _("The expert is away")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="offer")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="offers")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="offers")
    because = models.CharField(max_length=8, choices=Because, default=Because.FREED)
    made_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "slot"], name="offered_once_per_consultation_and_slot")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} @ {self.slot_id}"
