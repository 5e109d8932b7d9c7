"""Resident identity numbers: what is refused, each in its own way, and what a good one says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care import id_numbers
from tests.care import factories

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize("typed", ["", "1234", "99000019950318001", "9900001995031800100", "A90000199503180019"])
def test_another_length_or_a_letter_is_refused(typed):
    with pytest.raises(id_numbers.WrongLength):
        id_numbers.read(typed)


def test_a_day_that_never_was_is_refused():
    seventeen = "99000019950230001"
    with pytest.raises(id_numbers.WrongDate):
        id_numbers.read(seventeen + id_numbers.check_character(seventeen))


@given(days, st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_is_always_refused(day, place, step):
    number = factories.make_id_number(day)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises((id_numbers.WrongCheck, id_numbers.WrongDate)):
        id_numbers.read(wrong)


@given(days, st.booleans())
def test_a_good_number_tells_birth_date_and_sex(day, female):
    said = id_numbers.read(factories.make_id_number(day, female=female))
    assert (said.born_on, said.female) == (day, female)


def test_the_published_example_adds_up():
    """11010519491231002X stands in GB 11643-1999 itself."""
    said = id_numbers.read("11010519491231002x")
    assert (said.number, said.born_on, said.female) == ("11010519491231002X", date(1949, 12, 31), True)
