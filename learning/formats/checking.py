"""What a reader tells about a question that can be read and yet may not be meant so."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from learning.questions import CALCULATED, Kind, Problem, Question

CLOSE = 0.001  # three times 33.33333 is a whole


def doubts(question: Question) -> Iterator[Problem]:
    """Problems that leave the question in."""
    for message in _messages(question):
        yield Problem(question.line, message)


def _messages(question: Question) -> Iterator[str]:
    """In the reader's language."""
    if question.kind == Kind.MULTICHOICE:
        yield from _choices(question)
    elif question.kind in (Kind.SHORTANSWER, Kind.NUMERICAL):
        if not any(answer.fraction == 1 for answer in question.answers):
            yield _("No answer gives the full mark.")
    elif question.kind == Kind.MATCHING and len(question.pairs) < 2:
        yield _("Matching needs at least two pairs.")
    elif question.kind == Kind.ORDERING and len(question.answers) < 2:
        yield _("Ordering needs at least two things.")
    elif question.kind not in set(Kind):
        yield from _strange(question.kind)


def _strange(kind: str) -> Iterator[str]:
    """Types that nobody can answer here."""
    if kind in CALCULATED:
        yield _("Calculated questions are kept and not playable yet: %(type)s") % {"type": kind}
    else:
        yield _("This type is not known here; the question is kept as it is: %(type)s") % {"type": kind}


def _choices(question: Question) -> Iterator[str]:
    """Too few choices, or none that is right."""
    if len(question.answers) < 2:
        yield _("A choice needs at least two answers.")
    if question.single and not any(answer.fraction == 1 for answer in question.answers):
        yield _("No answer gives the full mark.")
    if not question.single and abs(sum(a.fraction for a in question.answers if a.fraction > 0) - 1) > CLOSE:
        yield _("The weights of the right answers do not add up to 100.")
