"""The medicine lane of a request: drug, dose, since when, effect, side effects, adherence; one row each, names flat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teleconsult.models import MedicineLine

ROWS = 8
OPEN = 2  # rows shown before “more”
FIRST = "medicine_0_name"
PARTS = ("name", "dose", "times", "since", "response", "adherence", "severity", "side_effects", "effect")
WORDS = ("name", "dose", "times", "since", "side_effects", "effect")
LABELS = {
    "name": gettext_lazy("Medicine"),
    "dose": gettext_lazy("Dose, with its unit"),
    "times": gettext_lazy("How often"),
    "since": gettext_lazy("Since when"),
    "response": gettext_lazy("Effect"),
    "adherence": gettext_lazy("Does the patient take it?"),
    "severity": gettext_lazy("Side effects"),
    "side_effects": gettext_lazy("Which side effects"),
    "effect": gettext_lazy("In your own words"),
}
HINTS = {
    "dose": gettext_lazy("25 mg"),
    "times": gettext_lazy("twice a day"),
    "since": gettext_lazy("2026-03, or unknown"),
}
LENGTHS = {"name": 80, "dose": 40, "times": 40, "since": 40, "side_effects": 200, "effect": 120}
CHOICES: dict[str, Any] = {
    "response": MedicineLine.Response,
    "adherence": MedicineLine.Adherence,
    "severity": MedicineLine.Severity,
}


@dataclass(frozen=True)
class Row:
    """One medicine in the template: every part with its plain label, and whether anything is written."""

    number: int
    parts: list[tuple[str, Any, forms.BoundField]]
    filled: bool

    @property
    def name(self) -> forms.BoundField:
        """The medicine itself."""
        return self.parts[0][2]


def fields() -> dict[str, forms.Field]:
    """The fields of all rows, and the tick that there are none."""
    made: dict[str, forms.Field] = {}
    for row in range(ROWS):
        for part in PARTS:
            label = _("%(label)s (medicine %(n)d)") % {"label": LABELS[part], "n": row + 1}
            made[f"medicine_{row}_{part}"] = _choice(part, label) if part in CHOICES else _words(part, label)
    made["no_medicines"] = forms.BooleanField(label=_("The patient takes no medicine now"), required=False)
    return made


def _choice(part: str, label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *CHOICES[part].choices], required=False)


def _words(part: str, label: str) -> forms.CharField:
    attrs: dict[str, Any] = {"placeholder": HINTS[part]} if part in HINTS else {}
    if part == "name":
        attrs = {"list": "medicine-names", "data-stock": "", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=LENGTHS[part], required=False, widget=forms.TextInput(attrs=attrs))


def check(form: forms.Form, *, wanted: bool) -> None:
    """Explains a row without a name, and, where medicine is what is asked about, a list without a row."""
    data = form.cleaned_data
    for row in range(ROWS):
        if any(data.get(f"medicine_{row}_{part}") for part in PARTS) and not data.get(f"medicine_{row}_name"):
            form.add_error(f"medicine_{row}_name", _("Which medicine is this about?"))
    named = any(data.get(f"medicine_{row}_name") for row in range(ROWS))
    if named and data.get("no_medicines"):
        form.add_error("no_medicines", _("There is a medicine in the list. Untick this, or empty the list."))
    if wanted and not named and not data.get("no_medicines") and FIRST not in form.errors:
        form.add_error(FIRST, _("Say what the patient takes, or tick that there is no medicine now."))


def lines(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The columns of `teleconsult.models.MedicineLine`, of the rows that name a medicine."""
    named = [row for row in range(ROWS) if data[f"medicine_{row}_name"]]
    return [{part: data[f"medicine_{row}_{part}"] for part in PARTS} for row in named]


def rows(form: forms.Form) -> list[Row]:
    """The rows for the template."""
    return [_row(form, number) for number in range(ROWS)]


def _row(form: forms.Form, number: int) -> Row:
    bound = {part: form[f"medicine_{number}_{part}"] for part in PARTS}
    return Row(
        number + 1, [(part, LABELS[part], bound[part]) for part in PARTS], any(f.value() for f in bound.values())
    )


def said(data: QueryDict | None) -> bool:
    """Whether the typed draft names a medicine, or says that there is none."""
    names = ("no_medicines", *(f"medicine_{row}_name" for row in range(ROWS)))
    return bool(data) and any(value.strip() for name in names for value in (data or QueryDict()).getlist(name))


def is_severe(data: QueryDict | None) -> bool:
    """Whether the typed draft speaks of a severe side effect."""
    severe = MedicineLine.Severity.SEVERE
    return any((data or QueryDict()).get(f"medicine_{row}_severity") == severe for row in range(ROWS))


def as_before(before: list[MedicineLine], data: QueryDict | None) -> dict[str, list[str]]:
    """The draft's fields that put earlier lines beneath what is typed; nothing comes twice."""
    typed = data or QueryDict()
    free = [row for row in range(ROWS) if not any(typed.get(f"medicine_{row}_{part}") for part in PARTS)]
    there = {(typed.get(f"medicine_{row}_name") or "").strip() for row in range(ROWS)}
    lines = [line for line in before if line.name not in there]
    return {
        f"medicine_{row}_{part}": [getattr(line, part)]
        for row, line in zip(free, lines, strict=False)
        for part in PARTS
    }
