"""Danger in what is typed, about a request or an opinion: the alarm goes out with the first save that shows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from care import danger
from teleconsult.call import rooms
from teleconsult.models import Answer, Consultation, RiskLevel

if TYPE_CHECKING:
    from django.http import QueryDict

    from alliance.models import Person
    from care.danger import Danger


def from_request(consultation: Consultation, typed: QueryDict | None, *, by: Person, at: datetime) -> None:
    """What the community doctor's answers amount to. Raises or widens; never lowers anything."""
    _raise(consultation, danger_in(typed, on_register=consultation.patient.on_register), by=by, at=at)


def from_opinion(consultation: Consultation, typed: QueryDict | None, *, by: Person, at: datetime) -> None:
    """The expert grades or judges the danger as high: the same people are alarmed, and the doctor sees it."""
    if typed is None:
        return
    grade = typed.get("risk_grade", "")
    found = danger.assess(
        judged_high=typed.get("risk_level") == RiskLevel.HIGH,
        grade=int(grade) if consultation.patient.on_register and grade in tuple("012345") else None,
    )
    _raise(consultation, found, by=by, at=at)


def _raise(consultation: Consultation, found: Danger | None, *, by: Person, at: datetime) -> None:
    if found is None:
        return
    doctor = consultation.owner or consultation.inviter
    known = danger.open_about(consultation.code)
    alarm = danger.raise_alarm(
        found,
        about=consultation.code,
        by=by,
        at_place=consultation.inviting,
        to=consultation.invited,
        call_back=doctor.mobile or consultation.inviting.phone,
        at=at,
        minor=not consultation.patient.is_adult_on(at.astimezone(consultation.inviting.tz).date()),
    )
    if known is None or (known.level, known.reasons) != (alarm.level, alarm.reasons):
        rooms.nudge(consultation.room)  # the other side may be looking at the desk
    Consultation.objects.filter(pk=consultation.pk).exclude(danger_level="now").update(danger_level=found.level)


def danger_in(data: QueryDict | None, *, on_register: bool) -> Danger | None:
    """What the typed answers amount to (care.danger.assess); nonsense counts as nothing."""
    if data is None:
        return None

    def number(name: str) -> int:
        value = data.get(name, "")
        return int(value) if value in ("0", "1", "2", "3", "4", "5") else 0

    return danger.assess(
        item_9=number("phq9_9"),
        ideas=data.get("ideas") == Answer.YES,
        plan=data.get("plan") == Answer.YES,
        attempt=data.get("attempt") == Answer.YES,
        harm_to_others=data.get("harm_to_others") == Answer.YES,
        grade=number("risk_grade") if on_register else None,
    )
