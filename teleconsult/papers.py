"""The papers of a case as one reader may see them: on the case page, on the expert's form, beside the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.timezone import now

from alliance import climbs
from alliance.formulary import Shelves
from alliance.models import Deadline
from alliance.stock_words import Hints
from care import consenting
from care.instruments import GAD7, PHQ9, Score, score
from care.models import Consent, DangerAlarm, Document, Purpose
from care.views import situations
from teleconsult import (
    asking,
    emergencies,
    filing_away,
    following_up,
    no_shows,
    opining,
    panels,
    scheduling,
    timeline,
    timers,
    waiting,
    waiting_list,
)
from teleconsult.call import checking
from teleconsult.call.models import ChatMessage
from teleconsult.models import EmergencyApproval, Opinion, Phrase, Request, RequestRating, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teleconsult.models import Consultation
    from teleconsult.reading import Reader


EARLIER = 5  # opinions shown beside the form


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
        "opinion": opining.of(consultation) if reader.sees_opinion else None,
        "situation": situations.about(consultation.code, reader=reader.person, at=now()),
        "today": now().astimezone(consultation.inviting.tz).date(),
    }


def at_hand(consultation: Consultation, reader: Reader) -> dict[str, object]:
    """What lies beside the opinion's form: the thread, and earlier signed opinions on the patient where shared."""
    earlier: Iterable[Opinion] = []
    if reader.sees_papers:
        question = Request.objects.filter(consultation=OuterRef("consultation")).order_by("-number")
        earlier = (
            Opinion.objects.filter(
                consultation__patient=consultation.patient, consultation__invited=consultation.invited
            )
            .exclude(consultation=consultation)
            .exclude(consultation__code__in=consenting.withdrawn(Purpose.CONSULTATION))
            .select_related("consultation", "signed_by")
            .prefetch_related("advice__disposition")
            .annotate(question=Subquery(question.values("question")[:1]))
            .order_by("-signed_at")[:EARLIER]
        )
    return {
        **panel_of(consultation, reader),
        "entries": consultation.thread.select_related("author"),
        "earlier": earlier,
        "stock": Hints(Shelves.around(consultation.inviting)),
        "phrases": Phrase.objects.within_reach_of(reader.person),
        "next_case": waiting.next_for(reader.person, after=consultation),
    }


def panel_of(consultation: Consultation, reader: Reader) -> dict[str, object]:
    """Who reads along, with the clocks of those still to comment; the comments for the panel and the lead."""
    seats = list(panels.seats(consultation))
    codes = [seat.code for seat in seats]
    clocks = Deadline.objects.running().filter(kind=timers.PANEL_COMMENT, subject_code__in=codes)
    running = {clock.subject_code: clock for clock in clocks} if seats else {}
    said = panels.comments(consultation) if reader.sees_panel and seats else []
    return {"panel": [(seat, running.get(seat.code)) for seat in seats], "comments": said}


def scores(paper: Request) -> list[tuple[str, Score]]:
    """The questionnaires of a request, scored."""
    given = ((PHQ9, paper.phq9), (GAD7, paper.gad7))
    return [(instrument.title, score(instrument, answers)) for instrument, answers in given if answers]


def around(consultation: Consultation, reader: Reader) -> dict[str, object]:
    """What the case page shows beside the papers: clock, hour, consents, emergency path, timeline."""
    kind = waiting.clock_of(consultation)
    return {
        "clock": Deadline.objects.filter(subject_code=consultation.code, kind=kind, met_at=None).first(),
        "climbs": _climbs(consultation, reader),
        "events": timeline.of(consultation, reader),
        **_filed(consultation),
        "rating": RequestRating.objects.filter(consultation=consultation).first() if reader.sees_opinion else None,
        "rounds": list(following_up.rounds_of(consultation)) if reader.sees_opinion else [],
        **_hour(consultation, reader),
        **panel_of(consultation, reader),
        "messages_written": _written(consultation, reader),
        "consents": Consent.objects.filter(about_code=consultation.code).prefetch_related("grants__recipient")
        if reader.is_doctor
        else [],
        "consented": asking.has_consent(consultation),
        "emergency": EmergencyApproval.objects.filter(consultation=consultation).select_related("decided_by").first(),
        "waiver": emergencies.approved(consultation),
        "next_case": waiting.next_for(reader.person, after=consultation) if reader.is_expert else None,
        "thread_length": consultation.thread.count(),
        "last_step": consultation.steps.select_related("by").order_by("-pk").first(),
    }


def _hour(consultation: Consultation, reader: Reader) -> dict[str, object]:
    """The booking; for whoever may book, the place on the waiting list and what is offered."""
    at, booking = now(), scheduling.live_booking(consultation)
    shown: dict[str, object] = {"booking": booking}
    if consultation.state == State.SCHEDULED and not consultation.in_person:
        shown["line_checks"] = checking.of(consultation.room)
    if consultation.state == State.SCHEDULED and (reader.is_expert or reader.is_coordinator):
        shown["missed"] = no_shows.is_open(booking, at=at)
    if reader.may_book:
        shown["entry"] = waiting_list.entry_of(consultation)
        shown["offer"] = waiting_list.offer_of(consultation, at=at)
    return shown


def _climbs(consultation: Consultation, reader: Reader) -> list[climbs.Climb]:
    """Whom the overdue steps of the case, and of its alarm, have been taken to."""
    open_alarms = DangerAlarm.objects.filter(about_code=consultation.code, settled_at=None)
    codes = [consultation.code, *open_alarms.values_list("code", flat=True)]
    return [each for found in climbs.about(codes, reader=reader.person).values() for each in found]


def _filed(consultation: Consultation) -> dict[str, object]:
    """The dossier of a closed case, and until when it is kept."""
    dossier = filing_away.of(consultation) if consultation.state == State.CLOSED else None
    return {"dossier": dossier, "keep_until": filing_away.keep_until(dossier) if dossier else None}


def _written(consultation: Consultation, reader: Reader) -> Iterable[ChatMessage]:
    """What was written in the room; kept with the case, for the two sides only."""
    if consultation.room_id is None or not reader.sees_request:
        return []
    return ChatMessage.objects.filter(room=consultation.room_id).select_related("author", "visitor")
