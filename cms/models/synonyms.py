"""Words that mean the same to somebody who searches."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def listed(words: str) -> list[str]:
    """What editors have written between commas, each once, in order."""
    return list(dict.fromkeys(word.strip() for word in re.split(r"[,，、;；\n]", words) if word.strip()))


class SynonymGroup(models.Model):
    """One meaning, and the words that people use for it.

    .. no_pii: words of a language
    """

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    words = models.TextField(
        _("words"), max_length=1000, help_text=_("Separated by commas; the word that we use ourselves comes first.")
    )
    is_urgent = models.BooleanField(
        _("life may be in danger"),
        default=False,
        help_text=_("Whoever searches for one of these words sees the crisis numbers above everything else."),
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ("language", "pk")

    def __str__(self) -> str:
        return " · ".join(self.listed)

    @property
    def listed(self) -> list[str]:
        """Each word once, in order."""
        return listed(self.words)
