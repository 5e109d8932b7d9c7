"""The papers of a case as one reader may see them: on the case page, on the expert's form, beside the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import now

from care.instruments import GAD7, PHQ9, Score, score
from care.models import Document
from care.views import situations

if TYPE_CHECKING:
    from teleconsult.models import Consultation, Request
    from teleconsult.reading import Reader


def context(consultation: Consultation, reader: Reader) -> dict[str, object]:
    """The request and the opinion for whoever may read them; also the desk of the call uses it."""
    paper = reader.request if reader.sees_request or reader.is_coordinator else None
    shown = Document.objects.filter(about_code=consultation.code, removed_at=None) if reader.sees_papers else []
    return {
        "case": consultation,
        "reader": reader,
        "paper": paper,
        "scores": scores(paper) if paper and reader.sees_request else [],
        "documents": shown,
        "opinion": getattr(consultation, "opinion", None) if reader.sees_opinion else None,
        "situation": situations.about(consultation.code, reader=reader.person, at=now()),
        "today": now().astimezone(consultation.inviting.tz).date(),
    }


def scores(paper: Request) -> list[tuple[str, Score]]:
    """The questionnaires of a request, scored."""
    given = ((PHQ9, paper.phq9), (GAD7, paper.gad7))
    return [(instrument.title, score(instrument, answers)) for instrument, answers in given if answers]
