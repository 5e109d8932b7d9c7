"""Nobody finds a small number, neither in a table nor by subtracting what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from teleconsult.insight import hiding
from teleconsult.insight.hiding import SUM, Cell, Share, Sign

LEAST = 3  # as with 5, but the guessing below stays short
MOST = 9


def signs(part: int, whole: int) -> tuple[Sign, Sign]:
    """What a hidden part and a hidden whole of this size would be called."""
    rest = whole - part
    of_part = Sign.FEW if 0 < part < LEAST else Sign.ALL_BUT_FEW if 0 < rest < LEAST else Sign.HIDDEN
    return of_part, Sign.FEW if 0 < whole < LEAST else Sign.HIDDEN


def fits(shown: Share, part: int, whole: int, *, all_hidden: bool) -> bool:
    """Whether a cell that holds part of whole could be shown like this."""
    if shown.whole is not None:
        if whole != shown.whole:
            return False
        if shown.part is not None:
            return part == shown.part
        return shown.part_sign in (Sign.HIDDEN, signs(part, whole)[0])
    return all_hidden or whole == 0 or shown.whole_sign is signs(part, whole)[1]


def guesses(rows: list[str], columns: list[str], table: dict[Cell, Share]) -> Iterator[dict[Cell, tuple[int, int]]]:
    """Every table, with its sums, that could stand behind what is shown; its numbers a little larger at most."""
    cells = list(product(rows, columns))
    all_hidden = all(share.whole_sign is Sign.HIDDEN for share in table.values())
    limit = MOST + 1

    def choices(cell: Cell) -> list[tuple[int, int]]:
        pairs = ((part, whole) for whole in range(limit + 1) for part in range(whole + 1))
        return [pair for pair in pairs if fits(table[cell], *pair, all_hidden=all_hidden)]

    options = [choices(cell) for cell in cells]
    for chosen in product(*options):
        found: dict[Cell, tuple[int, int]] = {}
        for (row, column), (part, whole) in zip(cells, chosen, strict=True):
            for cell in ((row, column), (row, SUM), (SUM, column), (SUM, SUM)):
                before = found.get(cell, (0, 0))
                found[cell] = before[0] + part, before[1] + whole
        if all(fits(table[cell], *pair, all_hidden=all_hidden) for cell, pair in found.items()):
            yield found


def open_shares(rows: list[str], columns: list[str], table: dict[Cell, Share]) -> set[Cell]:
    """Hidden cells of which only one value is left."""
    parts: dict[Cell, set[int]] = {cell: set() for cell, share in table.items() if share.part is None}
    wholes: dict[Cell, set[int]] = {cell: set() for cell, share in table.items() if share.whole is None}
    for guess in guesses(rows, columns, table):
        for cell, (part, whole) in guess.items():
            if cell in parts:
                parts[cell].add(part)
            if cell in wholes:
                wholes[cell].add(whole)
        if all(len(values) > 1 for values in (*parts.values(), *wholes.values())):
            return set()
    return {cell for known in (parts, wholes) for cell, values in known.items() if len(values) < 2}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[str], dict[Cell, int], dict[Cell, int]]:
    """Up to three institutions and two urgencies, mostly with small numbers."""
    shape = draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (1, 2), (2, 2)]))
    rows, columns = list("abc"[: shape[0]]), list("xy"[: shape[1]])
    wholes = {cell: draw(st.integers(0, MOST)) for cell in product(rows, columns)}
    return rows, columns, {cell: draw(st.integers(0, wholes[cell])) for cell in wholes}, wholes


def shown_numbers(table: dict[Cell, Share]) -> list[int]:
    rests = [share.whole - share.part for share in table.values() if None not in (share.part, share.whole)]
    return [number for share in table.values() for number in (share.part, share.whole) if number is not None] + rests


@settings(max_examples=150)
@given(tables())
@example((["a", "b"], ["x"], {("a", "x"): 1, ("b", "x"): 3}, {("a", "x"): 9, ("b", "x"): 9}))
def test_no_small_count_part_or_rest_is_shown(case):
    rows, columns, parts, wholes = case
    table = hiding.shares(parts, wholes, rows, columns, least=LEAST)
    assert [number for number in shown_numbers(table) if 0 < number < LEAST] == []


@settings(max_examples=60)
@given(tables())
@example((["a", "b", "c"], ["x"], {}, {("a", "x"): 1, ("b", "x"): 9, ("c", "x"): 8}))
@example((["a", "b"], ["x"], {}, {("a", "x"): 1, ("b", "x"): 3}))
def test_every_hidden_count_keeps_two_values_for_whoever_subtracts(case):
    rows, columns, _parts, wholes = case
    assert open_counts(rows, columns, hiding.counts(wholes, rows, columns, least=LEAST)) == set()


def open_counts(rows: list[str], columns: list[str], table: dict[Cell, Share]) -> set[Cell]:
    """The same for counts alone."""
    cells = list(product(rows, columns))
    all_hidden = all(share.whole_sign is Sign.HIDDEN for share in table.values())
    kept: dict[Cell, set[int]] = {cell: set() for cell, share in table.items() if share.whole is None}

    def fit(cell: Cell, whole: int) -> bool:
        return fits(table[cell], 0, whole, all_hidden=all_hidden)

    options = [[n for n in range(MOST + 2) if fit(cell, n)] for cell in cells]
    for chosen in product(*options):
        found: dict[Cell, int] = {}
        for (row, column), number in zip(cells, chosen, strict=True):
            for cell in ((row, column), (row, SUM), (SUM, column), (SUM, SUM)):
                found[cell] = found.get(cell, 0) + number
        if all(fit(cell, number) for cell, number in found.items()):
            for cell in kept:
                kept[cell].add(found[cell])
    return {cell for cell, values in kept.items() if len(values) < 2}


@settings(max_examples=60)
@given(tables().filter(lambda case: len(case[0]) * len(case[1]) <= 2))
@example((["a", "b"], ["x"], {("a", "x"): 1, ("b", "x"): 4}, {("a", "x"): 9, ("b", "x"): 9}))
def test_every_hidden_share_keeps_two_values_for_whoever_subtracts(case):
    rows, columns, parts, wholes = case
    table = hiding.shares(parts, wholes, rows, columns, least=LEAST)
    assert open_shares(rows, columns, table) == set()


def test_a_nought_and_large_numbers_are_shown():
    table = hiding.shares({("a", "x"): 0}, {("a", "x"): 20, ("b", "x"): 0}, ["a", "b"], ["x"], least=5)
    assert table["a", "x"] == Share(0, Sign.SHOWN, 20, Sign.SHOWN)
    assert table["b", "x"] == Share(0, Sign.SHOWN, 0, Sign.SHOWN)
    assert table["a", "x"].value == 0
    assert table["b", "x"].value is None


def test_a_small_rest_is_as_secret_as_a_small_part():
    table = hiding.shares({("a", "x"): 39}, {("a", "x"): 40}, ["a"], ["x"], least=5)
    assert table["a", "x"] == Share(None, Sign.ALL_BUT_FEW, 40, Sign.SHOWN)


def test_the_sibling_of_a_hidden_cell_is_hidden_and_not_the_sum():
    numbers = {("a", "x"): 2, ("b", "x"): 12, ("c", "x"): 300}
    table = hiding.counts(numbers, ["a", "b", "c"], ["x"], least=5)
    assert (table["a", "x"].whole_sign, table["b", "x"].whole_sign) == (Sign.FEW, Sign.HIDDEN)
    assert (table["c", "x"].whole, table[SUM, SUM].whole) == (300, 314)


@pytest.mark.parametrize("least", [5, 8])
def test_a_hundred_institutions_are_done_in_a_moment(least):
    rows = [str(number) for number in range(100)]
    wholes = {(row, column): int(row) % 13 * (1 + place) for row in rows for place, column in enumerate("xyz")}
    parts = {cell: number * 2 // 3 for cell, number in wholes.items()}
    table = hiding.shares(parts, wholes, rows, list("xyz"), least=least)
    assert table[SUM, SUM].whole == sum(wholes.values())
