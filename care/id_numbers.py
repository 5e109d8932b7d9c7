"""Resident identity numbers (GB 11643-1999): 17 digits and a check character that also tell birth date and sex."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from care.identity import normal

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class WrongLength(Exception):
    """Not eighteen characters, or a letter where a digit belongs. The argument is how many were typed."""


class WrongDate(Exception):
    """The seventh to fourteenth digits are no day of the calendar."""


class WrongCheck(Exception):
    """The last character does not fit the others: a digit was mistyped."""


@dataclass(frozen=True)
class IdNumber:
    """A number that adds up, and what it says."""

    number: str
    born_on: date
    female: bool


def check_character(seventeen: str) -> str:
    """The character that belongs behind seventeen digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True)) % 11]


def read(typed: str) -> IdNumber:
    """Reads a number as people type it (spaces, small x, full width). Raises WrongLength, WrongDate or WrongCheck."""
    number = normal(typed)
    if len(number) != LENGTH or not (number[:-1].isascii() and number[:-1].isdigit()):
        raise WrongLength(len(number))
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise WrongDate from error
    if check_character(number[:-1]) != number[-1]:
        raise WrongCheck
    return IdNumber(number, born_on, female=int(number[16]) % 2 == 0)
