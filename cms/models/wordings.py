"""Words that a text for the public does better without, and what to write instead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """One such word.

    .. no_pii: words of a language
    """

    class Kind(models.TextChoices):
        """Why it is better not to write it."""

        JARGON = "jargon", _("only the trade understands it")
        BLAME = "blame", _("it blames or labels")

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    kind = models.CharField(_("what is wrong with it"), max_length=10, choices=Kind, default=Kind.JARGON)
    said = models.CharField(_("the word"), max_length=60)
    instead = models.CharField(_("what to write instead"), max_length=120)
    why = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("word to avoid")
        verbose_name_plural = _("words to avoid")
        ordering = ("language", "kind", "said")
        constraints = [models.UniqueConstraint(fields=["language", "said"], name="word_to_avoid_once")]

    def __str__(self) -> str:
        return f"{self.said} → {self.instead}"
