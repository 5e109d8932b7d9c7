"""When an expert can be met: hours of every week, of single days, and how closely they may be booked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.models import Person

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

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


class AbsenceForm(forms.Form):
    """Whole days, or some hours of one day; a coordinator says whose."""

    expert = forms.ModelChoiceField(Person.objects.none(), label=_("Expert"), to_field_name="code")
    first_day = day(_("First day"))
    last_day = day(_("Last day"), required=False, help_text=_("If left empty: this day only."))
    begins = hour(_("From"), required=False, help_text=_("If left empty: the whole day."))
    ends = hour(_("Until"), required=False)
    because = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The doctors concerned will read it with the booking.")
    )

    def __init__(self, *args: Any, experts: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["expert"]
        field.queryset, field.empty_label = experts, None
        if len(experts) == 1:
            field.initial, field.widget = experts[0].code, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """In order; hours only within one day."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        begins, ends = data.get("begins"), data.get("ends")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first. Choose a later one."))
        if (begins is None) != (ends is None):
            self.add_error("ends", _("Give both times, or neither."))
        if begins and ends and begins >= ends:
            self.add_error("ends", _("The end must be later than the start."))
        if begins and last and first and last != first:
            self.add_error("last_day", _("Hours can be taken off a single day only."))
        return data

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From when to when, by the clock of that zone."""
        data = self.cleaned_data
        first, last = data["first_day"], data["last_day"] or data["first_day"]
        if data["begins"]:
            moments = (datetime.combine(first, data["begins"]), datetime.combine(first, data["ends"]))
        else:
            moments = (datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min))
        return moments[0].replace(tzinfo=zone), moments[1].replace(tzinfo=zone)
