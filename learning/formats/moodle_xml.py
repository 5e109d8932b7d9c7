"""Moodle XML: every type it has is read; what is not understood is kept and told, never dropped."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from learning import questions
from learning.formats import checking, safe_xml
from learning.formats.encoding import LARGEST_QUESTION, Unreadable, text_of
from learning.formats.gift_answers import NUMBER, Wrong
from learning.formats.safe_xml import Element
from learning.questions import Answer, Attached, Kind, Pair, Problem, Question, Reading, Text

LARGEST_ATTACHED = 3_000_000
"""Characters of base64 in one attached file."""

FORMATS = {
    "moodle_auto_format": "moodle",
    "html": "html",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "wiki",
}
OTHER_NAMES = {"match": Kind.MATCHING, "multianswer": Kind.CLOZE}
COMMON = {"name", "questiontext", "generalfeedback", "tags", "idnumber"}
ANSWERED = {Kind.MULTICHOICE, Kind.TRUEFALSE, Kind.SHORTANSWER, Kind.NUMERICAL, Kind.ORDERING}


def read(data: bytes) -> Reading:
    """Every question in its order, and every problem with its line; raises Unreadable."""
    root = safe_xml.tree(text_of(data))
    if root.tag != "quiz":
        raise Unreadable(
            _("This is no Moodle XML: it begins with <%(tag)s>, not with <quiz>.") % {"tag": root.tag[:40]}
        )
    found: list[Question] = []
    problems: list[Problem] = []
    for element in root.children:
        try:
            question = _Reader(element, problems).question()
        except Wrong as wrong:
            problems.append(Problem(element.line, f"{wrong} ({element.said('name')[:60]})", left_out=True))
            continue
        found.append(question)
        problems += checking.doubts(question)
    return Reading(tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def serialised(element: Element) -> str:
    """An element as it stood, for what is kept and not understood."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.attributes.items())
    text = escape(element.text) if element.text.strip() else ""
    inside = text + "".join(serialised(child) for child in element.children)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


class _Reader:
    """One `<question>`."""

    def __init__(self, element: Element, problems: list[Problem]) -> None:
        self.element = element
        self.problems = problems

    def question(self) -> Question:
        """The question; raises Wrong where it gives none."""
        element = self.element
        if element.tag != "question":
            raise Wrong(_("Only questions belong here, not <%(tag)s>.") % {"tag": element.tag[:40]})
        kind = element.attributes.get("type", "").strip()
        kind = OTHER_NAMES.get(kind, kind)
        if not kind:
            raise Wrong(_("This question does not say its type."))
        if kind == Kind.CATEGORY:
            stem = self.text(element.first("info"))
            path, idnumber = element.said("category"), element.said("idnumber")
            return Question(kind=Kind.CATEGORY, name=path, stem=stem, idnumber=idnumber, line=element.line)
        stem = self.text(element.first("questiontext"))
        if len(stem.source) > LARGEST_QUESTION:
            raise Wrong(_("This block is longer than any question."))
        handled, fields = self.fields(kind)
        rest = [child for child in element.children if child.tag not in COMMON | handled]
        return Question(
            kind=kind,
            name=element.said("name"),
            stem=stem,
            feedback=self.text(element.first("generalfeedback")),
            tags=tuple(self.tags()),
            idnumber=element.said("idnumber"),
            settings=tuple((e.tag, e.text.strip()) for e in rest if not e.children and not e.attributes),
            kept="".join(serialised(e) for e in rest if e.children or e.attributes),
            line=element.line,
            **fields,
        )

    def fields(self, kind: str) -> tuple[set[str], dict[str, Any]]:
        """Which children the type gives a meaning to, and what they say."""
        if kind == Kind.MATCHING:
            pairs = tuple(self.pair(child) for child in self.element.all("subquestion"))
            return {"subquestion"}, {"pairs": pairs}
        if kind not in ANSWERED:
            return set(), {}
        answers = tuple(self.answer(child, kind) for child in self.element.all("answer"))
        if kind == Kind.TRUEFALSE:
            return {"answer"}, {"answers": self.truth(answers)}
        if kind == Kind.MULTICHOICE:
            single = self.element.said("single", "true").lower() in ("true", "1")
            return {"answer", "single"}, {"answers": answers, "single": single}
        return {"answer"}, {"answers": answers}

    def answer(self, element: Element, kind: str) -> Answer:
        """One answer; older files have the fraction as an element, and the text outside `<text>`."""
        text, feedback = self.text(element), self.text(element.first("feedback"))
        if kind == Kind.ORDERING:  # there the fraction is a place, and places are the order of the file
            return Answer(text, 1.0, feedback)
        share = self.share(element)
        if kind != Kind.NUMERICAL or text.source == "*":
            return Answer(text, share, feedback)
        tolerance = element.said("tolerance") or "0"
        if not NUMBER.fullmatch(text.source) or not NUMBER.fullmatch(tolerance) or Decimal(tolerance) < 0:
            raise Wrong(_("This is no number with a tolerance: %(number)s") % {"number": text.source[:60]})
        return Answer(text, share, feedback, Decimal(tolerance))

    def share(self, element: Element) -> float:
        """The fraction of the mark."""
        percents = element.attributes.get("fraction") or element.said("fraction") or "0"
        try:
            return questions.fraction(percents.strip())
        except (ValueError, InvalidOperation):
            words = {"weight": percents[:40]}
            raise Wrong(_("A weight must lie between -100 and 100: %(weight)s") % words) from None

    def truth(self, answers: tuple[Answer, ...]) -> tuple[Answer, Answer]:
        """True first, whatever the order in the file."""
        said = {answer.text.source.lower(): answer for answer in answers}
        if set(said) != {"true", "false"}:
            raise Wrong(_("A true/false question has the answers “true” and “false”."))
        right = said["true"].fraction > said["false"].fraction
        return questions.true_or_false(right, if_true=said["true"].feedback, if_false=said["false"].feedback)

    def pair(self, element: Element) -> Pair:
        """What belongs to what."""
        return Pair(self.text(element), element.said("answer"))

    def tags(self) -> Iterator[str]:
        """Tags that say something."""
        tags = self.element.first("tags")
        for tag in tags.all("tag") if tags else ():
            yield (tag.first("text") or tag).text.strip()

    def text(self, element: Element | None) -> Text:
        """A text with its markup and its files."""
        if element is None:
            return Text()
        form = element.attributes.get("format", "moodle_auto_format")
        files = tuple(self.files(element))
        return questions.text((element.first("text") or element).text.strip(), FORMATS.get(form, "moodle"), files)

    def files(self, element: Element) -> Iterator[Attached]:
        """Attached files in base64; one too large or broken is told and left out."""
        for file in element.all("file"):
            content, name = "".join(file.text.split()), file.attributes.get("name", "")
            try:
                if len(content) > LARGEST_ATTACHED:
                    raise Wrong(_("The attached file %(name)s is too large and was left out.") % {"name": name[:60]})
                base64.b64decode(content, validate=True)
            except Wrong as wrong:
                self.problems.append(Problem(file.line, str(wrong)))
            except (binascii.Error, ValueError):
                words = {"name": name[:60]}
                self.problems.append(
                    Problem(file.line, _("The attached file %(name)s is no base64 and was left out.") % words)
                )
            else:
                yield Attached(name, file.attributes.get("path", "/"), content)
