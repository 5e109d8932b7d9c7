"""What coordinators and experts fill in to route a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.models import Booking, Kind, Purpose

if TYPE_CHECKING:
    from alliance.models import Institution


def _words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input--line", "rows": 2})
    return forms.CharField(label=label, widget=widget, required=required, max_length=1000, help_text=help_text)


MISSING = (
    ("question", _("The question is not clear")),
    ("timeline", _("Onset and course")),
    ("mental_state", _("Mental state")),
    ("danger", _("The safety questions")),
    ("medicines", _("Medicines with dose and since when")),
    ("physical", _("Physical illness or tests")),
    ("attachments", _("Test results as attachment")),
    ("consent", _("Consent, or the guardian's consent")),
)


class ReturnForm(forms.Form):
    """Back to the doctor: what is missing, and a sentence."""

    missing = forms.MultipleChoiceField(
        label=_("What is missing?"), choices=MISSING, widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"})
    )
    because = _words(_("What should the doctor add?"), required=False)

    def missing_words(self) -> list[str]:
        """The ticked lines in words."""
        words = dict(MISSING)
        return [str(words[name]) for name in self.cleaned_data["missing"]]


class ReasonForm(forms.Form):
    """A sentence why."""

    because = _words(_("Reason"))


class NoShowForm(forms.Form):
    """Who did not come, and what is known of why."""

    who = forms.ChoiceField(label=_("Who did not come?"), choices=Booking.NoShow, widget=forms.RadioSelect())
    because = _words(_("What is known about the reason?"))


class DeclineForm(forms.Form):
    """Why not, and who might."""

    because = _words(_("Why can you not take this case?"))
    suggestion = _words(_("Who or what would be a better choice?"), required=False)


class NewForm(forms.Form):
    """Begins a request: for which patient, from which site, to which centre."""

    patient = forms.UUIDField(widget=forms.HiddenInput)
    inviting: forms.ModelChoiceField[Institution] = forms.ModelChoiceField(label=_("Your site"), queryset=None)
    invited: forms.ModelChoiceField[Institution] = forms.ModelChoiceField(label=_("Centre to ask"), queryset=None)
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=Kind,
        initial=Kind.LIAISON,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    purpose = forms.ChoiceField(
        label=_("What do you need?"),
        choices=Purpose,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )

    def __init__(self, *args: Any, places: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("inviting", places), ("invited", centres)):
            field = cast("forms.ModelChoiceField[Institution]", self.fields[name])
            field.queryset, field.empty_label = queryset, None
            if len(queryset) == 1:
                field.initial, field.widget = queryset[0], forms.HiddenInput()


class EmergencyForm(forms.Form):
    """Asks for the emergency path."""

    because = _words(
        _("What is the danger, and why can consent or an agreement not be obtained in time?"),
        help_text=_("No names. Never wait for this answer where life is in danger: call 120."),
    )


class DecisionForm(forms.Form):
    """The responsible leader decides on the emergency path."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=(("approve", _("Approve")), ("refuse", _("Refuse"))),
        widget=forms.RadioSelect(),
    )
    because = _words(_("Reason, for the record and the review"))
