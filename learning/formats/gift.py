"""Moodle's GIFT: questions as plain text, a blank line between two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from learning import questions
from learning.formats import checking, gift_answers, gift_text, look_alikes
from learning.formats.encoding import LARGEST_QUESTION, plain, text_of
from learning.formats.gift_text import Block
from learning.questions import Kind, Problem, Question, Reading

BLANK = "_____"


def read(data: bytes) -> Reading:
    """Every question of the file in its order, and every problem with its line; raises Unreadable."""
    return read_text(text_of(data))


def read_text(text: str) -> Reading:
    """The same of a text; never raises."""
    found: list[Question] = []
    problems: list[Problem] = []
    for block in gift_text.blocks(plain(text)):
        problems += _look_alikes(block)
        try:
            question = _question(block)
        except gift_answers.Wrong as wrong:
            problems.append(Problem(block.lines[0], f"{wrong} {_named(block)}", left_out=True))
            continue
        found.append(question)
        problems += checking.doubts(question)
    return Reading(tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _named(block: Block) -> str:
    """The block as its author would recognise it."""
    return _("(in the block “%(begins)s”)") % {"begins": " ".join(block.raw.split())[:60]}


def _look_alikes(block: Block) -> Iterator[Problem]:
    """One problem per line with full-width characters that only look like control characters."""
    signs: dict[int, list[str]] = {}
    for offset, sign in look_alikes.found(block.text):
        signs.setdefault(block.line_at(offset), []).append(sign)
    for line, found in signs.items():
        words = {"signs": " ".join(dict.fromkeys(found))}
        yield Problem(line, _("Full-width %(signs)s is text, not a control character; nothing was converted.") % words)


def _question(block: Block) -> Question:
    """One block; raises Wrong where it gives no question."""
    if len(block.text) > LARGEST_QUESTION:
        raise gift_answers.Wrong(_("This block is longer than any question."))
    text = block.text.strip()
    if text.startswith("$CATEGORY:"):
        path = gift_text.show(text.removeprefix("$CATEGORY:")).strip()
        return Question(kind=Kind.CATEGORY, name=path, line=block.lines[0])
    name, text = _name(text)
    before, answers, after = _cut(text)
    if answers is None:
        kind, stem, feedback, fields = Kind.DESCRIPTION, gift_text.formatted(before), questions.Text(), {}
    else:
        stem = gift_text.formatted(_stem(before, after))
        answers, _mark, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
        feedback = gift_text.formatted(general, stem.format)
        kind = gift_answers.kind_of(answers.strip())
        fields = gift_answers.understood(kind, answers.strip(), stem.format)
    known: dict[str, Any] = {
        "name": name,
        "stem": stem,
        "feedback": feedback,
        "tags": block.tags,
        "idnumber": block.idnumber,
    }
    return Question(kind=kind, line=block.lines[0], **known, **fields)


def _name(text: str) -> tuple[str, str]:
    """What stands between `::` and `::`, and the rest."""
    if not text.startswith("::"):
        return "", text
    name, colons, rest = text[2:].partition("::")
    return (gift_text.show(" ".join(name.split())).strip(), rest) if colons else ("", text)


def _cut(text: str) -> tuple[str, str | None, str]:
    """Before, between and after the first pair of braces; raises Wrong where a brace stands alone."""
    open_now = False
    for sign in text:
        if sign in "{}":
            if (sign == "{") == open_now:
                raise gift_answers.Wrong(_("A brace { or } has no partner, or a blank line stands between the two."))
            open_now = not open_now
    if open_now:
        raise gift_answers.Wrong(_("A brace { or } has no partner, or a blank line stands between the two."))
    before, brace, rest = text.partition("{")
    if not brace:
        return before, None, ""
    answers, _brace, after = rest.partition("}")
    return before, answers, after


def _stem(before: str, after: str) -> str:
    """What is asked; a gap stands where the answers stood in the middle of a sentence."""
    return f"{before.rstrip()} {BLANK} {after.strip()}" if after.strip() else before
