"""What is done on the spot about an alarm: ticked, or taken back, by a named person (domain.md §6.3 c–e).

Facts are only ever added. They help whoever answers; none of them settles an alarm or stands in its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit
from care import danger
from care.models import Check, DangerAlarm, DangerCheck, Level

if TYPE_CHECKING:
    from alliance.models import Person


@dataclass(frozen=True)
class Line:
    """One check as it stands: the latest fact about it, if there is any."""

    check: Check
    fact: DangerCheck | None = None

    @property
    def done(self) -> bool:
        """Ticked, and not taken back since."""
        return self.fact is not None and self.fact.done


def wanted(alarm: DangerAlarm) -> list[Check]:
    """The checks of this level and age, the most pressing first."""
    told = [Check.GUARDIAN, Check.SCHOOL] if alarm.minor else [Check.FAMILY]
    if alarm.level == Level.NOW:
        return [Check.STAYS, Check.MEANS, Check.HELP, Check.ASKED, *(told if alarm.minor else [])]
    return [Check.ASKED, Check.PLAN, *told]


def lines(alarm: DangerAlarm) -> list[Line]:
    """What is wanted, then what was noted besides (before it got worse, perhaps). One query."""
    facts = {Check(fact.what): fact for fact in alarm.checks.select_related("by")}
    asked = wanted(alarm)
    return [Line(check, facts.get(check)) for check in (*asked, *(each for each in facts if each not in asked))]


def note(alarm: DangerAlarm, check: Check, *, done: bool, by: Person, at: datetime) -> bool:
    """Ticks it, or takes the tick back. False where it stood so already. Raises `danger.AlreadySettled`."""
    with transaction.atomic():
        held = DangerAlarm.objects.select_for_update().get(pk=alarm.pk)  # a second press waits here
        if held.settled_at is not None:
            raise danger.AlreadySettled
        latest = held.checks.filter(what=check).last()
        if (latest is not None and latest.done) == done:
            return False
        DangerCheck.objects.create(alarm=held, what=check, done=done, by=by, at=at)
        action = "danger.checked" if done else "danger.unchecked"
        audit.record(by, action, about=alarm, at=at, institution=alarm.sent_to, purpose="emergency", what=check.value)
        danger.stir(alarm)
    return True
