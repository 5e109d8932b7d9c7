"""What the community doctor wrote and the patient agreed to: requests, medicines, drafts, consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from care.models import Consent, ConsentGrant, ConsentText, Purpose
from config.demo.seed.batch import Batch
from config.demo.seed.course import Course
from config.demo.seed.story import Ask, State, Story
from teleconsult.models import Answer, Consultation, Draft, MedicineLine, Request
from teleconsult.models import Purpose as Asked

if TYPE_CHECKING:
    from alliance.models import Institution, Person

NOTED = ("allergies", "pregnancy", "physical", "tests", "substances", "past_attempts")
WORDS = ("purpose", "question", "began", "course", "treatment", "present", "circumstances", "insight")
CAPABLE = 8  # years; younger children are not asked for their assent (民法典 art 20)


@dataclass(frozen=True)
class Case:
    """A consultation on its way into the database, with everything the builders need to know of it."""

    story: Story
    course: Course
    row: Consultation
    doctor: Person
    expert: Person | None


def write_request(case: Case, batch: Batch) -> None:
    """The completed request, or the draft of one that is still being written."""
    if case.course.completed is None:
        saved = case.course.created + timedelta(minutes=14)
        fields = typed(case.story)
        batch.add(_draft(case, Draft.Sort.REQUEST, fields, at=saved, by=case.doctor))
        return
    request = batch.add(_request(case, case.course.completed))
    for line in case.story.ask.medicines:
        batch.add(
            MedicineLine(
                request=request, name=line.name, dose=line.dose, times=line.times, since=line.since, effect=line.effect
            )
        )


def _request(case: Case, at: datetime) -> Request:
    ask: Ask = case.story.ask
    notes = {name: getattr(ask, name)[0] for name in NOTED}
    notes |= {f"{name}_note": getattr(ask, name)[1] for name in NOTED}
    return Request(
        consultation=case.row,
        number=1,
        submitted_at=at,
        submitted_by=case.doctor,
        urgency=case.story.urgency,
        **{name: getattr(ask, name) for name in WORDS},
        symptoms=list(ask.symptoms),
        no_medicines=_takes_none(ask),
        mental_state_note=ask.note,
        ideas=ask.ideas,
        plan=ask.plan,
        attempt=ask.attempt,
        means=ask.means,
        harm_to_others=ask.harm,
        danger_note=ask.danger_note,
        risk_grade=ask.grade,
        **notes,
        phq9=list(ask.phq9) if ask.phq9 else None,
        gad7=list(ask.gad7) if ask.gad7 else None,
    )


def _takes_none(ask: Ask) -> bool:
    """Who asks about medicine and lists none says so."""
    return ask.purpose == Asked.TREATMENT and not ask.medicines


def typed(story: Story, *, whole: bool = False) -> dict[str, list[str]]:
    """The story's answers as a browser sends them; `whole` with the safety questions and every scale."""
    ask = story.ask
    fields = {name: [getattr(ask, name)] for name in WORDS}
    fields |= {"kind": [story.kind], "specialty": [story.specialty], "mental_state_note": [ask.note]}
    fields["symptoms"] = [str(symptom) for symptom in ask.symptoms]
    for number, line in enumerate(ask.medicines):
        parts = ("name", "dose", "times", "since", "effect")
        fields |= {f"medicine_{number}_{part}": [getattr(line, part)] for part in parts}
    if _takes_none(ask):
        fields["no_medicines"] = ["on"]
    for name in NOTED:
        answer, note = getattr(ask, name)
        if whole or note or answer != Answer.NO:
            fields |= {name: [str(answer)], f"{name}_note": [note]}
    if whole:
        fields["urgency"] = [story.urgency]
        fields |= {name: [getattr(ask, name)] for name in ("ideas", "plan", "attempt", "means", "danger_note")}
        fields["harm_to_others"] = [ask.harm]
        fields["risk_grade"] = [] if ask.grade is None else [str(ask.grade)]
        for prefix, answers in (("phq9", ask.phq9), ("gad7", ask.gad7)):
            fields |= {f"{prefix}_{number}": [str(value)] for number, value in enumerate(answers or (), start=1)}
    return {name: [str(value) for value in values] for name, values in fields.items() if any(values)}


def _draft(case: Case, sort: str, fields: dict[str, list[str]], *, at: datetime, by: Person) -> Draft:
    return Draft(consultation=case.row, sort=sort, fields=fields, version=3, tab="", saved_at=at, saved_by=by)


def draft_opinion(case: Case, batch: Batch) -> None:
    """What the expert has written so far of an opinion that is not signed yet."""
    verdict, ended = case.story.verdict, case.course.ended
    if case.story.stage != State.OPINION_DRAFT or verdict is None or ended is None or case.expert is None:
        return
    fields = {
        "impression": [verdict.impression],
        "diagnosis": [verdict.diagnosis],
        "risk_level": [str(verdict.risk)],
        "risk_note": [verdict.risk_note],
        "limits": [verdict.limits],
        "come_back": [verdict.come_back],
        "danger_signs": [verdict.danger_signs],
    }
    if case.story.patient.on_register:
        fields["risk_grade"] = [str(verdict.grade)]
    for number, line in enumerate(verdict.advice):
        due = (ended + timedelta(days=line.days)).date().isoformat() if line.days is not None else ""
        parts = {"text": line.text, "sort": str(line.sort), "doer": str(line.doer), "due_on": due}
        fields |= {f"advice_{number}_{part}": [value] for part, value in parts.items()}
    batch.add(_draft(case, Draft.Sort.OPINION, fields, at=ended - timedelta(minutes=1), by=case.expert))


def record_consent(case: Case, batch: Batch, text: ConsentText, school: Institution) -> None:
    """The signing session with a switch per purpose and recipient."""
    story, signed_at = case.story, case.course.completed
    if signed_at is None or not story.agreed:
        return
    signer, relation = story.signer
    minor = 0 < story.patient.years < 18
    consent = batch.add(
        Consent(
            patient=case.row.patient,
            about_code=case.row.code,
            text=text,
            signer=signer,
            signer_name=story.patient.name if signer == Consent.Signer.PATIENT else story.patient.guardian[0],
            relation=relation,
            method=Consent.Method.PAPER,
            cost_told=True,
            assent=True if minor and story.patient.years >= CAPABLE else None,
            signed_at=signed_at + timedelta(minutes=2),
            recorded_by=case.doctor,
        )
    )
    switches = [
        (Purpose.CONSULTATION, case.row.invited, True),
        (Purpose.SHARE_RECORD, case.row.invited, True),
        (Purpose.TEACHING, case.row.invited, story.teaching),
    ]
    if story.key == "V05":  # the school learns what to do, not what is in the record
        switches.append((Purpose.SHARE_RECORD, school, False))
    withdrawn = case.row.consent_withdrawn_at
    for purpose, recipient, given in switches:
        batch.add(
            ConsentGrant(
                consent=consent,
                purpose=purpose,
                recipient=recipient,
                given=given,
                withdrawn_at=withdrawn if given else None,
                withdrawn_by=case.doctor if given and withdrawn else None,
            )
        )
