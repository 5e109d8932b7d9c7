"""Questions as GIFT. What is written is read again: what did not come back is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from learning import questions
from learning.formats import gift
from learning.formats.gift_text import escaped, written
from learning.questions import Answer, Kind, Problem, Question, Text, Writing

HELD = frozenset(Kind) - {Kind.ORDERING, Kind.CLOZE}


def write(wanted: Iterable[Question]) -> Writing:
    """A UTF-8 file, and a problem for each question that GIFT cannot hold, or not all of it."""
    pieces: list[str] = []
    problems: list[Problem] = []
    for question in wanted:
        words = {"type": question.kind, "name": question.name or question.stem.source[:60]}
        if question.kind not in HELD:
            problems.append(Problem(question.line, _("GIFT has no %(type)s: “%(name)s”") % words, left_out=True))
            continue
        piece = "\n".join(_lines(question))
        pieces.append(piece)
        back = gift.read_text(piece).questions
        if back != (question,):
            problems.append(Problem(question.line, _("GIFT cannot hold all of “%(name)s”.") % words))
    return Writing(("\n\n".join(pieces) + "\n").encode(), tuple(problems))


def _lines(question: Question) -> Iterator[str]:
    """One block, comments first."""
    if question.kind == Kind.CATEGORY:
        yield "$CATEGORY: " + " ".join(question.name.split()).replace("\\", "\\\\")
        return
    marks = [*([("id", question.idnumber)] if question.idnumber else []), *(("tag", tag) for tag in question.tags)]
    if marks:
        yield "// " + " ".join(f"[{kind}:{_mark(value)}]" for kind, value in marks)
    head = f"::{escaped(question.name)}::" + written(question.stem, "moodle")
    if question.kind == Kind.DESCRIPTION:
        yield head
        return
    answers = list(_answers(question))
    if question.feedback.source:
        answers.append("####" + written(question.feedback, question.stem.format))
    opening = "{#" if question.kind == Kind.NUMERICAL else "{"
    yield head + opening + "".join(answers) + "}" if len(answers) < 2 else head + opening
    if len(answers) >= 2:
        yield from (f"\t{answer}" for answer in answers)
        yield "}"


def _mark(value: str) -> str:
    """An id or a tag inside its brackets."""
    return re.sub(r"([\]\\])", r"\\\1", " ".join(value.split()))


def _answers(question: Question) -> Iterator[str]:
    """What stands between the braces, piece by piece."""
    form = question.stem.format
    if question.kind == Kind.TRUEFALSE:
        yield _truth(question, form)
    for pair in question.pairs:
        yield f"={written(pair.text, form)} -> {escaped(pair.match)}"
    if question.kind in (Kind.MULTICHOICE, Kind.SHORTANSWER, Kind.NUMERICAL):
        for answer in question.answers:
            yield _answer(question, answer) + _said(answer.feedback, form)


def _answer(question: Question, answer: Answer) -> str:
    """One answer with its sign and weight."""
    match question.kind:
        case Kind.MULTICHOICE:
            return _sign(answer, question.single) + written(answer.text, question.stem.format)
        case Kind.SHORTANSWER:
            return f"={_weight(answer)}{written(answer.text, question.stem.format)}"
        case _:
            last = len(question.answers) > 1 and answer is question.answers[-1]
            return _number(answer, last=last)


def _truth(question: Question, form: str) -> str:
    """Feedback for whoever is wrong first, as Moodle reads it."""
    said = {answer.text.source: written(answer.feedback, form) for answer in question.answers}
    right = questions.says_true(question)
    if_right, if_wrong = said.get("true" if right else "false", ""), said.get("false" if right else "true", "")
    feedback = f"#{if_wrong}#{if_right}" if if_right else f"#{if_wrong}" if if_wrong else ""
    return ("TRUE" if right else "FALSE") + feedback


def _sign(answer: Answer, single: bool) -> str:
    """`=` is for the one right choice alone; where several may be ticked, weights say it."""
    if answer.fraction == 1 and single:
        return "="
    return "~" if answer.fraction == 0 else "~" + _weight(answer)


def _weight(answer: Answer) -> str:
    """Of the full mark."""
    return f"%{questions.percent(answer.fraction)}%"


def _number(answer: Answer, *, last: bool) -> str:
    """A number with its tolerance, or what is said to everybody else."""
    if answer.text.source == "*" and answer.fraction == 0 and last:
        return "~"
    tolerance = "" if answer.tolerance is None else f":{answer.tolerance}"
    return f"={_weight(answer)}{escaped(answer.text.source)}{tolerance}"


def _said(feedback: Text, form: str) -> str:
    """After `#`."""
    return "#" + written(feedback, form) if feedback.source else ""
