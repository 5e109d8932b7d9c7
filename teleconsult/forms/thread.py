"""What one writes into the thread of a case, and why the door is changed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.models import Answer

LONGEST = 4000  # characters


def _sign(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.CheckboxInput(attrs={"value": Answer.YES.value}))


class EntryForm(forms.Form):
    """One entry. `code` is given with the empty form: whatever is sent twice is kept once."""

    body = forms.CharField(
        label=_("Your words"),
        help_text=_("No names, please."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    code = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CommentForm(EntryForm):
    """A reader's words for the lead expert. With `nothing`, that there is nothing to add: then nothing is typed."""

    def __init__(self, *args: Any, nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nothing = nothing
        self.fields["body"].label = _("Your comment")
        self.fields["body"].help_text = _(
            "Read by the lead expert and whoever else reads along. The asking doctor does not see it; "
            "the signed opinion names you as having read along."
        )
        self.fields["body"].required = not nothing

    def clean_body(self) -> str:
        """Words that were typed are not thrown away by the wrong press."""
        body = str(self.cleaned_data["body"])
        if self.nothing and body.strip():
            raise forms.ValidationError(_("You have typed a comment. Send it, or clear the text first."))
        return body


class DangerNowForm(forms.Form):
    """The doctor has learnt of danger since: the same signs, and the same alarm, as in the request."""

    ideas = _sign(_("thoughts of death or of ending their life"))
    plan = _sign(_("a method or a plan"))
    attempt = _sign(_("preparations or an attempt, recently"))
    harm_to_others = _sign(_("thoughts of, or acts of, harm to others"))


class DoorForm(forms.Form):
    """Why the case is answered the other way from now on."""

    because = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input--line", "rows": 2}),
    )
