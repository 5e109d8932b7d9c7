"""When a case that waits for a time could come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.forms.hours import WEEKDAYS, hour


class WaitingForm(forms.Form):
    """Days and times that suit; everything may be left open."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days that suit"),
        coerce=int,
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
        help_text=_("None ticked: any day."),
    )
    begins = hour(_("Not before"), required=False)
    ends = hour(_("Finished by"), required=False)
    short_notice = forms.BooleanField(
        label=_("Short notice is fine"),
        required=False,
        help_text=_("Also a time within the next 24 hours."),
    )

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["begins"] >= data["ends"]:
            self.add_error("ends", _("The end must be later than the start."))
        return data
