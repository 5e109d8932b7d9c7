"""Which months and which institution somebody looks at. The address holds the answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.insight import periods
from teleconsult.insight.working import after, first_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from alliance.models import Institution

MONTHS_BACK = 36


class FiguresForm(forms.Form):
    """Everything has a default: an empty form is the last three months of the whole alliance."""

    period = forms.ChoiceField(label=_("Period"), choices=periods.Choice, initial=periods.Choice.THREE, required=False)
    first = forms.ChoiceField(label=_("From month"), required=False)
    last = forms.ChoiceField(label=_("To month"), required=False)
    institution = forms.ChoiceField(label=_("Asking institution"), required=False)

    def __init__(self, data: QueryDict, *, today: date, places: Iterable[Institution]) -> None:
        super().__init__({"period": periods.Choice.THREE, **data.dict()})
        self._today, self._places = today, {str(place.code): place for place in places}
        this = first_of(today)
        months = [after(this, -back) for back in range(MONTHS_BACK + 1)]
        for name in ("first", "last"):
            self._choices(name, [("", "–"), *((f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months)])
        names = [(code, place.label) for code, place in self._places.items()]
        self._choices("institution", [("", _("All of them")), *names])
        for field in self.fields.values():
            field.need = ""  # type: ignore[attr-defined] # said beside the label; everything here may stay as it is

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # each of them is a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Other months need both ends, in order; one end alone is a single month."""
        data = super().clean() or self.cleaned_data
        if data.get("period") == periods.Choice.CUSTOM:
            first, last = data.get("first") or data.get("last"), data.get("last") or data.get("first")
            if not first:
                self.add_error("first", _("Choose the months."))
            elif first > last:
                self.add_error("last", _("The last month must not be before the first."))
            else:
                data["first"], data["last"] = first, last
        return data

    def chosen(self) -> periods.Period:
        """The months; the default where the form says nothing or nonsense."""
        data = self.cleaned_data if self.is_valid() else {}
        choice = data.get("period") or periods.Choice.THREE
        if choice == periods.Choice.CUSTOM:
            return periods.Period(_first(data["first"]), _first(data["last"]))
        return periods.of(choice, self._today)

    def place(self) -> Institution | None:
        """The institution; None for all."""
        data = self.cleaned_data if self.is_valid() else {}
        return self._places.get(data.get("institution") or "")


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
