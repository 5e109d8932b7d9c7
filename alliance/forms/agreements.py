"""What a leader enters of a cooperation agreement: who may ask whom, for what, from when to when, and how fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from alliance import clocks, limits, scopes
from alliance.forms.choosing import SeveralField
from alliance.forms.furnishing import date_field, in_order
from alliance.models import AgreementLimit, Institution
from frontend.wording import joined


class LengthWidget(forms.MultiWidget):
    """A number and what it counts."""

    def __init__(self, units: Sequence[tuple[str, Any]], usual: str) -> None:
        self.usual = usual
        number = forms.NumberInput(
            attrs={"class": "input", "min": 1, "inputmode": "numeric", "aria-label": _("How many")}
        )
        super().__init__([number, forms.Select(choices=units, attrs={"class": "input", "aria-label": _("Unit")})])

    def decompress(self, value: object) -> list[Any]:
        """Empty, in the unit of the setting: what is agreed comes in its two parts."""
        return [None, self.usual]


class LengthField(forms.MultiValueField):
    """A length of time, or None where the setting counts."""

    def __init__(self, limit: limits.Limit) -> None:
        self.limit = limit
        self.otherwise = limits.words(limit.otherwise())
        chosen = AgreementLimit.Unit.choices[:1] if limit.is_emergency else AgreementLimit.Unit.choices
        number = forms.IntegerField(required=False)
        super().__init__(
            (number, forms.ChoiceField(choices=chosen, required=False)),
            label=joined(capfirst(limit.step), limit.case),
            required=False,
            require_all_fields=False,
            widget=LengthWidget(chosen, limit.otherwise()[0]),
        )

    def compress(self, data_list: list[Any]) -> clocks.Length | None:
        """(unit, number). Raises ValidationError for what `limits.check` refuses."""
        if not data_list or data_list[0] is None:
            return None
        length = (data_list[1], data_list[0])
        try:
            limits.check({self.limit.name: length})
        except limits.TooSlow as error:
            raise ValidationError(
                _("An emergency may be made faster than %(otherwise)s, never slower.") % {"otherwise": self.otherwise}
            ) from error
        except (limits.OutOfRange, limits.UnknownLimit) as error:
            raise ValidationError(
                _("Enter at least 1 and at most two weeks, 120 working hours or 60 working days.")
            ) from error
        return length


class ValidityForm(forms.Form):
    """From which day to which an agreement holds."""

    valid_from = date_field(label=_("First day"))
    valid_until = date_field(
        label=_("Last day"), required=False, help_text=_("Leave it empty if there is no end date.")
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        in_order(self)
        return cleaned


class AgreementForm(ValidityForm):
    """Who may ask whom, for what, from when to when, and which time limits differ from the settings."""

    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("As on the signed paper."))
    title = forms.CharField(label=_("Title"), max_length=160)
    inviting = SeveralField(
        Institution.objects.none(),
        label=_("Inviting parties"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
    )
    invited = forms.ModelChoiceField(Institution.objects.none(), label=_("Invited parties"), empty_label=_("Choose…"))
    scopes = forms.MultipleChoiceField(
        label=_("Covers"),
        choices=scopes.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
    )
    liability = forms.CharField(
        label=_("Division of responsibilities"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "number", "title", "inviting", "invited", "scopes", "valid_from", "valid_until", "liability",
    )  # fmt: skip

    def __init__(self, *args: Any, places: Iterable[int], agreed: limits.Agreed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Institution.objects.filter(pk__in=list(places), left_on=None)
        inviting: Any = self.fields["inviting"]
        inviting.queryset = live.exclude(kind=Institution.Kind.ALLIANCE)
        invited: Any = self.fields["invited"]
        invited.queryset = live.filter(function=Institution.Function.CENTRE)
        self.agreed = agreed or {}
        for number, limit in enumerate(limits.offered()):
            self.fields[f"limit{number}"] = LengthField(limit)
            if length := self.agreed.get(limit.name):
                self.initial[f"limit{number}"] = [int(length[1]), length[0]]

    @property
    def limit_groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of the time limits, by step."""
        fields = [self[name] for name, field in self.fields.items() if isinstance(field, LengthField)]
        for step, group in groupby(fields, key=lambda each: str(each.field.limit.step)):  # type: ignore[attr-defined]
            yield step, list(group)

    @property
    def limits_open(self) -> bool:
        """Whether the time limits are shown at once: one is agreed, or one is wrong."""
        return bool(self.agreed) or any(name.startswith("limit") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        """Nobody asks themselves. The time limits become one entry, `limits`."""
        cleaned = super().clean()
        if cleaned.get("invited") in (cleaned.get("inviting") or ()):
            self.add_error("inviting", _("An institution cannot invite itself. Untick it among the invited parties."))
        lengths = {name: field for name, field in self.fields.items() if isinstance(field, LengthField)}
        said = {field.limit.name: cleaned.pop(name, None) for name, field in lengths.items()}
        return {**cleaned, "limits": {name: length for name, length in said.items() if length}}
