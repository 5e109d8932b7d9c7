"""PHQ-9 and GAD-7 as form fields: radios with the options' full words, none preselected, each may stay open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import lazystr

from care import instruments
from care.instruments import CREDIT, OPTIONS, STEM, Instrument, Score

if TYPE_CHECKING:
    from care.instruments import Words


def names(instrument: Instrument) -> list[str]:
    """`phq9_1` … `phq9_9`, `gad7_1` … `gad7_7`."""
    prefix = instrument.slug.replace("-", "")
    return [f"{prefix}_{number}" for number in range(1, len(instrument.items) + 1)]


def fields(instrument: Instrument) -> dict[str, forms.Field]:
    """To be added in a form's `__init__`: `self.fields.update(scale.fields(PHQ9))`. Clean value: 0–3 or None."""
    return {name: _field(words) for name, words in zip(names(instrument), instrument.items, strict=True)}


def _field(words: Words) -> forms.Field:
    choices = [(str(value), lazystr(words)) for value, words in enumerate(OPTIONS)]
    return forms.TypedChoiceField(
        label=lazystr(words), choices=choices, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


def answers(instrument: Instrument, data: Mapping[str, Any]) -> list[int | None]:
    """The answers in order, from cleaned or raw data; what is no 0–3 counts as not answered."""
    given = (str(data.get(name)) for name in names(instrument))
    return [int(value) if value in ("0", "1", "2", "3") else None for value in given]


@dataclass(frozen=True)
class Row:
    """One item: its number, its published words, its radios."""

    number: int
    words: Words
    field: forms.BoundField
    asks_of_harm: bool


@dataclass(frozen=True)
class Sheet:
    """What `care/instrument.html` draws."""

    instrument: Instrument
    rows: list[Row]
    score: Score
    answered: int

    stem = STEM
    credit = CREDIT

    @property
    def bands(self) -> list[tuple[int, str]]:
        """Least total and words of each band: (15, “moderately severe (15–19)”)."""
        least = [band.least for band in self.instrument.bands]
        most = [*(each - 1 for each in least[1:]), self.instrument.highest]
        spans = zip(self.instrument.bands, most, strict=True)
        return [(band.least, f"{band.label} ({band.least}–{last})") for band, last in spans]

    @property
    def bands_json(self) -> str:
        """The same for the script."""
        return json.dumps(self.bands, ensure_ascii=False)

    @property
    def band_words(self) -> str:
        """Of the score so far; empty where there is no total."""
        total = self.score.total
        return "" if total is None else [words for least, words in self.bands if least <= total][-1]


def sheet(instrument: Instrument, form: forms.BaseForm) -> Sheet:
    """The instrument as `form` holds it now, with the score of what is answered so far."""
    given = answers(instrument, {name: form[name].value() for name in names(instrument)})
    rows = [
        Row(number, words, form[name], asks_of_harm=number == instrument.self_harm_item)
        for number, (name, words) in enumerate(zip(names(instrument), instrument.items, strict=True), 1)
    ]
    return Sheet(instrument, rows, instruments.score(instrument, given), sum(each is not None for each in given))
