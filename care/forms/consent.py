"""One signing session: who signs and how, one switch for each purpose and recipient (domain.md §2.1, §5.2, §5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care import consenting
from care.disclosures import DISCLOSURES
from care.forms import signature
from care.models import Consent, ConsentGrant, Purpose

if TYPE_CHECKING:
    from django.http import QueryDict

    from alliance.models import Institution
    from care.disclosures import Disclosure
    from care.models import ConsentText, Patient

_CLOSED = {"autocomplete": "off"}


@dataclass(frozen=True)
class Switch:
    """One line to agree to: the tick, for whom, in which way, which data."""

    field: forms.BoundField
    purpose: Purpose
    recipient: Institution
    disclosure: Disclosure


class ConsentForm(forms.Form):
    """`ConsentForm(request.POST or None, patient=…, recipient=…, at=…)`; when valid, `signing()` is the evidence.

    `text` is the wording that the page shows and the evidence points to, one of `texts`.
    """

    # The template sends the name of the words it shows, always anew.
    wording = forms.CharField(label=_("The text that was read"), widget=forms.HiddenInput)
    cost_told = forms.BooleanField(
        label=_("I have explained what it costs"),
        error_messages={"required": _("Explain the cost first, then tick this.")},
    )
    signer = forms.ChoiceField(
        label=_("Who signs?"),
        choices=[(Consent.Signer.PATIENT, _("The patient")), (Consent.Signer.RELATIVE, _("A close relative"))],
        help_text=_(
            "A close relative signs only where it is not possible or not advisable to explain it to the patient."
        ),
        widget=forms.RadioSelect,
    )
    signer_name = forms.CharField(
        label=_("Name of the person signing"), max_length=60, widget=forms.TextInput(attrs=_CLOSED)
    )
    relation = forms.CharField(
        label=_("Relationship to the patient"), required=False, max_length=40, widget=forms.TextInput(attrs=_CLOSED)
    )
    assent = forms.ChoiceField(
        label=_("Does the minor agree, when asked in person?"),
        help_text=_("Ask in words they understand. The guardian decides; the expert can see what the minor said."),
        choices=[("yes", _("Agrees")), ("no", _("Does not agree"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Ask the minor too, and note the answer.")},
    )
    method = forms.ChoiceField(
        label=_("How is consent given?"),
        choices=Consent.Method,
        widget=forms.RadioSelect(attrs={"class": "choice--list"}),
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    witness = forms.CharField(
        label=_("Name of the witness"),
        help_text=_("Somebody else who was there and heard it, with their role. Not you."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_CLOSED),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        patient: Patient,
        recipient: Institution,
        at: datetime,
        language: str = "",
        **options: Any,
    ) -> None:
        self.patient, self.recipient = patient, recipient
        self.today = at.astimezone(patient.institution.tz).date()
        self.texts = consenting.texts(at)
        self.text = self._read(str(data.get("wording", "")) if data else "", language)
        self.needs_guardian = patient.needs_guardian_on(self.today)
        options["initial"] = {**self._known(), **(options.get("initial") or {})}
        super().__init__(data, **options)
        need = "" if self.needs_guardian else _("not if the patient signs")
        self.fields["relation"].need = need  # type: ignore[attr-defined]
        self.fields["witness"].need = _("if somebody else heard it")  # type: ignore[attr-defined]
        self._settle_the_signer()
        if not consenting.asks_assent(patient, self.today):
            del self.fields["assent"]
        for purpose, place in consenting.needed(recipient):
            self.fields[_switch_name(purpose, place)] = _switch(purpose, place)

    @classmethod
    def in_other_words(cls, typed: QueryDict, language: str, **about: Any) -> ConsentForm:
        """The wording in another language; what was typed stays, and nothing is checked yet."""
        form = cls(language=language, **about)
        for name, field in form.fields.items():
            if name in typed:
                form.initial[name] = field.widget.value_from_datadict(typed, {}, name)
        return form

    def _read(self, wording: str, language: str) -> ConsentText:
        """The text that a page named; where it is no longer in force, its successor in the same language."""
        wanted = language or wording.rpartition("(")[2].rstrip(")")
        named = [text for text in self.texts if str(text) == wording and not language]
        return [*named, *(text for text in self.texts if text.language == wanted), *self.texts][0]

    def _known(self) -> dict[str, str]:
        """What need not be typed: the patient's name, or the guardian of whoever has one."""
        known = {"signer_name": self.patient.name}
        if self.needs_guardian:
            known["signer"] = Consent.Signer.GUARDIAN
            known["signer_name"] = self.patient.guardian_name
            known["relation"] = self.patient.guardian_relation
        return known

    def _settle_the_signer(self) -> None:
        if not self.needs_guardian:
            return
        field = self.fields["signer"]
        field.choices = [(Consent.Signer.GUARDIAN, Consent.Signer.GUARDIAN.label)]  # type: ignore[attr-defined]
        field.disabled = True  # whatever a browser sends: the law leaves no choice
        field.widget = forms.HiddenInput()

    def switches(self) -> Iterator[Switch]:
        """The lines to agree to, in order; only the first is a condition of the consultation."""
        for purpose, place in consenting.needed(self.recipient):
            yield Switch(self[_switch_name(purpose, place)], Purpose(purpose), place, DISCLOSURES[purpose])

    def clean_wording(self) -> str:
        """The evidence points to the words in force; whoever read older ones reads again."""
        if self.cleaned_data["wording"] != str(self.text):
            raise forms.ValidationError(_("The text has changed since this page was opened. Please read it again."))
        return str(self.text)

    def clean(self) -> dict[str, Any]:
        """A relative names the relation, a spoken consent its witness, a drawn one has a drawing."""
        cleaned = super().clean() or self.cleaned_data
        self._check_signer()
        method = cleaned.get("method")
        if method == Consent.Method.SPOKEN and not cleaned.get("witness"):
            self.add_error("witness", _("Enter the name of the witness who heard it."))
        if method == Consent.Method.SCREEN:
            self._check_drawing(cleaned.get("signature", ""))
        first = _switch_name(*consenting.needed(self.recipient)[0])
        if not cleaned.get(first):
            message = _(
                "Without this consent, the centre cannot be asked. If they do not agree, leave this page: "
                "nothing is sent."
            )
            self.add_error(first, message)
        return cleaned

    def _check_signer(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("signer") in (None, Consent.Signer.PATIENT):
            return
        if not cleaned.get("relation"):
            self.add_error("relation", _("How are they related to the patient?"))
        if cleaned.get("signer_name") == self.patient.name:
            self.add_error("signer_name", _("This is the patient's name. Enter the name of the person signing."))

    def _check_drawing(self, drawn: str) -> None:
        if not signature.is_path(drawn) or signature.ink(drawn) < signature.LEAST_INK:
            self.add_error(
                "method", _("There is no signature yet. Sign in the box, or choose paper or spoken consent.")
            )

    def signing(self) -> consenting.Signing:
        """What `consenting.record` keeps. Only for a valid form."""
        said = self.cleaned_data
        own = said["signer"] == Consent.Signer.PATIENT
        return consenting.Signing(
            signer=said["signer"],
            signer_name=said["signer_name"],
            method=said["method"],
            relation="" if own else said["relation"],
            witness=said["witness"] if said["method"] == Consent.Method.SPOKEN else "",
            signature=said["signature"] if said["method"] == Consent.Method.SCREEN else "",
            cost_told=said["cost_told"],
            assent=said["assent"] == "yes" if "assent" in said else None,
            text=self.text,
            switches={
                (purpose, place.pk): said[_switch_name(purpose, place)]
                for purpose, place in consenting.needed(self.recipient)
            },
        )


def _switch_name(purpose: str, place: Institution) -> str:
    return f"agree_{purpose}_{place.pk}"


def _switch(purpose: str, place: Institution) -> forms.BooleanField:
    described = {"aria-describedby": f"id_{_switch_name(purpose, place)}_told"}
    return forms.BooleanField(label=Purpose(purpose).label, required=False, widget=forms.CheckboxInput(attrs=described))


class WithdrawForm(forms.Form):
    """Which switches are taken back; all of them unless some are left out. No reason is asked for."""

    grants = forms.ModelMultipleChoiceField(
        ConsentGrant.objects.none(),
        label=_("Which consent is being withdrawn?"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is to be withdrawn.")},
    )

    def __init__(self, *args: Any, consent: Consent, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["grants"]
        held = ConsentGrant.objects.filter(consent=consent, given=True, withdrawn_at=None)
        field.queryset = held.select_related("recipient", "consent__patient__institution")  # type: ignore[attr-defined]
        field.label_from_instance = _name_grant  # type: ignore[attr-defined]
        field.initial = [grant.code for grant in held]


def _name_grant(grant: ConsentGrant) -> str:
    return f"{grant.get_purpose_display()} · {grant.recipient}"
