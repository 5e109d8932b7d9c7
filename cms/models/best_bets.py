"""What stands above everything else when somebody searches for certain words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models.synonyms import listed


class Place(models.TextChoices):
    """Pages that are not written by editors (`content/places.toml`)."""

    CRISIS = "crisis", _("Help in a crisis")
    SELF_CHECKS = "self-checks", _("Self-checks")
    PHQ9 = "phq-9", "PHQ-9"
    GAD7 = "gad-7", "GAD-7"
    LETTERS = "letters", _("Everything from A to Z")
    EVENTS = "events", _("Events")


class BestBet(models.Model):
    """Words, and the page that editors think is meant by them.

    .. no_pii: words of a language
    """

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_(
            "Separated by commas. Whoever searches for all the words of one entry, or for words that mean the same, "
            "sees this page first."
        ),
    )
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, verbose_name=_("page"), related_name="+")
    place = models.CharField(_("or one of these"), max_length=20, choices=Place.choices, blank=True)
    is_top_task = models.BooleanField(
        _("what many people come for"),
        default=False,
        help_text=_("Also offered to whoever has found nothing."),
    )

    class Meta:
        verbose_name = _("shown first")
        verbose_name_plural = _("shown first")
        ordering = ("language", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(place=""),
                name="best_bet_leads_somewhere",
                violation_error_message=_("Choose a page, or one of the other places: exactly one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(self.listed)

    def clean(self) -> None:
        """Commas alone are no words."""
        if not self.listed:
            raise ValidationError({"words": _("Write at least one word.")})

    @property
    def listed(self) -> list[str]:
        """What may be asked, each once, in order."""
        return listed(self.words)
