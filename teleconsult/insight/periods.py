"""Which months are looked at. A period is whole months; the running month counts only where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teleconsult.insight.working import after, first_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Choice(models.TextChoices):
    """What a reader can ask for."""

    MONTH = "month", _("Last month")
    THREE = "three", _("Last three months")
    QUARTER = "quarter", _("Last quarter")
    YEAR = "year", _("Last twelve months")
    CUSTOM = "custom", pgettext_lazy("period", "Other months")


@dataclass(frozen=True)
class Period:
    """From the first month to the last, both included; both are first days."""

    first: date
    last: date

    def months(self) -> Iterator[date]:
        """The first day of each."""
        month = self.first
        while month <= self.last:
            yield month
            month = after(month)

    @property
    def label(self) -> str:
        """2026-08 or 2026-08–2026-10."""
        words = f"{self.first:%Y-%m}"
        return words if self.first == self.last else f"{words}–{self.last:%Y-%m}"


def of(choice: str, today: date) -> Period:
    """The period of a choice other than CUSTOM; all of them end with a month that is over."""
    last = after(first_of(today), -1)
    if choice == Choice.QUARTER:
        return outside(today)
    back = {Choice.MONTH: 0, Choice.YEAR: 11}.get(Choice(choice), 2)
    return Period(after(last, -back), last)


def outside(today: date) -> Period:
    """The last whole quarter of the calendar: what may leave the alliance. Two quarters never overlap."""
    this = first_of(today)
    begins = after(this, -((this.month - 1) % 3))
    return Period(after(begins, -3), after(begins, -1))
