"""What is due when, who owes it, and whom it has been taken to since nobody did it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models.agreement import Agreement
from alliance.models.institution import Institution
from alliance.models.person import Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class Pace(models.TextChoices):
    """How fast an overdue step climbs; the delays of each are settings."""

    DANGER = "danger", _("Danger")
    EMERGENCY = "emergency", _("Emergency")
    URGENT = "urgent", _("Urgent")
    ROUTINE = "routine", _("Routine")


class Rung(models.TextChoices):
    """Who is told, in this order (domain.md §2.2: coordinator → head of department → medical affairs)."""

    OWNER = "owner", _("whoever is responsible")
    COORDINATOR = "coordinator", _("coordinator")
    HEAD = "department_head", _("head of department")
    MEDICAL_AFFAIRS = "medical_affairs", _("medical affairs")


LADDER = (Rung.COORDINATOR, Rung.HEAD, Rung.MEDICAL_AFFAIRS)


class DeadlineQuerySet(ReachQuerySet["Deadline"]):
    """Deadlines; one knows of those that have climbed to oneself."""

    def within_reach_of(self, person: Person) -> DeadlineQuerySet:
        """Those that somebody holding a post was told of, this person among them."""
        told = Escalation.objects.filter(person=person, what=Escalation.What.TOLD, run=F("deadline__run"))
        return self.filter(pk__in=told.exclude(rung=Rung.OWNER).values("deadline"))

    def running(self) -> DeadlineQuerySet:
        """Still owed."""
        return self.filter(met_at=None)


class Deadline(models.Model):
    """Something is due at a moment, somebody owns it, and `tick` notices when it passes.

    Knows its subject by kind and code only, so that any app can have deadlines without being imported here. `run`
    counts how often the same clock was started anew; `step` how many rungs this run has climbed.

    .. no_pii: codes and times
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    subject_code = models.UUIDField()
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    # Whose coordinators keep this clock; the institution's own where nobody is named.
    keeper = models.ForeignKey(Institution, models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    pace = models.CharField(max_length=12, choices=Pace, default=Pace.ROUTINE)
    # What the parties have agreed on counts for the climb as well (`alliance.limits`).
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    run = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)
    escalates_at = models.DateTimeField(null=True, blank=True)  # when the next rung is told; None: nobody more
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_code"], condition=Q(met_at=None), name="deadline_one_running"
            ),
            models.CheckConstraint(
                condition=Q(escalates_at=None) | (Q(met_at=None) & Q(taken_at=None)),
                name="deadline_met_or_taken_climbs_no_more",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | (~Q(taken_at=None) & ~Q(taken_by=None)),
                name="deadline_taken_by_somebody",
            ),
            models.CheckConstraint(condition=Q(step__lte=len(LADDER)), name="deadline_ladder_has_an_end"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(met_at=None), name="deadline_running"),
            models.Index(fields=["subject_code"], name="deadline_subject"),
            models.Index(fields=["escalates_at"], condition=~Q(escalates_at=None), name="deadline_climbing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%F %R}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Where it is owed and where its clock is kept, and above both."""
        return self.ladder_places()

    def ladder_places(self) -> list[Institution]:
        """Where the people of the ladder are looked for, the nearest first."""
        lines = [*self.institution.lineage(), *(self.keeper.lineage() if self.keeper else [])]
        return list({place.pk: place for place in lines}.values())

    def late(self, at: datetime) -> bool:
        """Whether the moment has passed without the thing being done."""
        return self.met_at is None and at > self.due_at


class Escalation(models.Model):
    """One rung of a climb: who was told that a step is overdue, that nobody is there to tell, or who has it now.

    Rows are only ever added.

    .. pii: which staff member was told what -- kept 30 years with the record
    """

    class What(models.TextChoices):
        TOLD = "told", _("notified")
        NOBODY = "nobody", _("nobody holds this post")
        TAKEN = "taken", _("has it")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="escalations")
    run = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=20, choices=Rung)
    what = models.CharField(max_length=8, choices=What, default=What.TOLD)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "run", "step", "person"],
                condition=Q(what="told"),
                name="escalation_tells_each_once",
            ),
            models.UniqueConstraint(
                fields=["deadline", "run", "step"], condition=Q(what="nobody"), name="escalation_finds_nobody_once"
            ),
            models.UniqueConstraint(
                fields=["deadline", "run"], condition=Q(what="taken"), name="escalation_taken_by_one"
            ),
            models.CheckConstraint(
                condition=Q(what="nobody", person=None) | (~Q(what="nobody") & ~Q(person=None)),
                name="escalation_names_whom_it_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id}.{self.run}.{self.step} {self.what}"
