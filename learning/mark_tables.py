"""Who got how many marks for which item: read, refused with one sentence, and kept without rounding.

Marks are kept as whole numbers of `1/unit` mark. Sums and covariances of whole numbers are exact: what is nought comes
out as nought, and the order of takers cannot change a digit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

MOST_TAKERS = 5_000
MOST_ITEMS = 300
MOST_CELLS = 500_000
MOST_BYTES = 20_000_000
HIGHEST_MARK = 10_000
PLACES = 12  # decimals of a mark that are read; the rest is noise of the program that wrote it
LONGEST_NAME = 100


class WrongMarks(ValueError):
    """Why these marks cannot be used, in one sentence for the person who brought them."""


@dataclass(frozen=True, slots=True)
class Table:
    """Marks of one test.

    `rows` holds one tuple per taker, in units of `1/unit` mark, items in the order of `items`; `maxima` likewise.
    Every mark lies between 0 and its maximum. Rows are sorted, so that nothing depends on who came first.
    """

    items: tuple[str, ...]
    maxima: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    unit: int

    @property
    def takers(self) -> int:
        """How many sat the test; at least 1."""
        return len(self.rows)

    @property
    def totals(self) -> tuple[int, ...]:
        """Each taker's total, in units of `1/unit` mark."""
        return tuple(map(sum, self.rows))


def read(content: bytes) -> Table:
    """The table in a JSON file with `maxmark` (item to marks) and `marks` (one such object per taker).

    `takers`, a list of names, may stand beside them; whoever stands there twice is refused, as only the first attempt
    of each person counts. Other keys are passed over. Raises WrongMarks.
    """
    if len(content) > MOST_BYTES:
        raise WrongMarks(f"The file is too large: at most {MOST_BYTES // 1_000_000} MB are read.")
    try:
        found = json.loads(
            content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except WrongMarks:
        raise
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise WrongMarks("The file is not JSON in UTF-8.") from error
    if not isinstance(found, dict) or not {"maxmark", "marks"} <= found.keys():
        raise WrongMarks("The file must be an object with the keys maxmark and marks.")
    if not isinstance(found["maxmark"], dict) or not isinstance(found["marks"], list):
        raise WrongMarks("maxmark must be an object, and marks a list with one object for each taker.")
    if "takers" in found:
        _no_taker_twice(found["takers"], len(found["marks"]))
    return table(found["maxmark"], found["marks"])


def table(maxima: Mapping[str, Any], marks: Sequence[Any]) -> Table:
    """A table from numbers: int, float or Decimal. Raises WrongMarks where it breaks a rule."""
    _sized(len(maxima), len(marks))
    for name in maxima:
        if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
            raise WrongMarks(f"{_short(name)} is no name of an item: 1 to {LONGEST_NAME} printable characters.")
    most = {name: _number(value, f"maxmark of item {name}") for name, value in maxima.items()}
    for name, value in most.items():
        if not 0 < value <= HIGHEST_MARK:
            raise WrongMarks(f"maxmark of item {name} must be above 0 and at most {HIGHEST_MARK}.")
    rows = [_row(row, most, number) for number, row in enumerate(marks, start=1)]
    places = max(_places(value) for row in (tuple(most.values()), *rows) for value in row)
    unit = 10**places
    return Table(
        items=tuple(most),
        maxima=tuple(int(value * unit) for value in most.values()),
        rows=tuple(sorted(tuple(int(value * unit) for value in row) for row in rows)),
        unit=unit,
    )


def _sized(items: int, takers: int) -> None:
    if not items or not takers:
        raise WrongMarks("There must be at least one item and one taker.")
    if items > MOST_ITEMS or takers > MOST_TAKERS or items * takers > MOST_CELLS:
        raise WrongMarks(
            f"{takers} takers × {items} items are too many: at most {MOST_TAKERS} takers, {MOST_ITEMS} items "
            f"and {MOST_CELLS} marks."
        )


def _row(row: Any, most: Mapping[str, Decimal], number: int) -> tuple[Decimal, ...]:
    """One taker's marks in the order of the items."""
    if not isinstance(row, Mapping):
        raise WrongMarks(f"Row {number} of marks is not an object.")
    if missing := [name for name in most if name not in row]:
        raise WrongMarks(f"Row {number} of marks has no mark for item {missing[0]}.")
    if foreign := [name for name in row if name not in most]:
        raise WrongMarks(f"Row {number} of marks has an item that maxmark does not know: {_short(foreign[0])}.")
    marks = tuple(_number(row[name], f"Row {number}, item {name}:") for name in most)
    for mark, (name, highest) in zip(marks, most.items(), strict=True):
        if not 0 <= mark <= highest:
            raise WrongMarks(f"Row {number}, item {name}: the mark must lie between 0 and {highest.normalize():f}.")
    return marks


def _number(value: Any, where: str) -> Decimal:
    """The number as it was written, to twelve places."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise WrongMarks(f"{where} {_short(value)} is not a number.")
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise WrongMarks(f"{where} {_short(value)} is not a number.")
    if abs(number) > HIGHEST_MARK:
        raise WrongMarks(f"{where} {_short(value)} is out of range.")
    return number.quantize(Decimal(1).scaleb(-PLACES))


def _places(value: Decimal) -> int:
    """How many decimals a number needs: 0 for 8, 1 for 0.3."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _no_taker_twice(names: Any, rows: int) -> None:
    if not isinstance(names, list) or not all(isinstance(name, str | int) for name in names):
        raise WrongMarks("takers must be a list of names or numbers.")
    if len(names) != rows:
        raise WrongMarks(f"takers has {len(names)} names, and marks has {rows} rows.")
    first: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if (before := first.setdefault(str(name), number)) != number:
            raise WrongMarks(f"Rows {before} and {number} are of the same taker: leave the first attempt of each.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands twice would silently win over the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise WrongMarks(f"The key {_short(twice)} stands twice in one object.")
    return found


def _no_number(word: str) -> NoReturn:
    raise WrongMarks(f"{word} is not a number that a mark can have.")


def _short(value: Any) -> str:
    """What stood there, in few characters that every terminal can show."""
    shown = ascii(value) if not isinstance(value, Decimal) else str(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."
