"""Consultations at every point of their way, made by the verbs themselves so that each has a lawful history."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from alliance.models import Institution, Person
from care import consenting, registering
from care.models import ConsentText, Patient, Purpose
from teleconsult import answering, asking, disposing, following_up, meeting, opining, scheduling, triaging
from teleconsult.models import AdviceItem, Consultation, Disposition, Outcome, OutcomeRound, RiskLevel, Slot

_numbers = count(1)

ANSWERS: dict[str, Any] = {
    "kind": "liaison",
    "urgency": "routine",
    "specialty": "mood",
    "preferred_title": "",
    "purpose": "treatment",
    "question": "反复胸闷濒死感，自购安定两年，怎样减药？",
    "prior_psychiatrist": None,
    "began": "两年前起病",
    "course": "",
    "treatment": "",
    "present": "近一月加重",
    "circumstances": "",
    "symptoms": ["despair"],
    "insight": "full",
    "mental_state_note": "",
    "ideas": "no",
    "plan": "no",
    "attempt": "no",
    "means": "",
    "harm_to_others": "no",
    "danger_note": "",
    "risk_grade": None,
    **dict.fromkeys(("allergies", "pregnancy", "physical", "tests", "substances", "past_attempts"), "unknown"),
    **{f"{name}_note": "" for name in ("allergies", "pregnancy", "physical", "tests", "substances", "past_attempts")},
    "phq9": [1, 1, 1, 1, 1, 0, 0, 0, 0],
    "gad7": [3, 2, 2, 2, 2, 2, 2],
    "medicines": [{"name": "地西泮", "dose": "2.5 mg", "times": "每晚", "since": "两年", "effect": "能睡"}],
}
OPINION: dict[str, Any] = {
    "impression": "惊恐障碍可能，伴苯二氮䓬类依赖。",
    "diagnosis": "",
    "risk_level": RiskLevel.WATCH,
    "risk_grade": None,
    "risk_note": "",
    "limits": "未能查体。",
    "come_back": "两周后",
    "danger_signs": "",
}
ADVICE: list[dict[str, Any]] = [
    {
        "sort": AdviceItem.Sort.MEDICINE,
        "text": "地西泮每两周减四分之一",
        "doer": AdviceItem.Doer.DOCTOR,
        "due_on": None,
    },
    {
        "sort": AdviceItem.Sort.FOLLOW_UP,
        "text": "两周后复诊",
        "doer": AdviceItem.Doer.PATIENT,
        "due_on": date(2027, 3, 15),
    },
]


SURVEY: dict[str, Any] = {
    "effect": "new",
    "sending": "avoided",
    "worth_to_doctor": 5,
    "worth_to_patient": 4,
    "learn": "yes",
}


def bring_round(case: Consultation, weeks: int = 2) -> OutcomeRound:
    """The round's day has come."""
    OutcomeRound.objects.filter(consultation=case, weeks=weeks).update(opens_at=timezone.now())
    return OutcomeRound.objects.get(consultation=case, weeks=weeks)


def answer_round(asked: OutcomeRound, *, by: Person, at: datetime | None = None) -> Outcome:
    """Everything carried out, everything better."""
    items = AdviceItem.objects.filter(opinion__consultation=asked.consultation_id)
    answers = {item.pk: following_up.ItemAnswer("done", "better") for item in items}
    said: dict[str, Any] = {"patient": "睡得好，能出门", "referred": "no", "worth": 5}
    return following_up.answer(asked, answers, **said, by=by, at=at or timezone.now())


def make_patient(by: Person, institution: Institution, *, at: datetime | None = None, **fields: Any) -> Patient:
    """A man of 49."""
    fields.setdefault("name", f"陈{next(_numbers)}")
    fields.setdefault("born_on", date(1977, 5, 20))
    fields.setdefault("sex", Patient.Sex.MALE)
    fields.setdefault("phone", f"1390000{next(_numbers):04}")
    return registering.keep(Patient(institution=institution, **fields), by=by, at=at or timezone.now())


def make_draft(by: Person, institution: Institution, centre: Institution, **fields: Any) -> Consultation:
    """Begun, nothing written."""
    at = fields.pop("at", None) or timezone.now()
    patient = fields.pop("patient", None) or make_patient(by, institution, at=at)
    return asking.begin(patient, by=by, at_place=institution, to=centre, at=at, **fields)


def give_consent(
    case: Consultation, *, by: Person, at: datetime | None = None, share: bool = True, **fields: Any
) -> None:
    """The patient (or the guardian) agrees on paper."""
    at = at or timezone.now()
    ConsentText.objects.get_or_create(
        version="test", language="zh-hans", defaults={"body": "同意书", "valid_from": date(2020, 1, 1)}
    )
    recipient = case.invited_id
    signing = consenting.Signing(
        **{"signer": "patient", "signer_name": case.patient.name, "method": "paper", "cost_told": True, **fields},
        switches={(Purpose.CONSULTATION, recipient): True, (Purpose.SHARE_RECORD, recipient): share},
    )
    consenting.record(case.patient, signing, about=case.code, by=by, at=at)


