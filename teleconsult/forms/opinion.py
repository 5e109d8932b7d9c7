"""What the expert writes, and what the community doctor answers to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teleconsult.disposing import Decision
from teleconsult.forms import plan
from teleconsult.forms.request import GRADES
from teleconsult.models import AdviceItem, Consultation, Disposition, RiskLevel

ADVICE = 8  # rows of the form


def _words(label: Any, *, required: bool = False, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, max_length=6000, help_text=help_text)


class OpinionForm(forms.Form):
    """The draft of an opinion; `may_diagnose` opens the diagnosis to psychiatrists only (domain.md §5.1 art 29)."""

    impression = _words(gettext_lazy("Impression"), required=True)
    diagnosis = forms.CharField(
        label=gettext_lazy("Diagnosis"),
        help_text=gettext_lazy("Only if this remote examination allows one."),
        max_length=200,
        required=False,
    )
    risk_level = forms.ChoiceField(
        label=gettext_lazy("Danger, as you judge it now"),
        choices=RiskLevel,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    risk_grade = forms.TypedChoiceField(
        label=gettext_lazy("Risk grade after the consultation"),
        choices=GRADES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "risk"}),
    )
    risk_note = _words(gettext_lazy("About the danger: what to watch for, who stays with the patient"), rows=2)
    limits = _words(gettext_lazy("Limits of this remote examination"), required=True, rows=2)
    come_back = forms.CharField(label=gettext_lazy("When the patient should come back"), max_length=200, required=False)
    danger_signs = _words(
        gettext_lazy("Danger signs, in plain words for the patient"), rows=2, help_text=gettext_lazy("One per line.")
    )

    def __init__(self, *args: Any, consultation: Consultation, may_diagnose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_diagnose:
            del self.fields["diagnosis"]
        if not consultation.patient.on_register:
            del self.fields["risk_grade"]
        self.today = now().astimezone(consultation.inviting.tz).date()
        self.fields.update(plan.fields())
        for row in range(ADVICE):
            self._add_advice(row)

    def _add_advice(self, row: int) -> None:
        number = {"n": row + 1}
        self.fields[f"advice_{row}_text"] = forms.CharField(
            label=_("Advice %(n)d") % number,
            max_length=400,
            required=False,
            widget=forms.Textarea(attrs={"class": "input--line", "rows": 1, "data-stock": ""}),
        )
        self.fields[f"advice_{row}_sort"] = forms.ChoiceField(
            label=_("Kind of advice %(n)d") % number, choices=AdviceItem.Sort, required=False
        )
        self.fields[f"advice_{row}_doer"] = forms.ChoiceField(
            label=_("Who does advice %(n)d") % number, choices=AdviceItem.Doer, required=False
        )
        self.fields[f"advice_{row}_due_on"] = forms.DateField(
            label=_("Until when, advice %(n)d") % number, required=False, widget=forms.DateInput(attrs={"type": "date"})
        )

    def clean(self) -> dict[str, Any]:
        """At least one line of advice, in words, or one step of a plan."""
        data = super().clean() or self.cleaned_data
        plan.check(self, today=self.today)
        if not any(data.get(f"advice_{row}_text") for row in range(ADVICE)) and not any(
            data.get(f"plan_{row}_drug") for row in range(plan.STEPS)
        ):
            self.add_error("advice_0_text", _("Write at least one line of advice."))
        return data

    def content(self) -> dict[str, Any]:
        """The columns of `teleconsult.models.Opinion`."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith(("advice_", "plan_"))}
        data.setdefault("diagnosis", "")
        data.setdefault("risk_grade", None)
        return data

    def advice(self) -> list[dict[str, Any]]:
        """The lines that were written."""
        data = self.cleaned_data
        return [
            {
                "text": data[f"advice_{row}_text"],
                "sort": data[f"advice_{row}_sort"] or AdviceItem.Sort.FOLLOW_UP,
                "doer": data[f"advice_{row}_doer"] or AdviceItem.Doer.DOCTOR,
                "due_on": data[f"advice_{row}_due_on"],
            }
            for row in range(ADVICE)
            if data[f"advice_{row}_text"]
        ]

    def typed_plan(self) -> list[dict[str, str]]:
        """The steps of the medicine plan, as typed."""
        return plan.steps(self.cleaned_data)

    def steps(self) -> list[plan.Row]:
        """The steps for the template."""
        return plan.rows(self, today=self.today)

    def rows(self) -> list[dict[str, forms.BoundField]]:
        """The rows for the template."""
        return [
            {part: self[f"advice_{row}_{part}"] for part in ("text", "sort", "doer", "due_on")} for row in range(ADVICE)
        ]


class PasswordForm(forms.Form):
    """Re-authentication at the moment of signing."""

    password = forms.CharField(
        label=gettext_lazy("Your password, once more"),
        help_text=gettext_lazy("Your signature is put under exactly this text, with your key, at this moment."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class AddendumForm(forms.Form):
    """A correction or completion after signing."""

    text = _words(gettext_lazy("Addendum"), required=True)


class DispositionForm(forms.Form):
    """One answer per line of advice, and what was told to the patient."""

    patient_told = forms.BooleanField(label=gettext_lazy("The patient, or the guardian, has been told"), required=False)
    progress_note = forms.CharField(
        label=gettext_lazy("Where it is noted in your own record"),
        help_text=gettext_lazy("For example the date of the progress note."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, items: list[AdviceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            number = {"n": item.number}
            self.fields[f"decision_{item.number}"] = forms.ChoiceField(
                label=_("What did you do with advice %(n)d?") % number,
                choices=Disposition.Decision,
                widget=forms.RadioSelect(),
            )
            self.fields[f"because_{item.number}"] = forms.CharField(
                label=_("What was changed in advice %(n)d, and why") % number,
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"class": "input--line", "rows": 1}),
            )

    def clean(self) -> dict[str, Any]:
        """Anything but “adopted” says why."""
        data = super().clean() or self.cleaned_data
        for item in self.items:
            decision, because = data.get(f"decision_{item.number}"), data.get(f"because_{item.number}")
            if decision and decision != Disposition.Decision.ADOPTED and not because:
                self.add_error(f"because_{item.number}", _("Say what was changed, and why: the expert learns from it."))
        return data

    def decisions(self) -> dict[int, Decision]:
        """By the item's primary key."""
        data = self.cleaned_data
        return {
            item.pk: Decision(data[f"decision_{item.number}"], data[f"because_{item.number}"]) for item in self.items
        }

    def lines(self) -> list[tuple[AdviceItem, forms.BoundField, forms.BoundField]]:
        """Item, decision, reason: for the template."""
        return [(item, self[f"decision_{item.number}"], self[f"because_{item.number}"]) for item in self.items]
