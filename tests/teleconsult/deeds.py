"""Every verb of a consultation as one table, for tests that let anybody try anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from alliance import access, institutions
from alliance.models import Person
from alliance.roles import Permission
from care import consenting
from care.models import ConsentGrant
from teleconsult import (
    answering,
    asking,
    departed,
    disposing,
    doors,
    following_up,
    handing_over,
    meeting,
    opining,
    panels,
    qualifying,
    scheduling,
    triaging,
)
from teleconsult.disposing import Decision
from teleconsult.models import AdviceItem, Consultation, MovedOn, Opinion, OutcomeRound, PanelSeat, Slot, State
from teleconsult.pieces import NotForThem
from teleconsult.reading import Reader
from tests.teleconsult.deeds_aside import ASIDE, HANDED
from tests.teleconsult.factories import ADVICE, ANSWERS, OPINION, SURVEY, Way, answer_round, give_consent

CAST = ("doctor", "colleague", "expert", "second", "third", "coordinator")
TURNS = (
    *HANDED,
    "place_leaves",
    "place_returns",
    "withdraw",
    "leave_asking",
    "leave_answering",
    "leave_reading",
    "return_asking",
    "return_answering",
    "return_reading",
    "lapse",
)
NAMED = (
    MovedOn,
    answering.NotOpenForWords,
    answering.WrongDoor,
    departed.StillHere,
    doors.NeverOnlyWritten,
    asking.AgreementMissing,
    asking.ConsentMissing,
    asking.NotTheOwner,
    asking.NotUnowned,
    asking.OwnExpert,
    asking.RequestMissing,
    disposing.DecisionMissing,
    disposing.ReasonMissing,
    following_up.AlreadyAnswered,
    following_up.AnswersMissing,
    following_up.NotYet,
    *handing_over.REFUSED,
    NotForThem,
    institutions.HasLeft,
    meeting.ChecksMissing,
    meeting.NotATwoSided,
    meeting.NotWithdrawn,
    opining.AdviceMissing,
    opining.DiagnosisReserved,
    opining.NotSigned,
    panels.LeadsTheCase,
    panels.NobodyReadsAlong,
    panels.NotOnThePanel,
    panels.PanelFull,
    panels.ReadsAlready,
    qualifying.NotQualified,
    scheduling.DayFull,
    scheduling.ExpertBusy,
    scheduling.HoldLapsed,
    scheduling.NotBookable,
    scheduling.SlotGone,
    scheduling.SlotTaken,
    triaging.NotAssigned,
)


@dataclass
class Cast:
    """The people, made once for all machines."""

    way: Way
    colleague: Person
    leader: Person
    second: Person
    third: Person
    people: dict[str, Person] = field(init=False)

    def __post_init__(self) -> None:
        way = self.way
        made = (way.doctor, self.colleague, way.expert, self.second, self.third, way.coordinator)
        self.people = dict(zip(CAST, made, strict=True))


def _slot(case: Consultation, at: datetime, cast: Cast) -> Slot:
    """A new hour of the case's expert; of somebody else where it has none."""
    begins = at + timedelta(days=1)
    expert = case.expert or cast.second
    return Slot.objects.create(
        expert=expert, institution=case.invited, begins_at=begins, ends_at=begins + timedelta(seconds=30)
    )


