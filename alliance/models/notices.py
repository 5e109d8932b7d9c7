"""What a person should know."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.db.models import Q

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
    mailed_at = models.DateTimeField(null=True, blank=True)
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
