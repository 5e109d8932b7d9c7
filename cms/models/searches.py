"""What is asked of the search, counted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Searched(models.Model):
    """How often some words were searched for on one day in one language, whoever asked.

    .. no_pii: words and counts; what looks like a number or an address of somebody is never kept (`search.counting`)
    """

    LONGEST = 40  # characters; a longer question may tell of somebody

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    words = models.CharField(_("words"), max_length=LONGEST)
    asked = models.PositiveIntegerField(_("asked"), default=0)
    unanswered = models.PositiveIntegerField(_("nothing found"), default=0)

    class Meta:
        verbose_name = _("words searched for")
        verbose_name_plural = _("words searched for")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "language", "words"], name="searched_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.words
