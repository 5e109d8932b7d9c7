"""Danger first (domain.md §6.3, DESIGN rule 5): when to alarm, whom, and what happens when nobody answers.

The rule only suggests a level and alarms people. It never closes anything: a named human settles an alarm, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from alliance import audit, clocks, duty, escalating, institutions, notices
from alliance.models import Pace
from alliance.roles import Permission
from care.models import DangerAlarm, Level

if TYPE_CHECKING:
    from alliance.models import Deadline, Institution, Person

CLOCK = "care.danger_unacknowledged"


class Reason(StrEnum):
    """Why an alarm was raised. Shown to both sides; never with the patient's identity."""

    ITEM_9 = "item_9"
    IDEAS = "ideas"
    PLAN = "plan"
    ATTEMPT = "attempt"
    HARM_TO_OTHERS = "harm_to_others"
    GRADE = "grade"
    JUDGED = "judged"


REASON_WORDS = {
    Reason.ITEM_9: _("PHQ-9 item 9 answered above zero"),
    Reason.IDEAS: _("thoughts of ending their life"),
    Reason.PLAN: _("a method or a plan"),
    Reason.ATTEMPT: _("preparations or an attempt"),
    Reason.HARM_TO_OTHERS: _("danger to others"),
    Reason.GRADE: _("risk grade 3 or higher"),
    Reason.JUDGED: _("the expert judges the danger to be high"),
}


class AlreadySettled(Exception):
    """The alarm was settled by somebody else meanwhile."""


class NotAcknowledged(Exception):
    """An alarm is settled only after somebody has seen it."""


@dataclass(frozen=True)
class Danger:
    """What the answers amount to."""

    level: Level
    reasons: tuple[Reason, ...]


def assess(
    *,
    item_9: int = 0,
    ideas: bool = False,
    plan: bool = False,
    attempt: bool = False,
    harm_to_others: bool = False,
    grade: int | None = None,
    judged_high: bool = False,
) -> Danger | None:
    """The suggested level, or None. Any sign alarms; plan, attempt, harm to others, item 9 ≥ 2 or grade ≥ 3 is NOW.

    `grade` is the 0–5 risk grade of a patient on the register and None for everybody else (domain.md §6.3d).
    """
    signs = {
        Reason.ITEM_9: item_9 >= 1,
        Reason.IDEAS: ideas,
        Reason.PLAN: plan,
        Reason.ATTEMPT: attempt,
        Reason.HARM_TO_OTHERS: harm_to_others,
        Reason.GRADE: grade is not None and grade >= 3,
        Reason.JUDGED: judged_high,
    }
    reasons = tuple(reason for reason, present in signs.items() if present)
    if not reasons:
        return None
    at_once = item_9 >= 2 or set(reasons) - {Reason.ITEM_9, Reason.IDEAS}
    return Danger(Level.NOW if at_once else Level.REVIEW, reasons)


def raise_alarm(
    danger: Danger,
    *,
    about: UUID,
    by: Person,
    at_place: Institution,
    to: Institution,
    call_back: str,
    at: datetime,
    minor: bool = False,
) -> DangerAlarm:
    """Alarms the duty clinician and the coordinators of `to`; once per open case, widened when it gets worse.

    `minor`: the patient is under 18.
    """
    with transaction.atomic():
        alarm = DangerAlarm.objects.select_for_update().filter(about_code=about, settled_at=None).first()
        if alarm is not None:
            return _widen(alarm, danger, by=by, at=at, minor=minor)
        on_call, phone = _on_call(to, at)
        try:
            with transaction.atomic():
                alarm = DangerAlarm.objects.create(
                    about_code=about,
                    level=danger.level,
                    reasons=list(danger.reasons),
                    minor=minor,
                    raised_by=by,
                    raised_at_place=at_place,
                    sent_to=to,
                    duty=on_call,
                    duty_phone=phone,
                    call_back=call_back,
                    raised_at=at,
                )
        except IntegrityError:  # two tabs at once: the other one raised it, perhaps for less
            raised = DangerAlarm.objects.select_for_update().get(about_code=about, settled_at=None)
            return _widen(raised, danger, by=by, at=at, minor=minor)
        audit.record(
            by, "danger.raised", about=alarm, at=at, institution=to, purpose="emergency", lawful_basis="emergency"
        )
        _call_for_an_answer(alarm, at=at)
    return alarm


def _on_call(place: Institution, at: datetime) -> tuple[Person | None, str]:
    found = duty.on_duty(place, at)
    return (found.person, found.phone or place.duty_phone) if found else (None, place.duty_phone)


def _call_for_an_answer(alarm: DangerAlarm, *, at: datetime) -> None:
    due_at = at + settings.XINQIAO["ALARM_UNACKNOWLEDGED"]
    place = alarm.sent_to
    clocks.start(CLOCK, alarm.code, institution=place, owner=alarm.duty, pace=Pace.DANGER, due_at=due_at, at=at)
    notices.send(_alarmed(alarm), "danger-raised", about=alarm, at=at, url=alarm.get_absolute_url(), **_facts(alarm))


def _widen(alarm: DangerAlarm, danger: Danger, *, by: Person, at: datetime, minor: bool) -> DangerAlarm:
    reasons = sorted({*alarm.reasons, *danger.reasons}, key=list(Reason).index)
    worse = danger.level == Level.NOW and alarm.level != Level.NOW
    if reasons == alarm.reasons and not worse and minor <= alarm.minor:
        return alarm
    alarm.reasons, alarm.minor = reasons, alarm.minor or minor
    if worse:  # what was seen was less than this: somebody must see it anew, and the clock runs again
        alarm.level = Level.NOW
        alarm.duty, alarm.duty_phone = _on_call(alarm.sent_to, at)
        alarm.acknowledged_at = alarm.acknowledged_by = alarm.overdue_at = None
    alarm.save()
    audit.record(by, "danger.widened", about=alarm, at=at, institution=alarm.sent_to, purpose="emergency")
    if worse:
        _call_for_an_answer(alarm, at=at)
    stir(alarm)
    return alarm


