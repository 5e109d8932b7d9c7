"""How an alarm ends: a named person says in words what was done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SettleForm(forms.Form):
    """Never by a score: the words are required."""

    how = forms.CharField(
        label=_("What was done?"),
        help_text=_("Who spoke with whom, what was arranged, who stays with the patient. No name of the patient."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what was done. An alarm is never closed without words.")},
    )
