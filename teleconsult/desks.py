"""The papers beside the picture: the request, the checks of both sides, and the opinion as it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from alliance import duty
from alliance.formulary import Shelves
from alliance.stock_words import Hints
from teleconsult import asking, drafting, meeting
from teleconsult.forms.opinion import OpinionForm
from teleconsult.forms.request import initial_from
from teleconsult.forms.session import StartCheckForm
from teleconsult.models import WRITING, Consultation, Draft, StartCheck, State
from teleconsult.papers import context
from teleconsult.reading import Reader

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from alliance.models import Person
    from teleconsult.call.models import Room

WRITABLE = (State.SCHEDULED, State.IN_SESSION, *WRITING)
_WITH = ("patient__institution", "inviting", "invited__parent", "owner", "expert__licence", "room")


class ConsultationDesk:
    """Lies in the rooms of consultations; see `teleconsult.call.desk.Desk`."""

    def _case(self, request: HttpRequest, room: Room) -> Consultation | None:
        """The case, for whoever may open it: a seat in the room outlives what was lent to an expert."""
        within = Consultation.objects.within_reach_of(request.user)  # type: ignore[arg-type]
        return within.select_related(*_WITH).filter(room=room).first()

    def template(self, request: HttpRequest, room: Room) -> tuple[str, dict[str, Any]] | None:
        """The right column."""
        consultation = self._case(request, room)
        if consultation is None:
            return None
        return "teleconsult/desk.html", papers(request, consultation)

    def crisis(self, request: HttpRequest, room: Room) -> tuple[str, dict[str, Any]]:
        """Where the patient is, the numbers of that place, and the duty phone."""
        consultation = self._case(request, room)
        assert consultation is not None  # noqa: S101 -- `template` has just found it
        check = meeting.checks(consultation).get(StartCheck.Side.INVITING)
        on_call = duty.on_duty(consultation.invited, now())
        return "teleconsult/desk_crisis.html", {
            "case": consultation,
            "check": check,
            "on_call": on_call,
            "duty_phone": (on_call.phone if on_call else "") or consultation.invited.duty_phone,
        }

    def back(self, request: HttpRequest, room: Room) -> str:
        """Hanging up leads to the case."""
        consultation = self._case(request, room)
        return consultation.get_absolute_url() if consultation else "/"

    def kept_out(self, person: Person, code: UUID) -> str:
        """Whoever reads along comments in writing."""
        rooms = Consultation.objects.within_reach_of(person).filter(room__code=code)
        if not rooms.filter(panel__person=person, panel__released_at=None).exists():
            return ""
        return _("Only the lead expert joins the call. You read this case along: please comment in writing.")


def papers(request: HttpRequest, consultation: Consultation) -> dict[str, Any]:
    """Everything on the desk for this reader."""
    reader = Reader(request.user, consultation)  # type: ignore[arg-type]
    return {**context(consultation, reader), **session(request, consultation), **opinion_draft(consultation, reader)}


def opinion_draft(consultation: Consultation, reader: Reader) -> dict[str, Any]:
    """The opinion form as typed so far; only for the expert, only while it can be written."""
    if not reader.is_expert or consultation.state not in WRITABLE or consultation.consent_withdrawn_at:
        return {"opinion_form": None}
    draft = drafting.of(consultation, Draft.Sort.OPINION)
    form = OpinionForm(consultation=consultation, may_diagnose=may_diagnose(reader))
    form.initial = initial_from(drafting.as_form_data(draft), form)
    stock = Hints(Shelves.around(consultation.inviting))
    return {"opinion_form": form, "opinion_draft": draft, "stock": stock}


def may_diagnose(reader: Reader) -> bool:
    """Psychiatrists only (精神卫生法 art 29)."""
    licence = getattr(reader.person, "licence", None)
    return bool(licence and licence.is_psychiatrist)


def session(request: HttpRequest, consultation: Consultation, form: StartCheckForm | None = None) -> dict[str, Any]:
    """The changing part: who has confirmed what, and what can be done next."""
    reader = Reader(request.user, consultation)  # type: ignore[arg-type]
    side = StartCheck.Side.INVITED if reader.is_expert else StartCheck.Side.INVITING
    checks = meeting.checks(consultation)
    return {
        "case": consultation,
        "reader": reader,
        "side": side,
        "checks": checks,
        "mine": checks.get(side),
        "theirs": checks.get(StartCheck.Side.INVITING if side == StartCheck.Side.INVITED else StartCheck.Side.INVITED),
        "check_form": form or StartCheckForm(side=side, initial=_known(consultation)),
        "both": meeting.sides(consultation) <= set(checks),
        "consented": asking.has_consent(consultation),
        "withdrawn": consultation.consent_withdrawn_at,
    }


def _known(consultation: Consultation) -> dict[str, str]:
    """Nothing is typed twice: the patient's address and phone are proposed, and corrected where they differ today."""
    patient = consultation.patient
    return {
        "patient_where": patient.address,
        "call_back": consultation.owner.mobile or "" if consultation.owner else patient.phone,
    }
