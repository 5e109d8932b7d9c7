"""How sure somebody is of an answer: marks that make honesty pay, and what it says to the schedule of repetition.

Source: certainty-based marking after Gardner-Medwin, with the fractions that Moodle uses; FSRS grades 1 to 4.
"""

from __future__ import annotations

from enum import IntEnum


class Certainty(IntEnum):
    """What somebody said of their own answer before they saw the right one."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Grade(IntEnum):
    """How well something was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


RIGHT = 1 - 1e-6  # a fraction from here on is wholly right


def fraction(raw: float, certainty: Certainty) -> float:
    """The fraction of an item's marks, -2..1, from that of the answer (0 wrong … 1 right) and how sure it was given.

    f/3, -2/3 + 4f/3 or -2 + 3f: on a scale of three marks 1 or 0, 2 or -2, 3 or -6. Raises ValueError outside 0..1.
    """
    if not 0 <= raw <= 1:
        raise ValueError("A fraction lies between 0 and 1.")
    match certainty:
        case Certainty.LOW:
            return raw / 3
        case Certainty.MEDIUM:
            return (4 * raw - 2) / 3
        case Certainty.HIGH:
            return 3 * raw - 2


def worth_claiming(chance: float) -> Certainty:
    """The certainty that pays best for somebody who is right with this chance: high above 0.8, medium above 2/3."""
    if chance > 4 / 5:
        return Certainty.HIGH
    return Certainty.MEDIUM if chance > 2 / 3 else Certainty.LOW


def grade(raw: float, certainty: Certainty | None = None, *, quick: bool = False) -> Grade:
    """What an answer in a quiz means for the next repetition; whoever was not wholly right sees it again.

    Right and unsure is hard, right is good, right, sure and quick is easy; without a certainty right is good.
    """
    if not 0 <= raw <= 1:
        raise ValueError("A fraction lies between 0 and 1.")
    if raw < RIGHT:
        return Grade.AGAIN
    if certainty is Certainty.LOW:
        return Grade.HARD
    return Grade.EASY if certainty is Certainty.HIGH and quick else Grade.GOOD


def confidently_wrong(raw: float, certainty: Certainty | None) -> bool:
    """Whether somebody was sure of an answer that was wholly wrong: in questions of safety a mentor hears of it."""
    return certainty is Certainty.HIGH and raw <= 1 - RIGHT
