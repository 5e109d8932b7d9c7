"""How a demo case is written down: plain data, no database. The builders in this package turn it into rows.

Days are working days before now, ages are ages today; nothing here holds a date, so that the demo stays true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alliance.models import Specialty
from teleconsult.models import AdviceItem, Answer, Disposition, Door, Kind, RiskLevel, State, Urgency
from teleconsult.models.request import Insight, Purpose, Symptom

__all__ = [
    "DOER",
    "NO",
    "SORT",
    "UNKNOWN",
    "Act",
    "Advice",
    "Ask",
    "Door",
    "Insight",
    "Kind",
    "Known",
    "Medicine",
    "Purpose",
    "RiskLevel",
    "Someone",
    "Specialty",
    "State",
    "Story",
    "Symptom",
    "Urgency",
    "Verdict",
    "not_done",
    "partly",
    "yes",
]

SORT = AdviceItem.Sort
DOER = AdviceItem.Doer

Known = tuple[str, str]  # an answer and its note
NO: Known = (Answer.NO, "")
UNKNOWN: Known = (Answer.UNKNOWN, "")


def yes(note: str) -> Known:
    """“Yes”, with what is known."""
    return Answer.YES, note


@dataclass(frozen=True, kw_only=True)
class Someone:
    """An invented patient. `years` or, for the very young, `months` of age today."""

    name: str
    sex: str
    years: int = 0
    months: int = 0
    home: str
    on_register: bool = False
    cannot_consent: bool = False
    guardian: tuple[str, str] = ("", "")  # name, relation


@dataclass(frozen=True)
class Medicine:
    """One line of the medicine list."""

    name: str
    dose: str = ""
    times: str = ""
    since: str = ""
    effect: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What the community doctor wrote; names and meanings as in `teleconsult.models.Request`."""

    purpose: str
    question: str
    began: str
    course: str = ""
    treatment: str = ""
    present: str
    circumstances: str = ""
    symptoms: tuple[str, ...]
    insight: str
    note: str = ""
    ideas: str = Answer.NO
    plan: str = Answer.NO
    attempt: str = Answer.NO
    means: str = Answer.NO
    harm: str = Answer.NO
    danger_note: str = ""
    grade: int | None = None
    allergies: Known = NO
    pregnancy: Known = NO
    physical: Known = NO
    tests: Known = NO
    substances: Known = NO
    past_attempts: Known = NO
    phq9: tuple[int, ...] | None = None
    gad7: tuple[int, ...] | None = None
    medicines: tuple[Medicine, ...] = ()


@dataclass(frozen=True)
class Advice:
    """One line of advice; `days` after signing it is due, None for standing advice.

    `plan`: dose, from, stop, check and when of a medicine plan, as an expert types them; `text` is then the medicine.
    Lines of the plan come first.
    """

    sort: str
    text: str
    doer: str = DOER.DOCTOR
    days: int | None = None
    plan: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the expert wrote; names and meanings as in `teleconsult.models.Opinion`."""

    impression: str
    diagnosis: str = ""
    risk: str = RiskLevel.NONE
    grade: int | None = None
    risk_note: str = ""
    limits: str = "视频检查，未能查体；病史由社区医生和家属提供。"
    come_back: str = ""
    danger_signs: str = ""
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Act:
    """A decision about one line of advice that was not adopted whole."""

    decision: str
    because: str


def partly(because: str) -> Act:
    """Adopted in part, and why."""
    return Act(Disposition.Decision.PARTLY, because)


def not_done(because: str) -> Act:
    """Not adopted, and why."""
    return Act(Disposition.Decision.NOT, because)


@dataclass(frozen=True, kw_only=True)
class Story:
    """One consultation from its question to where it stands now.

    `days`: working days since the session, or since the last step where there was none; 0 is the latest working
    hours. `expert` of a refused case is who refused. `because`: the words of a return, a refusal or a cancellation.
    `acts`: decisions by number of the advice, the rest was adopted. `settled`: what was done about an alarm; an alarm
    without it is still open.
    """

    key: str
    place: str
    doctor: str
    expert: str = ""
    kind: str = Kind.LIAISON
    door: str = Door.VIDEO
    urgency: str = Urgency.ROUTINE
    specialty: str
    stage: str
    days: int = 0
    patient: Someone
    ask: Ask
    verdict: Verdict | None = None
    because: str = ""
    acts: Mapping[int, Act] = field(default_factory=dict)
    noted: str = ""
    settled: str = ""
    signer: tuple[str, str] = ("patient", "")  # who consented, and the relation
    agreed: bool = True  # consent is recorded, where the story has come that far
    teaching: bool = False
    with_patient: str = "患者"  # who was in the room on the inviting side, beside the doctor
    chat: tuple[tuple[str, str], ...] = ()  # (side, words), side "d" or "e"; in the room, or in the thread
    overdue: bool = False
