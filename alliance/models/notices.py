"""What a person should know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution
from alliance.models.person import Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class NoticeQuerySet(ReachQuerySet["Notice"]):
    """Notices; everybody has their own."""

    def within_reach_of(self, person: Person) -> NoticeQuerySet:
        """The person's own."""
        return self.filter(person=person)


class Notice(models.Model):
    """Something a person should know. The words come from `alliance.notices`; no identity of a patient is in them.

    .. pii: which staff member was told what, without patients -- kept 1 year
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    about_code = models.UUIDField(null=True)
    url = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)  # words to put into the sentence: institutions, times, staff; never patients
    is_alarm = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=80, blank=True)  # what must reach a person only once has one

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="notice_once_per_key")
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Wherever the person works: a notice is theirs, not a place's."""
        return [membership.institution for membership in self.person.live_memberships]


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Messages on their way out of the house."""

    def waiting(self) -> OutgoingQuerySet:
        """Neither delivered nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self, at: datetime) -> OutgoingQuerySet:
        """Those to be tried now. Nothing waits longer than `LONGEST`: more means that the clock has gone back."""
        far = at + Outgoing.LONGEST
        held = Q(held_until=None) | Q(held_until__lte=at) | Q(held_until__gt=far)
        tried = Q(retry_at=None) | Q(retry_at__lte=at) | Q(retry_at__gt=far)
        return self.waiting().filter(held, tried).order_by("pk")


class Outgoing(models.Model):
    """One message for one channel, written in the transaction of what it tells; the job loop delivers it.

    Its key goes along, so that whoever carries it further can tell a repeated attempt from a second message. Where it
    goes is looked up when it goes: no number and no address is kept here.

    .. pii: which staff member was told what by which channel, without patients -- kept 1 year
    """

    LONGEST = timedelta(hours=14)

    class Channel(models.TextChoices):
        EMAIL = "email", _("email")
        SMS = "sms", _("text message")
        CALL = "call", _("phone call")
        WEBHOOK = "webhook", _("webhook")

    key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="outgoing")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")  # None: the webhook
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)  # the end of the quiet hours
    retry_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    delivery_id = models.CharField(max_length=160, blank=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="outgoing_sent_or_given_up"),
            models.CheckConstraint(condition=~Q(person=None) | Q(channel="webhook"), name="outgoing_has_a_reader"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(sent_at=None, failed_at=None), name="outgoing_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
