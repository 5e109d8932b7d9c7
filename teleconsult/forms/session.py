"""The check at the start of a session, one form per side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.models import StartCheck


class StartCheckForm(forms.Form):
    """Identity, place, people (telehealth safety: where would an ambulance go?)."""

    identity_confirmed = forms.BooleanField(label=_("I have confirmed who I am speaking with, and who the patient is"))
    patient_where = forms.CharField(
        label=_("Where is the patient right now? Full address"),
        help_text=_("So that 120 or 110 can find them."),
        max_length=300,
    )
    call_back = forms.CharField(label=_("Call-back number, if the connection drops"), max_length=40)
    present = forms.CharField(label=_("Who is in the room?"), max_length=300)
    reachable = forms.CharField(
        label=_("Who can be with the patient within minutes, and how to reach them"), max_length=300
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side == StartCheck.Side.INVITED:
            for name in ("patient_where", "call_back", "reachable"):
                del self.fields[name]

    def answers(self) -> dict[str, str]:
        """The columns of `teleconsult.models.StartCheck`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "identity_confirmed"}


class AvailabilityForm(forms.Form):
    """Hours of every week in which one can be booked."""

    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        coerce=int,
        choices=list(
            enumerate(
                (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
            )
        ),
    )
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    slot_minutes = forms.TypedChoiceField(
        label=_("Minutes per consultation"),
        coerce=int,
        choices=[(30, "30"), (45, "45"), (60, "60"), (90, "90")],
        initial=60,
    )

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["begins"] >= data["ends"]:
            self.add_error("ends", _("The end must be later than the start."))
        return data
