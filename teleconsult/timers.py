"""How long each step may take (domain.md §2.2; all but the school rule are [design], so they are settings).

A value is (unit, amount): "minutes" run day and night, "working_hours" and "working_days" in the institution's opening
time. `settings.XINQIAO["TIMERS"]` may override any of them; the agreement under which a case was submitted comes before
both, but never slows an emergency down (`alliance.limits`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from alliance import clocks, limits
from teleconsult.models import Kind, Urgency

if TYPE_CHECKING:
    from uuid import UUID

    from alliance.models import Deadline, Institution, Person
    from teleconsult.models import Consultation

TRIAGE = "teleconsult.triage"
ACCEPT = "teleconsult.accept"
REROUTE = "teleconsult.reroute"
START = "teleconsult.start"
OPINION = "teleconsult.opinion"
ANSWER_BACK = "teleconsult.answer_back"
FOLLOW_UP_QUESTION = "teleconsult.follow_up_question"
DISPOSE = "teleconsult.dispose"
SURVEY = "teleconsult.survey"
ROUND = "teleconsult.round"
CHECK = "teleconsult.check"
RETURNED = "teleconsult.returned"
CONSENT_DUE = "teleconsult.consent_due"
REVIEW_EMERGENCY = "teleconsult.review_emergency"
PANEL_COMMENT = "teleconsult.panel_comment"  # of one reader: its subject is the seat, not the case

_MINUTES, _HOURS, _DAYS = clocks.MINUTES, clocks.HOURS, clocks.DAYS

TIMERS: dict[str, dict[str, clocks.Length]] = {
    TRIAGE: {"emergency": (_MINUTES, 10), "urgent": (_MINUTES, 60), "routine": (_HOURS, 4)},
    ACCEPT: {"emergency": (_MINUTES, 10), "urgent": (_MINUTES, 120), "routine": (_DAYS, 1)},
    REROUTE: {"*": (_MINUTES, 60)},
    START: {"emergency": (_MINUTES, 30), "urgent": (_MINUTES, 1440), "routine": (_DAYS, 3), "school": (_DAYS, 2)},
    OPINION: {
        "emergency": (_MINUTES, 120),
        "*": (_MINUTES, 1440),
        "written_urgent": (_HOURS, 4),
        "written_routine": (_DAYS, 2),
    },
    ANSWER_BACK: {"urgent": (_HOURS, 4), "*": (_DAYS, 1)},
    FOLLOW_UP_QUESTION: {"urgent": (_HOURS, 4), "*": (_DAYS, 2)},
    DISPOSE: {"*": (_DAYS, 1)},
    SURVEY: {"*": (_DAYS, 1)},
    ROUND: {"*": (_DAYS, 3)},  # from the day on which a round of follow-up opens
    CHECK: {"*": (_DAYS, 1)},  # from the day on which a check of a medicine plan is due
    RETURNED: {"*": (_DAYS, 3)},
    CONSENT_DUE: {"*": (_DAYS, 1)},
    REVIEW_EMERGENCY: {"*": (_DAYS, 1)},
    PANEL_COMMENT: {"emergency": (_MINUTES, 30), "urgent": (_HOURS, 4), "*": (_DAYS, 1)},
}


def length(kind: str, consultation: Consultation) -> clocks.Length:
    """The rule for this consultation: by the written door or school type first, then urgency, then the general one.

    What its agreement says of that rule counts instead of the setting.
    """
    return chosen(kind, consultation, lambda name: limits.agreed(consultation.agreement_id, kind, name))


def chosen(kind: str, consultation: Consultation, agreed: Callable[[str], clocks.Length | None]) -> clocks.Length:
    """The rule, where `agreed` says by a rule's name what the parties have set."""
    rules = settings_of(kind)
    wanted = [consultation.urgency, "*"]
    if consultation.kind == Kind.SCHOOL and consultation.urgency == Urgency.ROUTINE:
        wanted.insert(0, "school")
    if consultation.is_written:
        wanted.insert(0, f"written_{consultation.urgency}")
    name = next(name for name in wanted if name in rules)
    return limits.counting(agreed(name), rules[name], emergency=consultation.urgency == Urgency.EMERGENCY)


def settings_of(kind: str) -> dict[str, clocks.Length]:
    """What counts where nothing is agreed, by urgency or other name of a rule."""
    return {**TIMERS[kind], **settings.XINQIAO.get("TIMERS", {}).get(kind, {})}


def due(kind: str, consultation: Consultation, *, since: datetime, at_place: Institution) -> datetime:
    """The moment by which the step is owed."""
    return clocks.after(since, length(kind, consultation), at=at_place)


def start(
    kind: str,
    consultation: Consultation,
    *,
    at: datetime,
    owed_by: Institution,
    owner: Person | None = None,
    subject: UUID | None = None,
) -> Deadline:
    """Starts the clock of a step, for the case or for the `subject` within it that is waited for."""
    due_at = due(kind, consultation, since=at, at_place=owed_by)
    return clocks.start(
        kind,
        subject or consultation.code,
        institution=owed_by,
        owner=owner,
        keeper=consultation.invited,
        pace=consultation.urgency,
        agreement=consultation.agreement,
        due_at=due_at,
        at=at,
    )


def stop(consultation: Consultation, *kinds: str, at: datetime) -> None:
    """Stops clocks; all of them where no kind is named."""
    if not kinds:
        clocks.meet_all(consultation.code, at=at)
    for kind in kinds:
        clocks.meet(kind, consultation.code, at=at)