def _alarmed(alarm: DangerAlarm) -> list[Person]:
    people = institutions.holders(Permission.TRIAGE, at=alarm.sent_to)
    return [*people, alarm.duty] if alarm.duty else people


def stir(alarm: DangerAlarm) -> None:
    """Whoever has to do with the alarm sees at once that it has changed."""
    notices.stir(person for person in (*_alarmed(alarm), alarm.acknowledged_by, alarm.raised_by) if person)


def _facts(alarm: DangerAlarm) -> dict[str, str]:
    return {"place": str(alarm.raised_at_place.label), "doctor": alarm.raised_by.name, "phone": alarm.call_back or "—"}


def acknowledge(alarm: DangerAlarm, *, by: Person, at: datetime) -> bool:
    """A human has seen it and telephones; the first one counts. False where somebody else was first."""
    with transaction.atomic():
        mine = DangerAlarm.objects.filter(pk=alarm.pk, acknowledged_at=None).update(
            acknowledged_at=at, acknowledged_by=by
        )
        alarm.refresh_from_db()
        if mine:
            clocks.meet(CLOCK, alarm.code, at=at)
            audit.record(by, "danger.acknowledged", about=alarm, at=at, institution=alarm.sent_to, purpose="emergency")
            notices.settle(alarm, kinds=["danger-raised", "danger-unanswered"], at=at)
            notices.send(alarm.raised_by, "danger-seen", about=alarm, at=at, url=alarm.get_absolute_url(), who=by.name)
            stir(alarm)
    return bool(mine)


def pass_on(alarm: DangerAlarm, *, to: Person, by: Person, at: datetime) -> None:
    """Whoever deals with it goes off: a colleague does from now on, and is rung. Raises AlreadySettled."""
    with transaction.atomic():
        mine = DangerAlarm.objects.open().filter(pk=alarm.pk, acknowledged_by=alarm.acknowledged_by)
        if not mine.update(acknowledged_by=to):
            raise AlreadySettled
        alarm.refresh_from_db()
        facts = {"purpose": "emergency", "to": str(to.code)}
        audit.record(by, "danger.passed_on", about=alarm, at=at, institution=alarm.sent_to, **facts)
        url = alarm.get_absolute_url()
        notices.send(to, "danger-passed-on", about=alarm, at=at, url=url, who=by.name)
        notices.send(alarm.raised_by, "danger-seen", about=alarm, at=at, url=url, who=to.name)
        stir(alarm)


def settle(alarm: DangerAlarm, *, how: str, by: Person, at: datetime) -> None:
    """A named human says what was done. Raises NotAcknowledged or AlreadySettled."""
    if alarm.acknowledged_at is None:
        raise NotAcknowledged
    with transaction.atomic():
        mine = DangerAlarm.objects.filter(pk=alarm.pk, settled_at=None).update(
            settled_at=at, settled_by=by, settled_how=how
        )
        if not mine:
            raise AlreadySettled
        alarm.refresh_from_db()
        audit.record(by, "danger.settled", about=alarm, at=at, institution=alarm.sent_to, purpose="emergency")
        stir(alarm)


def unanswered(deadline: Deadline, at: datetime) -> None:
    """Nobody acknowledged in time: both sides are told to telephone now (due-handler of `CLOCK`).

    The duty clinician and the coordinators, then head and medical affairs, are told as the clock climbs.
    """
    alarm = DangerAlarm.objects.filter(code=deadline.subject_code, acknowledged_at=None, settled_at=None).first()
    if alarm is None:
        return
    DangerAlarm.objects.filter(pk=alarm.pk).update(overdue_at=at)
    climbing = _alarmed(alarm)
    keepers = [each for each in institutions.holders(Permission.KEEP_ROSTER, at=alarm.sent_to) if each not in climbing]
    people: Iterable[Person] = [*keepers, alarm.raised_by]
    notices.send(people, "danger-unanswered", about=alarm, at=at, url=alarm.get_absolute_url(), **_facts(alarm))


def subjects(codes: Iterable[UUID]) -> Mapping[UUID, escalating.Subject]:
    """What somebody who is told of an unanswered alarm may know: where, since when, whom to call."""
    alarms = DangerAlarm.objects.filter(code__in=list(codes))
    rows = alarms.select_related("raised_by", "raised_at_place", "sent_to", "duty")
    return {alarm.code: _subject(alarm) for alarm in rows}


def _subject(alarm: DangerAlarm) -> escalating.Subject:
    facts = _facts(alarm)
    calls = [
        (f"{facts['place']} {facts['doctor']}", alarm.call_back),
        (alarm.raised_at_place.label, alarm.raised_at_place.phone),
    ]
    calls += [(f"{alarm.sent_to.label} {alarm.duty.name}" if alarm.duty else alarm.sent_to.label, alarm.duty_phone)]
    return escalating.Subject(
        number=facts["place"],
        place=facts["place"],
        urgency=Pace.DANGER,
        since=alarm.raised_at,
        url=alarm.get_absolute_url(),
        calls=tuple((who, number) for who, number in calls if number),
        facts=facts,
    )


def open_about(code: UUID) -> DangerAlarm | None:
    """The unsettled alarm of a case."""
    return (
        DangerAlarm.objects.select_related("duty", "acknowledged_by", "sent_to", "raised_by", "raised_at_place")
        .filter(about_code=code, settled_at=None)
        .first()
    )
