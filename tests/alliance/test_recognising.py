"""Names of medicines and tests in free text; the browser is held to the same examples."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance import recognising
from alliance.formulary import catalogue

SHARED = json.loads((Path(__file__).parent / "recognised.json").read_text("utf-8"))
NAMES = [(name, item) for item, names in SHARED["names"].items() for name in names]


def test_the_shared_examples_know_the_list_an_alliance_begins_with(db):
    assert {item.name_zh: item.names for item in catalogue()} == SHARED["names"]


@pytest.mark.parametrize(("text", "wanted"), SHARED["examples"], ids=lambda value: str(value)[:30])
def test_what_a_text_names_is_found_in_its_order(text, wanted):
    assert recognising.find(text, NAMES) == wanted


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=6), max_size=8))
def test_whatever_is_found_stands_in_the_text(text, names):
    found = recognising.find(text, [(name, name) for name in names])
    assert all(recognising.plain(name) in recognising.plain(text) for name in found)
    assert len(found) == len(set(found))
