"""Who reads a case along with its lead expert, and what they write about it. Comments are only ever added."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from teleconsult.models.consultation import Consultation

MOST_READERS = 2


class PanelSeat(models.Model):
    """One expert who reads along: sees what the lead sees and comments in writing. Only the lead joins the call.

    The lead is never a reader of the same case; the verbs see to it under the lock of the case (`teleconsult.panels`).

    .. pii: who read whose case, when -- kept 30 years
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="panel")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # 1 or 2: the database lets nobody sit where somebody sits
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    released_because = models.TextField(blank=True)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(1, MOST_READERS)), name="panel_seat_is_one_of_two"),
            models.UniqueConstraint(
                fields=["consultation", "number"], condition=Q(released_at=None), name="panel_one_reader_per_seat"
            ),
            models.UniqueConstraint(
                fields=["consultation", "person"], condition=Q(released_at=None), name="panel_one_seat_per_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} #{self.number}"


class PanelComment(models.Model):
    """What a reader wrote for the lead, or that there is nothing to add. The asking doctor does not read it.

    .. pii: health -- kept 30 years after the last contact
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)  # given by the form: sent twice, kept once
    seat = models.ForeignKey(PanelSeat, models.PROTECT, related_name="comments")
    nothing_to_add = models.BooleanField(default=False)
    body = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nothing_to_add=True, body="") | (Q(nothing_to_add=False) & ~Q(body="")),
                name="panel_comment_says_something_or_that_there_is_nothing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.written_at:%F %R}"
