"""What both sides write to each other about a case. Rows are only ever added."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from teleconsult.models.consultation import Consultation


class Entry(models.Model):
    """One thing said in the thread of a case.

    A question holds the case until it is answered: the expert's before the signature (the case is “asked back”), the
    doctor's after it (the answer is a signed addendum). A remark asks for nothing.

    .. pii: health -- kept 30 years after the last contact
    """

    class Sort(models.TextChoices):
        QUESTION = "question", _("Question from the expert")
        REPLY = "reply", _("Reply")
        FOLLOW_UP = "follow_up", _("Question about the opinion")
        REMARK = "remark", _("Remark")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)  # given by the form: sent twice, kept once
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="thread")
    sort = models.CharField(max_length=10, choices=Sort)
    body = models.TextField(_("text"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_expert = models.BooleanField()
    written_at = models.DateTimeField()
    answers = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="answer")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["question", "reply", "follow_up", "remark"]), name="entry_sort_known"
            ),
            models.CheckConstraint(condition=Q(answers=None) | Q(sort="reply"), name="entry_only_a_reply_answers"),
            models.CheckConstraint(
                condition=~Q(sort="question") | Q(by_expert=True), name="entry_the_expert_asks_back"
            ),
            models.CheckConstraint(
                condition=~Q(sort="follow_up") | Q(by_expert=False), name="entry_the_doctor_asks_about_the_opinion"
            ),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.sort} {self.written_at:%F %R}"