class Way:
    """Leads one case along its way; each step returns the case."""

    def __init__(
        self, doctor: Person, place: Institution, centre: Institution, expert: Person, coordinator: Person
    ) -> None:
        self.doctor, self.place, self.centre = doctor, place, centre
        self.expert, self.coordinator = expert, coordinator

    def draft(self, **fields: Any) -> Consultation:
        """Begun."""
        return make_draft(self.doctor, self.place, self.centre, **fields)

    def consent_pending(self, **answers: Any) -> Consultation:
        """Written."""
        case = self.draft()
        asking.complete(case, {**ANSWERS, **answers}, by=self.doctor, at=timezone.now())
        return case

    def submitted(self, **answers: Any) -> Consultation:
        """Agreed to and sent."""
        case = self.consent_pending(**answers)
        give_consent(case, by=self.doctor)
        return asking.submit(case, by=self.doctor, at=timezone.now())

    def returned(self) -> Consultation:
        """Sent back for more."""
        case = self.submitted()
        triaging.return_for_more(case, missing=["起病"], because="", by=self.coordinator, at=timezone.now())
        return case

    def triaged(self, **answers: Any) -> Consultation:
        """Given to the expert."""
        case = self.submitted(**answers)
        triaging.assign(case, to=self.expert, by=self.coordinator, at=timezone.now())
        return case

    def declined(self) -> Consultation:
        """Refused by the expert."""
        case = self.triaged()
        triaging.decline(case, because="不在我的专长内", suggestion="", by=self.expert, at=timezone.now())
        return case

    def accepted(self, **answers: Any) -> Consultation:
        """Taken by the expert."""
        case = self.triaged(**answers)
        triaging.accept(case, by=self.expert, at=timezone.now())
        return case

    def slot(self, hours: float = 24) -> Slot:
        """A free hour of the expert, `hours` from now or as soon after that as nobody else has her."""
        begins = timezone.now() + timedelta(hours=hours, microseconds=next(_numbers))
        for other in self.expert.slots.filter(ends_at__gt=begins).order_by("begins_at"):
            if other.begins_at < begins + timedelta(hours=1) and begins < other.ends_at:
                begins = other.ends_at
        return Slot.objects.create(
            expert=self.expert, institution=self.centre, begins_at=begins, ends_at=begins + timedelta(hours=1)
        )

    def scheduled(self, hours: float = 24, **answers: Any) -> Consultation:
        """With a booked hour."""
        case = self.accepted(**answers)
        scheduling.hold(case, self.slot(hours), by=self.doctor, at=timezone.now())
        scheduling.confirm(case, by=self.doctor, at=timezone.now())
        case.refresh_from_db()
        return case

    def checked(self, case: Consultation) -> Consultation:
        """Both sides have confirmed the start."""
        inviting = {
            "patient_where": "白沙镇一组 3 号",
            "call_back": "13900001111",
            "present": "本人和妻子",
            "reachable": "村医",
        }
        meeting.check(case, inviting, by=self.doctor, at=timezone.now())
        meeting.check(case, {"present": "专家一人"}, by=self.expert, at=timezone.now())
        return case

    def in_session(self, **answers: Any) -> Consultation:
        """Meeting."""
        case = self.checked(self.scheduled(0.01, **answers))
        meeting.begin(case, by=self.expert, at=timezone.now())
        return case

    def opinion_draft(self, **answers: Any) -> Consultation:
        """Met."""
        case = self.in_session(**answers)
        meeting.end(case, by=self.expert, at=timezone.now())
        return case

    def writing(self, **answers: Any) -> Consultation:
        """Being answered in writing."""
        case = self.accepted(**{"door": "written", "urgency": "routine", **answers})
        answering.begin(case, by=self.expert, at=timezone.now())
        return case

    def asked_back(self) -> Consultation:
        """Being answered in writing, and the expert has asked something."""
        case = self.writing()
        answering.ask_back(case, "现在服什么药、多少毫克？", by=self.expert, at=timezone.now())
        return case

    def signed(self, **answers: Any) -> Consultation:
        """Answered."""
        case = self.opinion_draft(**answers)
        opining.sign(case, OPINION, ADVICE, by=self.expert, at=timezone.now())
        return case

    def disposed(self) -> Consultation:
        """Acted on."""
        case = self.signed()
        decisions = {
            item.pk: disposing.Decision(Disposition.Decision.ADOPTED)
            for item in AdviceItem.objects.filter(opinion__consultation=case)
        }
        disposing.dispose(case, decisions, patient_told=True, progress_note="", by=self.doctor, at=timezone.now())
        return case

    def follow_up(self) -> Consultation:
        """Closed out; asked again in two and in twelve weeks."""
        case = self.disposed()
        following_up.close_out(case, SURVEY, by=self.doctor, at=timezone.now())
        return case

    def closed(self) -> Consultation:
        """Done: the first round has come and been answered."""
        case = self.follow_up()
        answer_round(bring_round(case), by=self.doctor)
        case.refresh_from_db()
        return case

    def cancelled(self) -> Consultation:
        "Withdrawn."
        case = self.submitted()
        asking.cancel(case, because="病情好转", by=self.doctor, at=timezone.now())
        return case
