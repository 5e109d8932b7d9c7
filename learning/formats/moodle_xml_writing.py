"""Questions as Moodle XML. What is written is read again: what did not come back is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from learning import questions
from learning.formats import moodle_xml
from learning.formats.encoding import Unreadable
from learning.questions import Answer, Kind, Problem, Question, Text, Writing

FORMATS = {ours: theirs for theirs, ours in moodle_xml.FORMATS.items()}


def write(wanted: Iterable[Question]) -> Writing:
    """A UTF-8 file, and a problem for each question that did not come back as it was."""
    pieces: list[str] = []
    problems: list[Problem] = []
    for question in wanted:
        piece = "\n".join(_lines(question))
        words = {"name": question.name or question.stem.source[:60]}
        try:
            back = moodle_xml.read(f"<quiz>{piece}</quiz>".encode()).questions
        except Unreadable:
            problems.append(Problem(question.line, _("Moodle XML cannot hold “%(name)s”.") % words, left_out=True))
            continue
        if back != (question,):
            problems.append(Problem(question.line, _("Moodle XML cannot hold all of “%(name)s”.") % words))
        pieces.append(piece)
    content = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *pieces, "</quiz>", ""])
    return Writing(content.encode(), tuple(problems))


def _lines(question: Question) -> Iterator[str]:
    """One `<question>`."""
    yield f"<question type={quoteattr(question.kind)}>"
    if question.kind == Kind.CATEGORY:
        yield f"<category><text>{escape(question.name)}</text></category>"
        yield _text("info", question.stem)
    else:
        yield f"<name><text>{escape(question.name)}</text></name>"
        yield _text("questiontext", question.stem)
        yield _text("generalfeedback", question.feedback)
        yield from (f"<{tag}>{escape(value)}</{tag}>" for tag, value in question.settings)
        yield from _answers(question)
        yield question.kept
    if question.idnumber:
        yield f"<idnumber>{escape(question.idnumber)}</idnumber>"
    if question.tags:
        yield "<tags>" + "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in question.tags) + "</tags>"
    yield "</question>"


def _answers(question: Question) -> Iterator[str]:
    """Answers and pairs, as the type has them."""
    if question.kind == Kind.MULTICHOICE:
        yield f"<single>{'true' if question.single else 'false'}</single>"
    for place, answer in enumerate(question.answers, start=1):
        share = str(place) if question.kind == Kind.ORDERING else questions.percent(answer.fraction)
        yield _answer(answer, share)
    for pair in question.pairs:
        inside = f"<answer><text>{escape(pair.match)}</text></answer>"
        yield _text("subquestion", pair.text, inside=inside)


def _answer(answer: Answer, share: str) -> str:
    """One answer with what is said to whoever gives it."""
    tolerance = "" if answer.tolerance is None else f"<tolerance>{answer.tolerance}</tolerance>"
    return _text("answer", answer.text, f' fraction="{share}"', _text("feedback", answer.feedback) + tolerance)


def _text(tag: str, text: Text, attributes: str = "", inside: str = "") -> str:
    """A text with its markup named and its files beside it."""
    files = "".join(
        f'<file name={quoteattr(file.name)} path={quoteattr(file.path)} encoding="base64">{file.content}</file>'
        for file in text.files
    )
    form = FORMATS.get(text.format, "moodle_auto_format")
    return f'<{tag} format="{form}"{attributes}><text>{escape(text.source)}</text>{files}{inside}</{tag}>'
