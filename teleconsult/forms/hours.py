"""When an expert can be met: hours of every week, of single days, and how closely they may be booked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_MINUTES = [(30, "30"), (45, "45"), (60, "60"), (90, "90")]
_BUFFERS = [(0, "0"), (5, "5"), (10, "10"), (15, "15"), (20, "20"), (30, "30")]
WEEKDAYS = list(
    enumerate((_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")))
)


def hour(label: Any, **options: Any) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


def day(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class _Between(forms.Form):
    begins = hour(_("From"))
    ends = hour(_("Until"))
    slot_minutes = forms.TypedChoiceField(label=_("Minutes per consultation"), coerce=int, choices=_MINUTES, initial=60)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["begins"] >= data["ends"]:
            self.add_error("ends", _("The end must be later than the start."))
        return data


class AvailabilityForm(_Between):
    """Hours of every week in which one can be booked."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=WEEKDAYS)


class ExtraHoursForm(_Between):
    """Hours of one day."""

    prefix = "extra"
    day = day(_("Day"))


class BookingRuleForm(forms.Form):
    """How closely one may be booked."""

    prefix = "rule"
    buffer_minutes = forms.TypedChoiceField(label=_("Minutes kept free between bookings"), coerce=int, choices=_BUFFERS)
    most_a_day = forms.IntegerField(
        label=_("Maximum bookings per day"),
        min_value=1,
        max_value=30,
        help_text=_("Emergencies are neither counted nor refused."),
    )
