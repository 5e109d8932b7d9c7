"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from learning import questions
from learning.formats import gift_text
from learning.questions import Answer, Kind, Pair, Text

WEIGHT = re.compile(r"\s*%(-?[0-9]*\.?[0-9]+)%")
NUMBER = re.compile(r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


class Wrong(Exception):
    """What stands in the braces gives no question; the message says why."""


def kind_of(answers: str) -> Kind:
    """The type, decided in Moodle's order."""
    if not answers:
        return Kind.ESSAY
    if answers.startswith("#"):
        return Kind.NUMERICAL
    if "~" in answers:
        return Kind.MULTICHOICE
    if "=" in answers and "->" in answers:
        return Kind.MATCHING
    return Kind.TRUEFALSE if answers.split("#", 1)[0].strip() in TRUTHS else Kind.SHORTANSWER


def understood(kind: Kind, answers: str, form: str) -> dict[str, Any]:
    """The fields of the question that the braces fill; raises Wrong."""
    match kind:
        case Kind.ESSAY:
            return {}
        case Kind.NUMERICAL:
            return {"answers": _numerical(answers.removeprefix("#"), form)}
        case Kind.MULTICHOICE:
            return {"answers": _choices(answers, form), "single": "=" in answers}
        case Kind.MATCHING:
            return {"pairs": tuple(_pair(piece, form) for piece in _pieces(answers, "="))}
        case Kind.TRUEFALSE:
            return {"answers": _truth(answers, form)}
        case _:
            return {"answers": tuple(_weighed(piece, form, 1.0) for piece in _pieces(answers, "="))}


def _pieces(answers: str, sign: str) -> list[str]:
    """Cut before each sign; what stands before the first one is a piece too, if it is anything."""
    first, *rest = answers.split(sign)
    return [first, *rest] if first.strip() else rest


def _choices(answers: str, form: str) -> tuple[Answer, ...]:
    """Choices after `=` are right, after `~` wrong, unless a weight says otherwise."""
    signed = re.findall(r"([~=]?)([^~=]*)", answers)
    pieces = [(sign, piece) for sign, piece in signed if sign or piece.strip()]
    return tuple(_weighed(piece, form, 1.0 if sign == "=" else 0.0) for sign, piece in pieces)


def _weighed(piece: str, form: str, otherwise: float) -> Answer:
    """`%50%text#feedback`."""
    share, piece = _weight(piece, otherwise)
    answer, feedback = _commented(piece, form)
    return Answer(answer, share, feedback)


def _weight(piece: str, otherwise: float) -> tuple[float, str]:
    """The weight before a piece, and the rest; raises Wrong for one that no answer can have."""
    weight = WEIGHT.match(piece)
    if not weight:
        return otherwise, piece
    try:
        return questions.fraction(weight.group(1)), piece[weight.end() :]
    except ValueError:
        raise Wrong(_("A weight must lie between -100 and 100: %(weight)s") % {"weight": weight.group(1)}) from None


def _commented(piece: str, form: str) -> tuple[Text, Text]:
    """Before and after the first `#`."""
    answer, _sign, feedback = piece.partition("#")
    return gift_text.formatted(answer, form), gift_text.formatted(feedback, form)


def _pair(piece: str, form: str) -> Pair:
    """`what belongs -> to this`; the left side may be empty."""
    left, arrow, right = piece.partition("->")
    if not arrow:
        raise Wrong(_("Every pair needs “->”: %(piece)s") % {"piece": gift_text.show(piece.strip())[:60]})
    return Pair(gift_text.formatted(left, form), gift_text.show(right.strip()).strip())


def _truth(answers: str, form: str) -> tuple[Answer, Answer]:
    """As Moodle writes it: the first feedback is for whoever is wrong, the second for whoever is right."""
    truth, wrong, right = (*answers.split("#", 2), "", "")[:3]
    if_wrong, if_right = gift_text.formatted(wrong, form), gift_text.formatted(right, form)
    if TRUTHS[truth.strip()]:
        return questions.true_or_false(True, if_true=if_right, if_false=if_wrong)
    return questions.true_or_false(False, if_true=if_wrong, if_false=if_right)


def _numerical(answers: str, form: str) -> tuple[Answer, ...]:
    """Numbers with what still counts; after `~` comes what everybody else is told."""
    answers, tilde, otherwise = answers.partition("~")
    found = [_number(piece, form) for piece in _pieces(answers, "=")]
    if not found:
        raise Wrong(_("A numerical question needs a number after “#”."))
    if tilde:
        found.append(Answer(Text("*"), 0.0, _commented(otherwise, form)[1]))
    return tuple(found)


def _number(piece: str, form: str) -> Answer:
    """`3.14`, `3.14:0.005`, `3.13..3.15` or `*`."""
    share, piece = _weight(piece, 1.0)
    number, _sign, comment = piece.partition("#")
    number, feedback = gift_text.show(number).strip(), gift_text.formatted(comment, form)
    if number == "*":
        return Answer(Text("*"), share, feedback)
    middle, tolerance = _span(number)
    return Answer(Text(middle), share, feedback, tolerance)


def _span(number: str) -> tuple[str, Decimal]:
    """The middle and how far off still counts; raises Wrong."""
    low, dots, high = (part.strip() for part in number.partition(".."))
    if dots and NUMBER.fullmatch(low) and NUMBER.fullmatch(high) and Decimal(low) <= Decimal(high):
        middle = (Decimal(low) + Decimal(high)) / 2
        return str(middle), Decimal(high) - middle
    middle_text, colon, tolerance = (part.strip() for part in number.partition(":"))
    if NUMBER.fullmatch(middle_text) and (not colon or (NUMBER.fullmatch(tolerance) and Decimal(tolerance) >= 0)):
        return middle_text, Decimal(tolerance or 0)
    raise Wrong(_("This is no number, no number:tolerance and no low..high: %(number)s") % {"number": number[:60]})
