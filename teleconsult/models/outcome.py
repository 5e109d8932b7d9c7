"""What became of the advice: the compulsory close-out, and the rounds in which each line is asked about again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from teleconsult.models.consultation import Consultation, State
from teleconsult.models.opinion import AdviceItem

if TYPE_CHECKING:
    from alliance.models import Institution


class Worth(models.IntegerChoices):
    """How much something helped."""

    NOT = 1, _("1 hardly at all")
    LITTLE = 2, _("2 a little")
    SOME = 3, _("3 fairly")
    MUCH = 4, _("4 much")
    VERY = 5, _("5 very much")


class Survey(models.Model):
    """The inviting doctor's five answers; with them the case goes into follow-up. Rows are only ever added.

    After the close-out of the Champlain e-consult service (anchors: every requester answers), in our own words.

    .. pii: one doctor's judgement of one opinion -- kept 30 years with the case
    """

    class Effect(models.TextChoices):
        NEW = "new", _("It gave me something new to do")
        CONFIRMED = "confirmed", _("It confirmed what I meant to do")
        LITTLE = "little", _("It did not help here")

    class Sending(models.TextChoices):
        AVOIDED = "avoided", _("I would have referred; now it is not needed")
        STILL = "still", _("I would have referred, and still will")
        PROMPTED = "prompted", _("The opinion made me refer")
        NONE = "none", _("Referral was not in question")

    class Learn(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="survey")
    effect = models.CharField(_("What did the opinion do for this case?"), max_length=12, choices=Effect)
    sending = models.CharField(_("Did it change whether the patient is referred?"), max_length=12, choices=Sending)
    worth_to_doctor = models.PositiveSmallIntegerField(_("How much did it help you?"), choices=Worth)
    worth_to_patient = models.PositiveSmallIntegerField(_("How much does it help the patient?"), choices=Worth)
    learn = models.CharField(_("Is this a case that colleagues should learn from?"), max_length=4, choices=Learn)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(worth_to_doctor__range=(1, 5), worth_to_patient__range=(1, 5)),
                name="survey_from_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return self.effect


class RequestRating(models.Model):
    """How well the expert could answer with what the request said. Rows are only ever added.

    .. pii: one expert's judgement of one doctor's request -- kept 30 years with the case
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="request_rating")
    worth = models.PositiveSmallIntegerField(_("How well could you answer from what the request said?"), choices=Worth)
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(worth__range=(1, 5)), name="request_rating_from_one_to_five")]

    def __str__(self) -> str:
        return str(self.worth)


class OutcomeRoundQuerySet(ReachQuerySet["OutcomeRound"]):
    """Rounds, by who may read them and whether they wait for an answer."""

    def within_reach_of(self, person: Person) -> OutcomeRoundQuerySet:
        """The inviting side's own, and those about opinions that the person has signed.

        The signer keeps this reach when the grant of papers has ended: what became of the advice, and no papers.
        """
        doctors = Q(inviting__in=person.ids_where(Permission.REQUEST_CONSULTATIONS))
        signer = Q(
            consultation__opinion__signed_by=person,
            consultation__invited__in=person.ids_where(Permission.ANSWER),
            consultation__consent_withdrawn_at=None,
        )
        return self.filter(doctors | signer)

    def to_come(self) -> OutcomeRoundQuerySet:
        """Neither answered nor ended, whether or not their day has come."""
        return self.filter(outcome=None, ended_at=None)

    def open(self, at: datetime) -> OutcomeRoundQuerySet:
        """Waiting for an answer: their day has come. Later ones wait until the first has closed the case."""
        turn = Q(closes=True, consultation__state=State.FOLLOW_UP) | Q(closes=False, consultation__state=State.CLOSED)
        return self.to_come().filter(turn, opens_at__lte=at)


class OutcomeRound(models.Model):
    """One time at which the owner is asked what became of each line: two weeks on, twelve weeks on.

    .. pii: when a case is asked about again -- kept 30 years with the case
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="rounds")
    # Who is asked, as in the case: what waits at one institution is found among its own.
    inviting = models.ForeignKey(Institution, models.PROTECT, db_index=False, related_name="+")
    weeks = models.PositiveSmallIntegerField()
    closes = models.BooleanField()  # answering it closes the case; later rounds are appended to the closed dossier
    opens_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    # Not asked any more: it was answered, or the patient has died or will not.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OutcomeRoundQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "weeks"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "weeks"], name="outcome_round_once"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(closes=True), name="outcome_round_one_that_closes"
            ),
        ]
        # However many lie behind, what is still to be opened or answered is found at once.
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(asked_at=None), name="outcome_round_to_open"),
            models.Index(fields=["inviting", "opens_at"], condition=Q(ended_at=None), name="outcome_round_to_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} +{self.weeks}"

    def get_absolute_url(self) -> str:
        """The questions, and later the answers."""
        return reverse("teleconsult:outcome", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """As for the case."""
        return self.consultation.institutions_for(to)


class Outcome(models.Model):
    """The answer to one round. Rows are only ever added, also after the case has been closed.

    .. pii: health -- kept 30 years after the last contact
    """

    class Unreachable(models.TextChoices):
        DIED = "died", _("The patient has died")
        MOVED = "moved", _("The patient has moved away")
        WITHDREW = "withdrew", _("The patient does not want to be asked")
        LOST = "lost", _("The patient could not be found")

    class Referred(models.TextChoices):
        YES = "yes", _("Yes, seen there")
        WAITING = "waiting", _("Referred, not seen yet")
        NO = "no", _("No")

    round = models.OneToOneField(OutcomeRound, models.PROTECT, related_name="outcome")
    unreachable = models.CharField(_("why the patient cannot be asked"), max_length=12, choices=Unreachable, blank=True)
    patient = models.CharField(_("How is the patient? One line."), max_length=200, blank=True)
    referred = models.CharField(_("Was the patient referred?"), max_length=8, choices=Referred, blank=True)
    worth = models.PositiveSmallIntegerField(
        _("How much has the opinion helped so far?"), choices=Worth, null=True, blank=True
    )
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(unreachable="") & ~Q(patient="") & ~Q(referred="") & Q(worth__range=(1, 5)))
                | (~Q(unreachable="") & Q(worth=None)),
                name="outcome_answered_or_says_why_not",
            )
        ]
        indexes = [models.Index(fields=["answered_at"], name="outcome_answered")]

    def __str__(self) -> str:
        return self.unreachable or self.patient


class ItemOutcome(models.Model):
    """What became of one line of advice by the time of one round. Rows are only ever added.

    .. pii: health -- kept 30 years after the last contact
    """

    class Carried(models.TextChoices):
        DONE = "done", _("Carried out")
        CHANGED = "changed", _("Changed")
        STOPPED = "stopped", _("Stopped")
        NOT_STARTED = "not_started", _("Not started")

    class Became(models.TextChoices):
        BETTER = "better", _("Better")
        SAME = "same", _("The same")
        WORSE = "worse", _("Worse")
        UNKNOWN = "unknown", _("Not known")

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="items")
    item = models.ForeignKey(AdviceItem, models.PROTECT, related_name="outcomes")
    carried = models.CharField(max_length=12, choices=Carried)
    became = models.CharField(max_length=8, choices=Became)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [models.UniqueConstraint(fields=["outcome", "item"], name="item_outcome_once_per_round")]

    def __str__(self) -> str:
        return self.carried
