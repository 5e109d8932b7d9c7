"""What a question is, in whatever file it came. Every reader yields these, every writer takes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Moodle's names, as they stand in the `type` attribute of its XML; a file may name others, which are kept."""

    CATEGORY = "category"
    MULTICHOICE = "multichoice"
    TRUEFALSE = "truefalse"
    SHORTANSWER = "shortanswer"
    NUMERICAL = "numerical"
    MATCHING = "matching"
    ORDERING = "ordering"
    CLOZE = "cloze"
    ESSAY = "essay"
    DESCRIPTION = "description"


CALCULATED = ("calculated", "calculatedsimple", "calculatedmulti")
"""Read, kept and written out again; not playable yet."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or another file inside a text, as it stood in the source: base64."""

    name: str
    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Text:
    """What a person wrote, with its markup untouched: it is made safe where it is shown, never here."""

    source: str = ""
    format: str = "moodle"  # moodle, html, plain, markdown, wiki
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that the question foresees; `fraction` of the mark from -1 to 1."""

    text: Text
    fraction: float = 0.0
    feedback: Text = Text()
    tolerance: Decimal | None = None  # numerical only: how far off still counts


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together; a pair without `text` is a false lead among the matches."""

    text: Text
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One entry of a file, in its order; a category is one too, its path being the name."""

    kind: str
    name: str = ""
    stem: Text = Text()
    answers: tuple[Answer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    feedback: Text = Text()
    tags: tuple[str, ...] = ()
    idnumber: str = ""
    single: bool = True
    settings: tuple[tuple[str, str], ...] = ()  # marks, penalties, shuffling …: what one format says and others cannot
    kept: str = field(default="", repr=False)  # the XML of a type that is kept and not understood
    line: int = field(default=0, compare=False)  # where it begins in its file, from 1

    def facts(self) -> dict[str, Any]:
        """What `manage.py parse_questions --json` prints: five promised names, and more beside them."""
        return {
            "type": self.kind,
            "name": self.name,
            "stem": self.stem.source,
            "answers": [_answer_facts(answer) for answer in self.answers] or [_pair_as_answer(p) for p in self.pairs],
            "format": self.stem.format,
            "feedback": self.feedback.source,
            "feedback_format": self.feedback.format,
            "tags": list(self.tags),
            "idnumber": self.idnumber,
            "line": self.line,
            **({"single": self.single} if self.kind == Kind.MULTICHOICE else {}),
            **({"pairs": [{"text": p.text.source, "match": p.match} for p in self.pairs]} if self.pairs else {}),
        }


def _answer_facts(answer: Answer) -> dict[str, Any]:
    """One answer in plain values."""
    facts = {
        "text": answer.text.source,
        "fraction": answer.fraction,
        "feedback": answer.feedback.source,
        "format": answer.text.format,
    }
    return facts if answer.tolerance is None else {**facts, "tolerance": float(answer.tolerance)}


def _pair_as_answer(pair: Pair) -> dict[str, Any]:
    """A pair's right side stands among the answers too, with what it belongs to."""
    return {"text": pair.match, "fraction": 1.0, "feedback": "", "question": pair.text.source}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at before the questions are used. `left_out`: a block that gave no question."""

    line: int
    message: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held, and what was wrong with it."""

    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Plain values for JSON."""
        problems = [{"line": p.line, "message": p.message, "left_out": p.left_out} for p in self.problems]
        return {"questions": [question.facts() for question in self.questions], "problems": problems}


@dataclass(frozen=True, slots=True)
class Writing:
    """A file made of questions, and what it could not hold; the line of a problem is the question's own."""

    content: bytes
    problems: tuple[Problem, ...] = ()


def text(source: str, form: str = "moodle", files: tuple[Attached, ...] = ()) -> Text:
    """A text, where an empty one is always the same: an empty text has no markup to speak of."""
    return Text(source, form, files) if source or files else Text()


def true_or_false(right: bool, *, if_true: Text = Text(), if_false: Text = Text()) -> tuple[Answer, Answer]:
    """The two answers of a true/false question, true first, each with what is said to whoever chooses it."""
    return Answer(Text("true"), float(right), if_true), Answer(Text("false"), float(not right), if_false)


def says_true(question: Question) -> bool:
    """Whether “true” is right."""
    return any(a.fraction == 1 and a.text.source == "true" for a in question.answers)


def percent(fraction: float) -> str:
    """A fraction as files write it: 0.3333333 is 33.33333."""
    scaled = Decimal(repr(fraction)).scaleb(2)
    return format(scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled.normalize(), "f")


def fraction(percents: str) -> float:
    """A weight as files write it, as a fraction; raises ValueError outside -100 … 100."""
    share = float(Decimal(percents).scaleb(-2))
    if not -1 <= share <= 1:
        raise ValueError(percents)
    return share


def without_lines(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The same questions as if they came from nowhere."""
    return tuple(replace(question, line=0) for question in questions)
