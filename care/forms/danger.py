"""What people say about an alarm: one press per check on the spot, and in words how it ends."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from care.models import Check


class CheckForm(forms.Form):
    """The button of a danger panel that was pressed, within whatever form the panel stands."""

    ticked = forms.ChoiceField(choices=Check, required=False)
    unticked = forms.ChoiceField(choices=Check, required=False)
    prefix = "check"

    def pressed(self) -> tuple[Check, bool] | None:
        """Which check, and whether it is done now; None where no check was pressed."""
        said = self.cleaned_data if self.is_valid() else {}
        what = said.get("ticked") or said.get("unticked")
        return (Check(what), bool(said["ticked"])) if what else None


class SettleForm(forms.Form):
    """Never by a score: the words are required."""

    how = forms.CharField(
        label=_("What was done?"),
        help_text=_("Who spoke with whom, what was arranged, who is staying with the patient. No patient name."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what was done. An alarm is never closed without a note.")},
    )
