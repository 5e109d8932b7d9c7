"""The request form: at most twelve required answers, everything else welcome. Names are flat, as browsers send them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.models import Membership, Person, Specialty, Title
from alliance.roles import Permission
from care.forms import scale
from care.instruments import GAD7, PHQ9, Instrument
from teleconsult.forms import medicines
from teleconsult.models import Answer, Door, Insight, Kind, Purpose, Symptom, Urgency

if TYPE_CHECKING:
    from teleconsult.models import Consultation

NOTES = ("allergies", "pregnancy", "physical", "tests", "substances", "past_attempts")
DANGER = ("ideas", "plan", "attempt", "means", "harm_to_others")


@dataclass(frozen=True)
class Wanted:
    """A required field in the completeness meter: what it is, why the expert needs it, whether it is there."""

    name: str
    label: str
    why: str
    filled: bool


WHY = {
    "urgency": gettext_lazy("sets the deadlines"),
    "purpose": gettext_lazy("tells the expert what kind of answer you need"),
    "question": gettext_lazy("is what the expert reads first"),
    "specialty": gettext_lazy("decides who is asked"),
    "began": gettext_lazy("onset and pace point to the cause"),
    "present": gettext_lazy("shows what has to be decided today"),
    "symptoms": gettext_lazy("the expert cannot examine the patient in person"),
    "ideas": gettext_lazy("danger comes first"),
    "plan": gettext_lazy("a plan changes everything"),
    "attempt": gettext_lazy("an attempt changes everything"),
    "harm_to_others": gettext_lazy("others may need protection"),
    "risk_grade": gettext_lazy("people on the register have a grade"),
    "medicines": gettext_lazy("nothing can be said about doses without it"),
}
REQUIRED = tuple(name for name in WHY if name not in ("risk_grade", "medicines"))


def _strip(choices: Any) -> forms.RadioSelect:
    return forms.RadioSelect(choices=choices)


def _answer(label: Any, *, alarm: bool = False, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "choice--alarm"} if alarm else {})
    return forms.ChoiceField(label=label, choices=Answer, widget=widget, required=required, help_text=help_text)


def _lines(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "input--line", "rows": 1})
    return forms.CharField(label=label, widget=widget, required=required, max_length=4000, help_text=help_text)


GRADES = (
    ("0", gettext_lazy("None of the following")),
    ("1", gettext_lazy("Verbal threats, shouting; no smashing")),
    ("2", gettext_lazy("Smashing, only at home, against property; can be talked into stopping")),
    ("3", gettext_lazy("Obvious smashing, anywhere, against property; cannot be talked into stopping")),
    (
        "4",
        gettext_lazy(
            "Persistent smashing, anywhere, property or people, cannot be stopped; includes self-harm and suicide"
        ),
    ),
    ("5", gettext_lazy("Any armed violence against people, or arson, explosion and the like, at home or in public")),
)


class RequestForm(forms.Form):
    """What the community doctor fills in (domain.md §2.1, §3.2, §3.4, §6.3c, §7.5)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=Kind,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=Urgency,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    door = forms.ChoiceField(
        label=gettext_lazy("How should the expert answer?"),
        help_text=gettext_lazy("Either of you can change it later; nothing has to be typed again."),
        choices=Door,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=Purpose,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question, in one sentence"),
        help_text=gettext_lazy("The expert reads this first. No names, please."),
        max_length=200,
        widget=forms.Textarea(attrs={"class": "input--line", "rows": 1}),
    )
    specialty = forms.ChoiceField(
        label=gettext_lazy("Which specialty?"), choices=[("", gettext_lazy("Please choose")), *Specialty.choices]
    )
    preferred_title = forms.ChoiceField(
        label=gettext_lazy("Preferred title"), choices=[("", gettext_lazy("Any")), *Title.choices[2:]], required=False
    )
    prior_psychiatrist = forms.ModelChoiceField(
        label=gettext_lazy("Psychiatrist who made the first diagnosis"),
        help_text=gettext_lazy("If it was an expert at this centre, somebody else will be asked."),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody at this centre"),
    )
    began = _lines(gettext_lazy("When and how did it begin?"), required=True)
    course = _lines(gettext_lazy("How did it develop?"))
    treatment = _lines(gettext_lazy("What has been tried, and with what effect?"))
    present = _lines(gettext_lazy("What is it like now, and why are you asking today?"), required=True)
    circumstances = _lines(gettext_lazy("Family, work, school: who helps, what makes it harder?"))
    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("What do you see?"),
        choices=Symptom,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
    )
    insight = forms.ChoiceField(
        label=gettext_lazy("Insight"), choices=Insight, widget=forms.RadioSelect(), required=False
    )
    mental_state_note = _lines(gettext_lazy("In your own words"))
    ideas = _answer(gettext_lazy("Thoughts of death, or of ending their life?"), alarm=True, required=True)
    plan = _answer(gettext_lazy("A method or a plan?"), alarm=True, required=True)
    attempt = _answer(gettext_lazy("Preparations or an attempt, recently?"), alarm=True, required=True)
    means = _answer(gettext_lazy("Means within reach: pesticides, medicines, blades, heights?"), alarm=True)
    harm_to_others = _answer(gettext_lazy("Thoughts or acts of harm to others?"), alarm=True, required=True)
    danger_note = _lines(gettext_lazy("What was said, who is with them, what protects them?"))
    risk_grade = forms.TypedChoiceField(
        label=gettext_lazy("Risk grade"),
        help_text=gettext_lazy("The worst in the last two weeks."),
        choices=GRADES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "risk"}),
    )
    allergies = _answer(gettext_lazy("Allergies"))
    pregnancy = _answer(gettext_lazy("Pregnant or breastfeeding"))
    physical = _answer(gettext_lazy("Physical illness"))
    tests = _answer(gettext_lazy("Recent tests"))
    substances = _answer(gettext_lazy("Alcohol or drugs"))
    past_attempts = _answer(gettext_lazy("Previous suicide attempts"))

    def __init__(self, *args: Any, consultation: Consultation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        self.patient = consultation.patient
        self.is_adult = self.patient.is_adult_on(today)
        for name in NOTES:
            label = _("Details: %(what)s") % {"what": str(self.fields[name].label).lower()}
            self.fields[f"{name}_note"] = forms.CharField(label=label, max_length=200, required=False)
        if self.is_adult:
            self.fields.update({**scale.fields(PHQ9), **scale.fields(GAD7)})
        self.fields.update(medicines.fields())
        self.fields["began"].required = not (self.is_bound and self.is_lane)  # unbound, `initial` is yet to come
        if self.patient.on_register:
            self.fields["risk_grade"].required = True
        else:
            del self.fields["risk_grade"]
        experts = Membership.objects.carrying(Permission.ANSWER).filter(institution=consultation.invited)
        chooser = cast("forms.ModelChoiceField[Person]", self.fields["prior_psychiatrist"])
        chooser.queryset = Person.objects.filter(pk__in=experts.values("person"))

    @property
    def is_lane(self) -> bool:
        """The question is about medicine: the medicines come first, and say since when."""
        said = self.data.get("purpose") if self.is_bound else self.initial.get("purpose")
        return bool(said == Purpose.TREATMENT)

    # --- validation -------------------------------------------------------------------------------------------------
    def clean_kind(self) -> str:
        """A liaison consultation unless something else was chosen."""
        return self.cleaned_data["kind"] or Kind.LIAISON

    def clean_door(self) -> str:
        """By video unless writing was chosen."""
        return self.cleaned_data["door"] or Door.VIDEO

    def clean_symptoms(self) -> list[str]:
        """“None of these” stands alone."""
        ticked: list[str] = self.cleaned_data["symptoms"]
        if Symptom.NONE in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("Choose either “None of these” or what you see, not both."))
        return ticked

    def clean(self) -> dict[str, Any]:
        """What one answer asks of another."""
        data = super().clean() or self.cleaned_data
        medicines.check(self, wanted=data.get("purpose") == Purpose.TREATMENT)
        if data.get("door") == Door.WRITTEN and data.get("urgency") == Urgency.EMERGENCY:
            self.add_error("door", _("An emergency is answered at once, by video or phone. Choose “By video”."))
        danger = any(data.get(name) == Answer.YES for name in ("ideas", "plan", "attempt"))
        if danger and not data.get("means"):
            self.add_error(
                "means", _("Where there are thoughts, a plan or an attempt, this is needed to keep the patient safe.")
            )
        return data

    def answers(self) -> dict[str, Any]:
        """The typed columns of `teleconsult.models.Request`, and `medicines`."""
        data = self.cleaned_data
        names = [name for name in data if not name.startswith(("medicine_", "phq9_", "gad7_"))]
        answers = {name: data[name] for name in names}
        answers.setdefault("risk_grade", None)
        answers["phq9"] = self._scale(PHQ9)
        answers["gad7"] = self._scale(GAD7)
        answers["medicines"] = medicines.lines(data)
        return answers

    def _scale(self, instrument: Instrument) -> list[int | None] | None:
        values = scale.answers(instrument, self.cleaned_data)
        return values if any(value is not None for value in values) else None

    # --- for the template -------------------------------------------------------------------------------------------
    def group(self, names: Iterable[str]) -> list[forms.BoundField]:
        """Several fields in order, those that exist."""
        return [self[name] for name in names if name in self.fields]

    def danger(self) -> list[forms.BoundField]:
        """The short safety questions."""
        return self.group(DANGER)

    def health(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Allergies and the like, each with its detail."""
        return [(self[name], self[f"{name}_note"]) for name in NOTES]

    def medicines(self) -> list[medicines.Row]:
        """The rows of the medicine list."""
        return medicines.rows(self)


def initial_from(data: QueryDict | None, form: forms.Form) -> dict[str, Any]:
    """Typed-but-unchecked values as a form's `initial`, so that a draft is shown without being scolded."""
    if data is None:
        return {}
    return {
        name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items() if name in data
    }


def wanted(data: QueryDict | None, *, on_register: bool) -> list[Wanted]:
    """The completeness meter's lines, from what is typed."""
    lane = bool(data) and data is not None and data.get("purpose") == Purpose.TREATMENT
    names = [name if name != "began" or not lane else "medicines" for name in REQUIRED]
    names += ["risk_grade"] if on_register else []
    labels = {name: field.label for name, field in RequestForm.base_fields.items()} | {"medicines": _("Medicines")}
    return [
        Wanted(
            name=medicines.FIRST if name == "medicines" else name,
            label=str(labels[name]),
            why=str(WHY[name]),
            filled=medicines.said(data)
            if name == "medicines"
            else bool(data and any(map(str.strip, data.getlist(name)))),
        )
        for name in names
    ]