def _complete(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    asking.complete(case, ANSWERS, by=by, at=at)


def _agree(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    if not asking.has_consent(case) and case.state in (State.DRAFT, State.CONSENT_PENDING):
        give_consent(case, by=by, at=at)


def _withdraw(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    grants = ConsentGrant.objects.filter(consent__about_code=case.code, purpose="consultation")
    consenting.withdraw(list(grants.select_related("consent__patient")), by=by, at=at)


def _hold(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    scheduling.hold(case, _slot(case, at, cast), by=by, at=at)


def _seat_of(case: Consultation, person: Person) -> PanelSeat:
    seat = PanelSeat.objects.filter(consultation=case, person=person).order_by("-pk").first()
    if seat is None:
        raise panels.NotOnThePanel
    return seat


def _comment(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    panels.comment(_seat_of(case, by), "同意", by=by, at=at)


def _nothing(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    panels.comment(_seat_of(case, by), "", nothing_to_add=True, by=by, at=at)


def _release(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    panels.release(_seat_of(case, cast.second), because="x", by=by, at=at)


def _dispose(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    decisions = {item.pk: Decision("adopted") for item in AdviceItem.objects.filter(opinion__consultation=case)}
    disposing.dispose(case, decisions, patient_told=True, progress_note="", by=by, at=at)


def _tell(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    """The first round that is still open, once its day has come."""
    asked = OutcomeRound.objects.filter(consultation=case, outcome=None, ended_at=None).first()
    if asked is not None:
        answer_round(asked, by=by, at=max(at, asked.opens_at))


def _tell_too_early(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    asked = OutcomeRound.objects.filter(consultation=case).first()
    if asked is not None:
        answer_round(asked, by=by, at=at)


def _gone(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    asked = OutcomeRound.objects.filter(consultation=case).first()
    if asked is not None:
        following_up.cannot(asked, "died", by=by, at=at)


def _add(case: Consultation, by: Person, at: datetime, cast: Cast) -> None:
    opinion = Opinion.objects.filter(consultation=case).first()
    if opinion is not None:
        opining.add(opinion, "补充", by=by, at=at)


_MISSING: dict[str, Any] = {"missing": ["x"], "because": ""}
_WHERE = {"patient_where": "村委会", "call_back": "1", "present": "x", "reachable": "x"}

VERBS: dict[str, Callable[[Consultation, Person, datetime, Cast], Any]] = {
    "complete": _complete,
    "agree": _agree,
    "withdraw": _withdraw,
    "submit": lambda case, by, at, cast: asking.submit(case, by=by, at=at),
    "take_back": lambda case, by, at, cast: asking.cancel(case, because="x", by=by, at=at),
    "take_over": lambda case, by, at, cast: asking.take_over(case, because="x", by=by, at=at),
    "assign": lambda case, by, at, cast: triaging.assign(case, to=cast.way.expert, by=by, at=at),
    "assign_second": lambda case, by, at, cast: triaging.assign(case, to=cast.second, by=by, at=at),
    "assign_with": lambda case, by, at, cast: triaging.assign(
        case, to=cast.way.expert, by=by, at=at, readers=[cast.second, cast.third]
    ),
    "seat_expert": lambda case, by, at, cast: panels.ask(case, person=cast.way.expert, by=by, at=at),
    "seat_second": lambda case, by, at, cast: panels.ask(case, person=cast.second, by=by, at=at),
    "seat_third": lambda case, by, at, cast: panels.ask(case, person=cast.third, by=by, at=at),
    "seat_doctor": lambda case, by, at, cast: panels.ask(case, person=cast.way.doctor, by=by, at=at),
    "comment": _comment,
    "nothing": _nothing,
    "release": _release,
    "return": lambda case, by, at, cast: triaging.return_for_more(case, **_MISSING, by=by, at=at),
    "accept": lambda case, by, at, cast: triaging.accept(case, by=by, at=at),
    "decline": lambda case, by, at, cast: triaging.decline(case, because="x", suggestion="", by=by, at=at),
    "close_declined": lambda case, by, at, cast: triaging.close_declined(case, because="x", by=by, at=at),
    "hold": _hold,
    "confirm": lambda case, by, at, cast: scheduling.confirm(case, by=by, at=at, because="x"),
    "give_back": lambda case, by, at, cast: scheduling.cancel(case, because="x", by=by, at=at),
    "to_writing": lambda case, by, at, cast: doors.to_writing(case, because="x", by=by, at=at),
    "to_video": lambda case, by, at, cast: doors.to_video(case, because="x", by=by, at=at),
    "write": lambda case, by, at, cast: answering.begin(case, by=by, at=at),
    "ask_back": lambda case, by, at, cast: answering.ask_back(case, "问", by=by, at=at),
    "reply": lambda case, by, at, cast: answering.reply(case, "答", by=by, at=at),
    "go_on": lambda case, by, at, cast: answering.go_on(case, by=by, at=at),
    "ask_after": lambda case, by, at, cast: answering.ask_after(case, "再问", by=by, at=at),
    "remark": lambda case, by, at, cast: answering.remark(case, "说", by=by, at=at),
    "open_now": lambda case, by, at, cast: scheduling.open_now(case, by=by, at=at),
    "check": lambda case, by, at, cast: meeting.check(case, _WHERE, by=by, at=at),
    "begin": lambda case, by, at, cast: meeting.begin(case, by=by, at=at),
    "end": lambda case, by, at, cast: meeting.end(case, by=by, at=at),
    "abort": lambda case, by, at, cast: meeting.abort(case, because="x", by=by, at=at),
    "close_withdrawn": lambda case, by, at, cast: meeting.close_after_withdrawal(case, by=by, at=at),
    "sign": lambda case, by, at, cast: opining.sign(case, OPINION, ADVICE, by=by, at=at),
    "add": _add,
    "dispose": _dispose,
    "close_out": lambda case, by, at, cast: following_up.close_out(case, SURVEY, by=by, at=at),
    "tell": _tell,
    "tell_too_early": _tell_too_early,
    "gone": _gone,
    "lapse": lambda case, by, at, cast: triaging.let_returned_lapse(case, at=at),
    **ASIDE,
}
_ASKING, _DISPOSING = Permission.REQUEST_CONSULTATIONS, Permission.DISPOSE
_ROUTING, _ANSWERING, _HOSTING = Permission.TRIAGE, Permission.ANSWER, Permission.HOST_CALLS
DOOR = {
    **dict.fromkeys(("complete", "submit", "take_back", "take_over"), _ASKING),
    **dict.fromkeys(("agree", "withdraw"), Permission.RECORD_CONSENT),
    **dict.fromkeys(("assign", "assign_second", "assign_with", "return", "close_declined", "end_departed"), _ROUTING),
    **dict.fromkeys(("seat_expert", "seat_second", "seat_third", "seat_doctor"), _ROUTING),
    **dict.fromkeys(("comment", "nothing", "release"), Permission.READ_CONSULTATIONS),
    **dict.fromkeys(("accept", "decline", "open_now", "sign", "add", "write", "go_on"), _ANSWERING),
    **dict.fromkeys(("hold", "confirm", "give_back"), Permission.READ_CONSULTATIONS),
    **dict.fromkeys(
        ("to_writing", "to_video", "ask_back", "reply", "ask_after", "remark"), Permission.READ_CONSULTATIONS
    ),
    **dict.fromkeys(("begin", "end", "abort", "close_withdrawn"), _HOSTING),
    **dict.fromkeys(("dispose", "close_out", "tell", "tell_too_early", "gone"), _DISPOSING),
    "check": Permission.JOIN_CALLS,
}


def let_in(verb: str, case: Consultation, by: Person) -> bool:
    """Whether the page of that verb opens for this person; rights are asked at the door, not again by the verb."""
    if verb not in DOOR:
        return True
    if not Consultation.objects.within_reach_of(by).filter(pk=case.pk).exists():
        return False
    reader = Reader(by, case)
    if verb in ("hold", "confirm", "give_back"):
        return reader.may_book or (verb == "give_back" and reader.is_expert)
    if verb in ("to_writing", "to_video"):
        return reader.may_change_door
    if verb in ("ask_back", "reply", "ask_after", "remark"):
        return reader.sees_request and reader.may_write
    if verb in ("comment", "nothing"):
        return reader.sees_panel
    if verb == "release":
        return reader.is_coordinator
    return access.allows(case, by=by, to=DOOR[verb])
