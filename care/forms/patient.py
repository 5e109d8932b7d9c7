"""Who a patient is, checked kindly: a number that does not add up is asked about, an unknown one may be left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance import numbers
from care import id_numbers
from care.models import Patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.models import Institution

OLDEST = 130  # years; older is a slip of the keyboard
_CLOSED = {"autocomplete": "off"}  # a shared machine must not offer the last patient's name


class SearchForm(forms.Form):
    """One line: a whole name or a whole number. Sent by POST, so that it stands in no log and no history."""

    words = forms.CharField(
        label=_("Name, identity number or phone"),
        help_text=_("Enter the full name or the full number. Only your institution's patients are found."),
        max_length=60,
        widget=forms.TextInput(attrs={**_CLOSED, "type": "search"}),
    )


class PhoneField(forms.CharField):
    """A number as people type it, kept as it is dialled."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 24)
        options.setdefault("widget", forms.TextInput(attrs={**_CLOSED, "type": "tel", "class": "input--short"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """Raises ValidationError for what cannot be dialled."""
        plain = numbers.plain(super().clean(value))
        if plain and not numbers.is_number(plain):
            raise forms.ValidationError(_("This number cannot be dialled. Enter the digits, for example 13800001234."))
        return plain


class PatientForm(forms.ModelForm[Patient]):
    """A new patient or changed facts. `places` are the institutions for which the writer may keep patients."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs=_CLOSED))
    id_number = forms.CharField(
        label=_("Identity number"),
        help_text=_("18 characters, as on the card. Leave it empty if it is not at hand."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=_CLOSED),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Filled in from the identity number, if that is given."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input--short"}),
        error_messages={"invalid": _("Enter the date as year-month-day, for example 1995-03-18.")},
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=Patient.Sex, widget=forms.RadioSelect)
    phone = PhoneField(label=_("Phone"), help_text=_("Mobile or landline, of the patient."), required=False)
    address = forms.CharField(
        label=_("Address"),
        help_text=_("Where an ambulance can find them."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_CLOSED),
    )
    guardian_name = forms.CharField(
        label=_("Guardian's name"), required=False, max_length=60, widget=forms.TextInput(attrs=_CLOSED)
    )
    guardian_relation = forms.CharField(
        label=_("Guardian's relationship to the patient"),
        help_text=_("For example: mother, husband, village committee."),
        required=False,
        max_length=40,
    )
    guardian_phone = PhoneField(label=_("Guardian's phone"), required=False)

    class Meta:
        model = Patient
        fields = (
            "institution",
            "name",
            "id_number",
            "born_on",
            "sex",
            "phone",
            "address",
            "on_register",
            "cannot_consent",
            "guardian_name",
            "guardian_relation",
            "guardian_phone",
        )
        labels = {
            "institution": _("Record held at"),
            "on_register": _("On the register of severe mental disorders"),
            "cannot_consent": _("Cannot currently consent for themselves"),
        }
        help_texts = {"cannot_consent": _("A guardian then signs for them.")}

    def __init__(self, *args: Any, places: Sequence[Institution], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self._say_what_is_needed()
        if self.instance.pk or len(places) == 1:
            del self.fields["institution"]
            if not self.instance.pk:
                self.instance.institution = places[0]
        else:
            field = self.fields["institution"]
            field.queryset = field.queryset.filter(pk__in=[place.pk for place in places])  # type: ignore[attr-defined]
            field.empty_label = None  # type: ignore[attr-defined]

    def _say_what_is_needed(self) -> None:
        guardian = ("guardian_name", "guardian_relation", "guardian_phone")
        for name in ("born_on", "sex", *guardian, "on_register", "cannot_consent"):
            self.fields[name].need = ""  # type: ignore[attr-defined]

    def clean_id_number(self) -> str:
        """The number in its plain form; each way to be wrong is told in its own words."""
        typed: str = self.cleaned_data["id_number"]
        if not typed:
            return ""
        try:
            return id_numbers.read(typed).number
        except id_numbers.WrongLength as error:
            message = _("An identity number has 18 characters; this one has %(n)d. Leave it empty if you are not sure.")
            raise forms.ValidationError(message, params={"n": error.args[0]}) from error
        except id_numbers.WrongDate as error:
            raise forms.ValidationError(_("Digits 7 to 14 are not a date of birth. Please check the card.")) from error
        except id_numbers.WrongCheck as error:
            raise forms.ValidationError(
                _("A digit seems to be wrong: the last character does not match. Please check the card.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Birth date and sex follow the number; who cannot sign alone needs a guardian."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("id_number"):
            self._follow_the_number(id_numbers.read(cleaned["id_number"]))
        if "born_on" in cleaned:
            self._check_birth(cleaned["born_on"])
        if "sex" in cleaned and not cleaned["sex"]:
            self.add_error("sex", _("Choose one; “not stated” is an answer too."))
        self._check_guardian()
        return cleaned

    def _follow_the_number(self, said: id_numbers.IdNumber) -> None:
        cleaned = self.cleaned_data
        sex = Patient.Sex.FEMALE if said.female else Patient.Sex.MALE
        if "born_on" in cleaned and cleaned["born_on"] is None:
            cleaned["born_on"] = said.born_on
        elif cleaned.get("born_on") not in (None, said.born_on):
            message = _("The identity number says %(date)s. Please check the card.")
            self.add_error("born_on", forms.ValidationError(message, params={"date": said.born_on.isoformat()}))
        if not cleaned.get("sex"):
            cleaned["sex"] = sex
        elif cleaned["sex"] not in (sex, Patient.Sex.UNKNOWN):
            message = _("The identity number says %(sex)s. Please check the card.")
            self.add_error("sex", forms.ValidationError(message, params={"sex": sex.label}))

    def _check_birth(self, born_on: date | None) -> None:
        if born_on is None:
            self.add_error("born_on", _("Enter the date of birth; age decides who may consent."))
        elif born_on > self.today:
            self.add_error("born_on", _("This date is in the future."))
        elif self.today.year - born_on.year > OLDEST:
            self.add_error("born_on", _("That would be more than 130 years ago. Please check the year."))

    def _check_guardian(self) -> None:
        cleaned = self.cleaned_data
        born_on = cleaned.get("born_on")
        minor = born_on is not None and not Patient(born_on=born_on).is_adult_on(self.today)
        if not (minor or cleaned.get("cannot_consent")):
            return
        message = _("Required: the patient is under 18.") if minor else _("Required: the patient cannot consent.")
        for name in ("guardian_name", "guardian_relation", "guardian_phone"):
            if name in cleaned and not cleaned[name]:
                self.add_error(name, message)
