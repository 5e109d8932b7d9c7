"""The medicine plan in the opinion's form: steps of drug, dose, from when, stop rule, check and its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teleconsult import plan_days

STEPS = 6
OPEN = 1  # steps shown before “another step”
PARTS = ("drug", "dose", "from", "stop", "check", "when")
LABELS = {
    "drug": gettext_lazy("Medicine"),
    "dose": gettext_lazy("Dose and how often"),
    "from": gettext_lazy("From when"),
    "stop": gettext_lazy("Stop and call if"),
    "check": gettext_lazy("Check what"),
    "when": gettext_lazy("Check when"),
}
LENGTHS = {"drug": 80, "dose": 120, "from": 60, "stop": 300, "check": 120, "when": 60}
HINTS = {
    "from": gettext_lazy("day 8, 2 weeks, 2026-12-01"),
    "when": gettext_lazy("1 week, 4 weeks, 2026-12-01"),
}


@dataclass(frozen=True)
class Row:
    """One step in the template."""

    number: int
    parts: list[tuple[str, Any, forms.BoundField]]
    days: list[tuple[str, list[date]]]

    @property
    def filled(self) -> bool:
        """Whether anything is written."""
        return any(field.value() for _part, _label, field in self.parts)

    def said(self, part: str) -> str:
        """What stands in a part."""
        return str(self.parts[PARTS.index(part)][2].value() or "").strip()

    @property
    def lacks_stop(self) -> bool:
        """A medicine without a stop rule: shown, never refused."""
        return bool(self.said("drug")) and not self.said("stop")

    @property
    def lacks_check(self) -> bool:
        """A medicine without a day on which anybody looks: shown, never refused."""
        return bool(self.said("drug")) and not self.said("when")


def fields() -> dict[str, forms.Field]:
    """The fields of every step."""
    made: dict[str, forms.Field] = {}
    for row in range(STEPS):
        for part in PARTS:
            label = _("%(label)s (step %(n)d)") % {"label": LABELS[part], "n": row + 1}
            made[f"plan_{row}_{part}"] = forms.CharField(
                label=label,
                max_length=LENGTHS[part],
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", **_attrs(part)}),
            )
    return made


def _attrs(part: str) -> dict[str, Any]:
    lists = {"drug": "medicine-names", "check": "test-names"}
    if part in lists:
        return {"list": lists[part], "data-stock": ""}
    return {"placeholder": HINTS[part]} if part in HINTS else {}


def check(form: forms.Form, *, today: date) -> None:
    """Explains days that are none, and a step without a medicine."""
    data = form.cleaned_data
    for row in range(STEPS):
        said = {part: data.get(f"plan_{row}_{part}") or "" for part in PARTS}
        if any(said.values()) and not said["drug"]:
            form.add_error(f"plan_{row}_drug", _("Which medicine is this step about?"))
        for part in ("from", "when"):
            _check_days(form, f"plan_{row}_{part}", said[part], today)


def _check_days(form: forms.Form, name: str, said: str, today: date) -> None:
    try:
        days = plan_days.read(said, today)
    except plan_days.Unreadable:
        form.add_error(name, _("Write a day such as “day 8”, “2 weeks”, “1 month” or 2026-12-01."))
    except plan_days.TooFar:
        form.add_error(name, _("This day is before the signature, or more than two years after it."))
    else:
        if name.endswith("_from") and len(days) > 1:
            form.add_error(name, _("A step begins on one day. Write the next dose as a step of its own."))


def steps(data: dict[str, Any]) -> list[dict[str, str]]:
    """What `opining.sign` takes: the steps that name a medicine, as typed."""
    named = [row for row in range(STEPS) if data[f"plan_{row}_drug"]]
    return [{part: data[f"plan_{row}_{part}"] for part in PARTS} for row in named]


def rows(form: forms.Form, *, today: date) -> list[Row]:
    """The steps for the template, with the days they would have if it were signed today."""
    return [_row(form, row, today) for row in range(STEPS)]


def _row(form: forms.Form, row: int, today: date) -> Row:
    bound = [(part, LABELS[part], form[f"plan_{row}_{part}"]) for part in PARTS]
    days = []
    for part, _label, field in bound:
        if part in ("from", "when") and (found := _days(str(field.value() or ""), today)):
            days.append((part, found))
    return Row(row + 1, bound, days)


def _days(said: str, today: date) -> list[date]:
    try:
        return plan_days.read(said, today)
    except (plan_days.Unreadable, plan_days.TooFar):
        return []
