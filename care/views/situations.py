"""An alarm as one reader sees it now: what is true, what they may do, in which order it concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from alliance import access
from alliance.roles import Permission
from care import checking, danger, sections
from care.danger import REASON_WORDS, Reason
from care.models import DangerAlarm, Level

if TYPE_CHECKING:
    from alliance.models import Person

_SHOWN = timedelta(days=7)  # how long a settled alarm stays in the list
# What a page about alarms reads along with them.
FACES = ("duty", "acknowledged_by", "settled_by", "raised_by", "raised_at_place", "sent_to")


@dataclass(frozen=True)
class Situation:
    """What the templates of danger draw."""

    alarm: DangerAlarm
    at: datetime
    may_answer: bool
    may_check: bool = False
    subject: sections.Link | None = None

    @property
    def state(self) -> str:
        """`settled`, `seen`, `overdue` (nobody answered in time: telephone) or `unseen`."""
        if self.alarm.settled_at:
            return "settled"
        if self.alarm.acknowledged_at:
            return "seen"
        late = self.at - self.alarm.raised_at >= settings.XINQIAO["ALARM_UNACKNOWLEDGED"]
        return "overdue" if late or self.alarm.overdue_at else "unseen"

    @property
    def now(self) -> bool:
        """Whether the patient must not be left alone."""
        return self.alarm.level == Level.NOW

    @property
    def waited(self) -> int:
        """Whole minutes without anybody having seen it."""
        return self.alarm.waited(self.at)

    @property
    def limit(self) -> int:
        """After how many minutes without an answer both sides are told to telephone."""
        return int(settings.XINQIAO["ALARM_UNACKNOWLEDGED"].total_seconds() // 60)

    @property
    def reasons(self) -> list[object]:
        """Why, in words."""
        return [REASON_WORDS[Reason(reason)] for reason in self.alarm.reasons]

    @cached_property
    def checks(self) -> list[checking.Line]:
        """What is done on the spot, and what is not."""
        return checking.lines(self.alarm)

    @property
    def unchecked(self) -> list[checking.Line]:
        """What nobody has ticked, or somebody has taken back."""
        return [line for line in self.checks if not line.done]


def of(alarm: DangerAlarm, *, reader: Person, at: datetime, subject: bool = True) -> Situation:
    """One alarm for one reader; with `subject`, also the way to what it is about."""
    may_answer = access.allows(alarm, by=reader, to=Permission.ANSWER_DANGER)
    may_check = alarm.settled_at is None and access.allows(alarm, by=reader, to=Permission.CHECK_DANGER)
    link = sections.subject_of(alarm.about_code, reader) if subject else None
    return Situation(alarm, at, may_answer, may_check, link)


def about(code: UUID, *, reader: Person, at: datetime) -> Situation | None:
    """The open alarm of a case, for the page of that case, which has opened its own door before."""
    alarm = danger.open_about(code)
    return of(alarm, reader=reader, at=at) if alarm else None


def open_for(reader: Person, *, at: datetime) -> list[Situation]:
    """Open alarms within reach: what nobody has seen first, then by level, then the oldest. One query."""
    alarms = DangerAlarm.objects.within_reach_of(reader).open().select_related(*FACES)
    answering = set(reader.ids_where(Permission.ANSWER_DANGER))
    found = [Situation(alarm, at, alarm.sent_to_id in answering) for alarm in alarms]
    return sorted(found, key=lambda each: (bool(each.alarm.acknowledged_at), not each.now, each.alarm.raised_at))


def settled_for(reader: Person, *, at: datetime) -> list[Situation]:
    """Alarms within reach that were settled in the last week."""
    lately = Q(settled_at__gte=at - _SHOWN)
    alarms = DangerAlarm.objects.within_reach_of(reader).filter(lately).select_related(*FACES)
    return [Situation(alarm, at, may_answer=False) for alarm in alarms]
