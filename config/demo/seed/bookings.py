"""What shows booking at work: a clinic at a community site, hours of a single day, a case that waits for a Sunday."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from alliance.models import Institution, Person, SiteRegistration
from config.demo.seed.days import TZ
from teleconsult.models import BookingRule, Clinic, Consultation, ExtraHours, State, WaitingEntry

_SATURDAY, _SUNDAY = 5, 6


def arrange(places: dict[str, Institution], people: dict[str, Person], now: datetime) -> None:
    """Before the slots are written out. The leave to practise at the clinic's site ends soon, and is warned of."""
    today = now.astimezone(TZ).date()
    expert, centre = people["jiang"], places["centre"]
    SiteRegistration.objects.create(
        person=expert,
        institution=places["wanghu"],
        valid_from=today - timedelta(days=300),
        valid_until=today + timedelta(days=25),
    )
    Clinic.objects.create(
        expert=expert,
        site=places["wanghu"],
        centre=centre,
        weekday=_SATURDAY,
        begins=time(14),
        patients=4,
        slot_minutes=30,
        insurance=True,
        valid_from=today - timedelta(days=120),
        entered_by=people["zhou"],
    )
    ExtraHours.objects.create(
        person=expert, institution=centre, day=today + timedelta(days=6), begins=time(20, 30), ends=time(21, 30)
    )
    BookingRule.objects.create(person=expert, buffer_minutes=0, most_a_day=8)
    waiting = (
        Consultation.objects.filter(state=State.ACCEPTED, invited=centre).exclude(owner=None).order_by("pk").last()
    )
    if waiting is not None and waiting.submitted_at is not None:
        WaitingEntry.objects.create(
            consultation=waiting,
            since=waiting.submitted_at,
            weekdays=[_SUNDAY],
            entered_by=waiting.inviter,
            entered_at=now - timedelta(minutes=40),
        )
