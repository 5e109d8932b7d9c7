"""A spreadsheet that teachers fill in: one question a row, four columns for each answer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from learning import questions
from learning.formats import checking
from learning.formats.encoding import LARGEST_FILE, LARGEST_QUESTION, Unreadable
from learning.formats.gift_answers import NUMBER, Wrong
from learning.questions import Answer, Kind, Pair, Problem, Question, Reading, Text, Writing

HEAD = ("type", "name", "question", "markup", "several right", "general feedback", "tags", "idnumber")
GROUP = ("answer", "weight", "feedback", "tolerance or match")
ANSWERS = 10
MOST_ROWS = 20_000
MARKUPS = ("moodle", "html", "plain", "markdown")
HELD = frozenset(Kind) - {Kind.CLOZE}
MATCH = 3
LONGEST_CELL = 32_767  # Excel cuts what is longer


def read(data: bytes) -> Reading:
    """Every row under the headings; a problem's line is its row. Raises Unreadable."""
    found: list[Question] = []
    problems: list[Problem] = []
    for number, row in enumerate(_rows(data), start=1):
        if number == 1 or not any(row):
            continue
        try:
            question = _question(row, number)
        except Wrong as wrong:
            problems.append(Problem(number, str(wrong), left_out=True))
            continue
        found.append(question)
        problems += checking.doubts(question)
    return Reading(tuple(found), tuple(problems))


def _rows(data: bytes) -> list[list[str]]:
    """The first sheet as text, its size looked at before it is unpacked."""
    refused = Unreadable(_("This is no spreadsheet (xlsx) that can be read."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(data) > LARGEST_FILE or sum(part.file_size for part in packed.infolist()) > 4 * LARGEST_FILE:
                raise Unreadable(_("This file is larger than %(most)s MB.") % {"most": LARGEST_FILE // 1024 // 1024})
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        wide = len(HEAD) + len(GROUP) * ANSWERS
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=wide, values_only=True)
        found = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    except Unreadable:
        raise
    except Exception as error:
        raise refused from error
    if not found or found[0][0] != HEAD[0]:
        raise Unreadable(_("The first row must hold the headings of the template, beginning with “type”."))
    return found


def _question(row: list[str], line: int) -> Question:
    """One row; raises Wrong."""
    row = row + [""] * (len(HEAD) + len(GROUP) * ANSWERS - len(row))
    kind, name, stem, markup, several, feedback, tags, idnumber = row[: len(HEAD)]
    if not kind:
        raise Wrong(_("This question does not say its type."))
    if sum(len(cell) for cell in row) > LARGEST_QUESTION:
        raise Wrong(_("This block is longer than any question."))
    form = markup if markup in MARKUPS else "moodle"
    cells = [row[at : at + len(GROUP)] for at in range(len(HEAD), len(row), len(GROUP))]
    groups = [group for group in cells if any(group)]
    known: dict[str, Any] = {"name": name, "stem": questions.text(stem, form), "idnumber": idnumber, "line": line}
    known |= {"feedback": questions.text(feedback, form), "tags": tuple(tag for tag in tags.split("\n") if tag)}
    if kind == Kind.MATCHING:
        return Question(kind=kind, pairs=tuple(Pair(questions.text(g[0], form), g[MATCH]) for g in groups), **known)
    answers = tuple(_answer(kind, group, form) for group in groups)
    if kind == Kind.TRUEFALSE:
        return Question(kind=kind, answers=_truth(answers), **known)
    return Question(kind=kind, answers=answers, single=not several, **known)


def _answer(kind: str, group: list[str], form: str) -> Answer:
    """Answer, weight, feedback, tolerance."""
    source, weight, feedback, tolerance = group
    try:
        share = questions.fraction(weight or "0")
    except (ValueError, InvalidOperation):
        raise Wrong(_("A weight must lie between -100 and 100: %(weight)s") % {"weight": weight[:40]}) from None
    said = questions.text(feedback, form)
    if kind != Kind.NUMERICAL or source == "*":
        plain = kind in (Kind.NUMERICAL, Kind.TRUEFALSE)
        return Answer(questions.text(source, "moodle" if plain else form), share, said)
    tolerance = tolerance or "0"
    if not NUMBER.fullmatch(source) or not NUMBER.fullmatch(tolerance) or Decimal(tolerance) < 0:
        raise Wrong(_("This is no number with a tolerance: %(number)s") % {"number": source[:60]})
    return Answer(Text(source), share, said, Decimal(tolerance))


def _truth(answers: tuple[Answer, ...]) -> tuple[Answer, Answer]:
    """True first; a cell that Excel took for a truth value is one."""
    said = {answer.text.source.lower(): answer for answer in answers}
    if set(said) != {"true", "false"}:
        raise Wrong(_("A true/false question has the answers “true” and “false”."))
    right = said["true"].fraction > said["false"].fraction
    return questions.true_or_false(right, if_true=said["true"].feedback, if_false=said["false"].feedback)


def write(wanted: Iterable[Question]) -> Writing:
    """The template filled in; what a row could not hold is told."""
    problems: list[Problem] = []
    rows: list[list[str]] = []
    for question in wanted:
        words = {"type": question.kind, "name": question.name or question.stem.source[:60]}
        row = _row(question)
        if (
            question.kind not in HELD
            or len(row) > len(HEAD) + len(GROUP) * ANSWERS
            or max(map(len, row)) > LONGEST_CELL
        ):
            message = _("A spreadsheet cannot hold this %(type)s: “%(name)s”") % words
            problems.append(Problem(question.line, message, left_out=True))
            continue
        rows.append(row)
        try:
            same = _question(row, 0) == question
        except Wrong:
            same = False
        if not same:
            problems.append(Problem(question.line, _("A spreadsheet cannot hold all of “%(name)s”.") % words))
    return Writing(_packed(rows), tuple(problems))


def _row(question: Question) -> list[str]:
    """As `_question` reads it."""
    several = "yes" if not question.single else ""
    head = [question.kind, question.name, question.stem.source, question.stem.format, several]
    row = [str(cell) for cell in (*head, question.feedback.source, "\n".join(question.tags), question.idnumber)]
    for answer in question.answers:
        tolerance = "" if answer.tolerance is None else str(answer.tolerance)
        row += [answer.text.source, questions.percent(answer.fraction), answer.feedback.source, tolerance]
    for pair in question.pairs:
        row += [pair.text.source, "", "", pair.match]
    return row


def _packed(rows: list[list[str]]) -> bytes:
    """An xlsx file of text cells: nothing in it is ever a formula."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.freeze_panes = "D2"
    headings = [*HEAD, *(f"{word} {place}" for place in range(1, ANSWERS + 1) for word in GROUP)]
    for number, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            if value:
                sheet.cell(number, column, _writable(value)).data_type = "s"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _writable(value: str) -> str:
    """Without the control characters that a spreadsheet refuses."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", value))
