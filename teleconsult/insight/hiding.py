"""Small numbers are not shown, nor what would give them away by subtraction.

A table is institutions × urgencies with its sums. A count of 1 to `least` − 1 is hidden (0 is shown), and so is a
share whose part, or whose rest, is that small. Further cells are hidden until each hidden one lies on a *swap*: four
hidden cells at the corners of a rectangle, of which two could be one more and two one less without any shown number
or sign changing. Whoever knows everything shown therefore has at least two values for every hidden cell. The sums are
a row and a column of the rectangle, so subtracting siblings from a total is the same case. Where a table is too small
for a swap, nothing of it is shown.

What this does not do: hide what two overlapping periods would tell. Files that leave the alliance therefore hold
whole quarters only (`periods.outside`); inside it, docs/FIGURES.md says why that is let be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product
from math import inf, log2
from typing import NamedTuple

SUM = ""  # the row or column of the sums
Cell = tuple[str, str]
Counts = Mapping[Cell, int]


class Sign(Enum):
    """How a count is shown."""

    SHOWN = "shown"
    FEW = "few"  # “<5”
    ALL_BUT_FEW = "all_but_few"  # the rest is “<5”
    HIDDEN = "hidden"  # nothing is said


SHOWN = Sign.SHOWN


class Share(NamedTuple):
    """A part of a whole as it may be shown: a number only where its sign says so."""

    part: int | None
    part_sign: Sign
    whole: int | None
    whole_sign: Sign

    @property
    def value(self) -> float | None:
        """The share, 0–1; None where it is hidden or there is nothing to divide."""
        return self.part / self.whole if self.part is not None and self.whole else None


NOTHING = Share(None, Sign.HIDDEN, None, Sign.HIDDEN)


@dataclass
class _Table:
    """One kind of count with its sums, and what of it is hidden so far."""

    rows: list[str]
    columns: list[str]
    counts: dict[Cell, int]
    may: Callable[[Cell, int], bool]  # whether a hidden cell could be so much more or less
    all_may: Callable[[list[Cell]], bool]  # whether these four could be one less and more together
    hidden: set[Cell]

    def protect(self) -> bool:
        """Hides more until every hidden cell lies on a swap; False where that is impossible."""
        safe: set[Cell] = set()
        for cell in sorted(self.hidden):
            if cell in safe:
                continue
            swap = self._cheapest_swap(cell)
            if not swap:
                return False
            safe |= set(swap)
            self.hidden |= set(swap)
        return True

    def _cheapest_swap(self, cell: Cell) -> list[Cell]:
        """The rectangle with this corner that could move and newly hides least; empty where there is none."""
        row, column = cell
        rows = sorted((self._price((each, column)), each) for each in self.rows if each != row)
        columns = sorted((self._price((row, each)), each) for each in self.columns if each != column)
        found, cheapest = [], inf
        for price, other_row in rows:
            if price >= cheapest:
                break
            for more, other_column in columns:
                corners = [cell, (row, other_column), (other_row, column), (other_row, other_column)]
                total = price + more + self._price(corners[3])
                if total < cheapest and any(self._moves(corners, step) for step in (1, -1)):
                    found, cheapest = corners, total
        return found

    def _moves(self, corners: list[Cell], step: int) -> bool:
        steps = [step * sign * _side(corner) for corner, sign in zip(corners, (1, -1, -1, 1), strict=True)]
        less = [corner for corner, each in zip(corners, steps, strict=True) if each < 0]
        each_may = all(self.may(corner, by) for corner, by in zip(corners, steps, strict=True))
        return each_may and self.all_may(less)

    def _price(self, cell: Cell) -> float:
        """What hiding it loses: sums more than cells, large numbers more than small ones."""
        if cell in self.hidden:
            return 0
        return (1 + log2(1 + self.counts[cell])) * (4 if SUM in cell else 1) * (4 if cell == (SUM, SUM) else 1)


def _side(cell: Cell) -> int:
    """Sums stand on the other side of the equation."""
    return (-1 if cell[0] == SUM else 1) * (-1 if cell[1] == SUM else 1)


def summed(counts: Counts, rows: Iterable[str], columns: Iterable[str]) -> dict[Cell, int]:
    """The counts with a row and a column of sums; missing cells are 0."""
    full = {cell: counts.get(cell, 0) for cell in product(rows, columns)}
    found = dict(full)
    for (row, column), number in full.items():
        for cell in ((row, SUM), (SUM, column), (SUM, SUM)):
            found[cell] = found.get(cell, 0) + number
    return found


def shares(parts: Counts, wholes: Counts, rows: list[str], columns: list[str], *, least: int) -> dict[Cell, Share]:
    """Every cell and sum of a table of shares as it may be shown."""
    part, whole = summed(parts, rows, columns), summed(wholes, rows, columns)
    lines = [*rows, SUM], [*columns, SUM]
    no_wholes = _hide_wholes(part, whole, *lines, least)
    if no_wholes is None:
        return dict.fromkeys(whole, NOTHING)
    no_parts = _hide_parts(part, whole, no_wholes, *lines, least)
    found = {}
    for cell, number in whole.items():
        if cell in no_wholes:
            found[cell] = Share(None, Sign.HIDDEN, None, _few(number, least))
        elif no_parts is None:
            found[cell] = Share(None, Sign.HIDDEN, number, Sign.SHOWN) if number else Share(0, SHOWN, 0, SHOWN)
        elif cell in no_parts:
            sign = _sign(part[cell], number, least)
            found[cell] = Share(None, Sign.HIDDEN if sign is SHOWN else sign, number, SHOWN)
        else:
            found[cell] = Share(part[cell], SHOWN, number, SHOWN)
    return found


def counts(numbers: Counts, rows: list[str], columns: list[str], *, least: int) -> dict[Cell, Share]:
    """The same for counts alone: of each Share only the whole means something."""
    whole = summed(numbers, rows, columns)
    hidden = _hide_wholes(dict.fromkeys(whole, 0), whole, [*rows, SUM], [*columns, SUM], least)
    if hidden is None:
        return dict.fromkeys(whole, NOTHING)
    return {
        cell: Share(None, Sign.HIDDEN, None, _few(number, least)) if cell in hidden else Share(0, SHOWN, number, SHOWN)
        for cell, number in whole.items()
    }


def _is_few(number: int, least: int) -> bool:
    return 0 < number < least


def _few(number: int, least: int) -> Sign:
    return Sign.FEW if _is_few(number, least) else Sign.HIDDEN


def _sign(part: int, whole: int, least: int) -> Sign:
    if _is_few(part, least):
        return Sign.FEW
    return Sign.ALL_BUT_FEW if _is_few(whole - part, least) else SHOWN


def _hide_wholes(
    part: dict[Cell, int], whole: dict[Cell, int], rows: list[str], columns: list[str], least: int
) -> set[Cell] | None:
    """The hidden cells; None where the table is too small to show anything."""

    def may(cell: Cell, step: int) -> bool:  # a few stay a few, and nothing else becomes a few: the sign would tell
        moved = whole[cell] + step
        return moved > 0 and _is_few(moved, least) == _is_few(whole[cell], least)

    def all_may(less: list[Cell]) -> bool:  # the part, or the rest, gives way on all of them alike
        return all(part[cell] < whole[cell] for cell in less) or all(part[cell] > 0 for cell in less)

    few = {cell for cell, number in whole.items() if _is_few(number, least)}
    table = _Table(rows, columns, whole, may, all_may, few)
    return table.hidden if table.protect() else None


def _hide_parts(
    part: dict[Cell, int], whole: dict[Cell, int], no_wholes: set[Cell], rows: list[str], columns: list[str], least: int
) -> set[Cell] | None:
    """The hidden cells; None where the table is too small to show any part."""

    def may(cell: Cell, step: int) -> bool:
        moved = part[cell] + step
        same = cell in no_wholes or _sign(moved, whole[cell], least) is _sign(part[cell], whole[cell], least)
        return 0 <= moved <= whole[cell] and same

    few = {cell for cell in whole if _sign(part[cell], whole[cell], least) is not SHOWN}
    table = _Table(rows, columns, part, may, lambda less: True, no_wholes | few)
    return table.hidden if table.protect() else None
