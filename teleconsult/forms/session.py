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
