"""A fixed clinic, as the coordinator enters it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from teleconsult.forms.hours import WEEKDAYS, day, hour

if TYPE_CHECKING:
    from django.db.models import QuerySet

_MINUTES = [(15, "15"), (20, "20"), (30, "30"), (45, "45"), (60, "60")]


class ClinicForm(forms.Form):
    """Who, where, when, how many, and whether insurance can be billed there."""

    expert = forms.ModelChoiceField(Person.objects.none(), label=_("Expert"), empty_label=_("Choose…"))
    site = forms.ModelChoiceField(Institution.objects.none(), label=_("Site"), empty_label=_("Choose…"))
    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=WEEKDAYS)
    begins = hour(_("From"))
    patients = forms.IntegerField(label=_("Patients per session"), min_value=1, max_value=20, initial=6)
    slot_minutes = forms.TypedChoiceField(label=_("Minutes per patient"), coerce=int, choices=_MINUTES, initial=30)
    valid_from = day(_("First day"))
    valid_until = day(_("Last day"), required=False, help_text=_("Leave it empty if there is no end date."))
    insurance = forms.BooleanField(
        label=_("Registered for insurance billing"),
        required=False,
        help_text=_("The insurance formalities of this expert are done at this site."),
    )

    def __init__(self, *args: Any, experts: QuerySet[Person], sites: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("expert", experts), ("site", sites)):
            field: Any = self.fields[name]
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first; a session ends on its day."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day is before the first. Choose a later one."))
        begins, patients, minutes = data.get("begins"), data.get("patients"), data.get("slot_minutes")
        if begins and patients and minutes and begins.hour * 60 + begins.minute + patients * minutes > 24 * 60:
            self.add_error("patients", _("The session would last past midnight."))
        return data
