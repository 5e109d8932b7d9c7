"""The numbers to call in danger: one list for every page, public or not."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CrisisLine(models.Model):
    """A telephone number, why one calls it and when it is answered; for the whole country or for one region.

    .. no_pii: public numbers
    """

    number = models.CharField(
        _("number"), max_length=20, validators=[RegexValidator(r"^\+?[\d\- ]{3,20}$", _("Enter a telephone number."))]
    )
    region = models.CharField(_("region"), max_length=60, blank=True, help_text=_("Empty: the whole country."))
    why_zh = models.CharField(_("when to call, in Chinese"), max_length=60)
    why_en = models.CharField(_("when to call, in English"), max_length=120)
    short_zh = models.CharField(_("one word, in Chinese"), max_length=12, blank=True)
    short_en = models.CharField(_("one word, in English"), max_length=24, blank=True)
    # Never more than what is promised: domain.md §6.5.
    hours_zh = models.CharField(_("when it is answered, in Chinese"), max_length=60, blank=True)
    hours_en = models.CharField(_("when it is answered, in English"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("crisis number")
        verbose_name_plural = _("crisis numbers")
        constraints = [models.UniqueConstraint(fields=["number", "region"], name="crisis_number_once_per_region")]

    def __str__(self) -> str:
        return f"{self.number} {self.why}"

    def _in_language(self, name: str) -> str:
        return str(getattr(self, f"{name}_{'en' if get_language() == 'en' else 'zh'}"))

    @property
    def why(self) -> str:
        """When to call it, in the language that is spoken."""
        return self._in_language("why")

    @property
    def short(self) -> str:
        """One word for a narrow bar."""
        return self._in_language("short")

    @property
    def hours(self) -> str:
        """When it is answered."""
        return self._in_language("hours")
