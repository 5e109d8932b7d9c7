"""What a leader enters about the alliance: institutions, days."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Zone

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST_FILE = 64 * 1024  # bytes; a year of holidays is some forty lines


def date_field(**options: Any) -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input--short"})
    return forms.DateField(widget=widget, **options)


def in_order(form: forms.Form) -> None:
    """Explains a last day that lies before the first one."""
    first, last = form.cleaned_data.get("valid_from"), form.cleaned_data.get("valid_until")
    if first and last and last < first:
        form.add_error("valid_until", _("The last day is before the first. Choose a later one."))


def _hour(label: Any) -> forms.TimeField:
    attrs = {"type": "time", "class": "input--short"}
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs=attrs, format="%H:%M"))


def _number(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=32, help_text=help_text, widget=widget)


class InstitutionForm(forms.Form):
    """What is known of an institution. A new one says what it belongs to; the alliance itself keeps its kind."""

    parent = forms.ModelChoiceField(Institution.objects.none(), label=_("Belongs to"), empty_label=None)
    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(
        label=_("Short name"), required=False, max_length=40, help_text=_("Used in lists, where space is short.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose…")), *(each for each in Institution.Kind.choices if each[0] != "alliance")],
    )
    function = forms.ChoiceField(
        label=_("Role in the alliance"),
        choices=Institution.Function.choices,
        initial=Institution.Function.MEMBER,
        help_text=_("Requests and alarms go to the liaison consultation centre."),
    )
    zone = forms.ModelChoiceField(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("None"))
    phone = _number(_("Telephone"))
    duty_phone = _number(_("Duty phone"), _("A number that is answered day and night."))
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    opens_at = _hour(_("Opens at"))
    closes_at = _hour(_("Closes at"))

    def __init__(
        self,
        data: Any = None,
        *,
        zones: QuerySet[Zone],
        places: Iterable[int] = (),
        institution: Institution | None = None,
    ) -> None:
        names = self.base_fields if institution else ("opens_at", "closes_at")
        of = institution or Institution()
        super().__init__(data, initial={name: getattr(of, name) for name in names if name != "parent"})
        field: Any = self.fields["zone"]
        field.queryset = zones
        if institution is None:
            field = self.fields["parent"]
            field.queryset = Institution.objects.filter(pk__in=list(places), left_on=None)
        for name in _dropped(institution, divided=zones.exists()):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """It opens before it closes."""
        cleaned = super().clean() or {}
        if "opens_at" in cleaned and "closes_at" in cleaned and cleaned["opens_at"] >= cleaned["closes_at"]:
            self.add_error("closes_at", _("It closes before it opens. Choose a later time."))
        return cleaned


def _dropped(institution: Institution | None, *, divided: bool) -> list[str]:
    """What there is nothing to choose in. Where it belongs is changed by moving it."""
    dropped = [] if divided else ["zone"]
    if institution is None:
        return dropped
    whole = institution.parent_id is None
    return ["parent", "kind", "function", "zone"] if whole else ["parent", *dropped]


class DayForm(forms.Form):
    """One day of the calendar."""

    day = date_field(label=_("Day"))
    works = forms.TypedChoiceField(
        label=_("This day is"),
        coerce=lambda value: value == "works",
        choices=[("rests", _("a day off")), ("works", _("a working day"))],
        initial="rests",
        widget=forms.RadioSelect(),
    )
    name = forms.CharField(label=_("Occasion"), required=False, max_length=60)


class DaysForm(forms.Form):
    """Many days at once: pasted, or as a file."""

    lines = forms.CharField(
        label=_("Lines"),
        required=False,
        max_length=LARGEST_FILE,
        strip=False,  # the lines are counted
        help_text=_("One day or range of days per line: date, “work” or “rest”, occasion."),
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": _("2027-10-01 to 10-07, rest, National Day"), "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"})
    )

    def clean(self) -> dict[str, Any]:
        """Either will do; `text` is what they say."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        upload = cleaned.get("file")
        if upload and upload.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 64 KB. Enter one year at a time."))
        cleaned["text"] = _decoded(upload.read()) if upload else cleaned.get("lines", "")
        if not cleaned["text"].strip():
            raise ValidationError(_("Paste some lines or choose a file."))
        return cleaned


def _decoded(content: bytes) -> str:
    """Spreadsheets in China still write GB 18030, and "Unicode text" is UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030", errors="replace")
    return text.replace("\0", "")
