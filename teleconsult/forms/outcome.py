"""The close-out and the rounds that follow: every question is one press."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teleconsult.following_up import ItemAnswer
from teleconsult.models import AdviceItem, ItemOutcome, Outcome, RequestRating, Survey, Worth


def _press(label: Any, choices: Any, look: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect(attrs={"class": look} if look else {})
    )


def _worth(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=Worth, coerce=int, widget=forms.RadioSelect())


def _label(model: Any, field: str) -> Any:
    return model._meta.get_field(field).verbose_name


class SurveyForm(forms.Form):
    """Five questions with which the inviting doctor closes out; less than a minute."""

    effect = _press(_label(Survey, "effect"), Survey.Effect, "choice--list")
    sending = _press(_label(Survey, "sending"), Survey.Sending, "choice--list")
    worth_to_doctor = _worth(_label(Survey, "worth_to_doctor"))
    worth_to_patient = _worth(_label(Survey, "worth_to_patient"))
    learn = _press(_label(Survey, "learn"), Survey.Learn)


class OutcomeForm(forms.Form):
    """One round: what became of each line, and how the patient is."""

    patient = forms.CharField(label=_label(Outcome, "patient"), max_length=200)
    referred = _press(_label(Outcome, "referred"), Outcome.Referred, "choice--wrap")
    worth = _worth(_label(Outcome, "worth"))

    def __init__(self, *args: Any, items: list[AdviceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            number = {"n": item.number}
            self.fields[f"carried_{item.number}"] = _press(
                _("Was advice %(n)d carried out?") % number, ItemOutcome.Carried
            )
            became = _press(_("What happened then, advice %(n)d?") % number, ItemOutcome.Became)
            became.error_messages["required"] = _("Say what happened; “not known” is an answer too.")
            self.fields[f"became_{item.number}"] = became
            self.fields[f"words_{item.number}"] = forms.CharField(
                label=_("In words, advice %(n)d") % number,
                max_length=400,
                required=False,
                widget=forms.Textarea(attrs={"class": "input--line", "rows": 1}),
            )

    def clean(self) -> dict[str, Any]:
        """What was not even begun has nothing to say about what happened then."""
        data = super().clean() or self.cleaned_data
        for item in self.items:
            became = f"became_{item.number}"
            if data.get(f"carried_{item.number}") == ItemOutcome.Carried.NOT_STARTED and became not in data:
                self.errors.pop(became, None)
                data[became] = ""
        return data

    def answers(self) -> dict[int, ItemAnswer]:
        """By the item's primary key."""
        data = self.cleaned_data
        return {
            item.pk: ItemAnswer(*(data[f"{part}_{item.number}"] for part in ("carried", "became", "words")))
            for item in self.items
        }

    def lines(self) -> list[tuple[AdviceItem, list[forms.BoundField]]]:
        """Item and its three questions: for the template."""
        parts = ("carried", "became", "words")
        return [(item, [self[f"{part}_{item.number}"] for part in parts]) for item in self.items]


class CannotForm(forms.Form):
    """Why the patient cannot be asked."""

    unreachable = _press(gettext_lazy("The patient cannot be asked, because:"), Outcome.Unreachable, "choice--list")


class RatingForm(forms.Form):
    """How well the expert could answer with what the request said."""

    worth = _worth(_label(RequestRating, "worth"))
