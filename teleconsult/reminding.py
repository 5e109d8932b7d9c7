"""Reminders a day and a quarter of an hour before a booked consultation, and the morning's digests of what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alliance import clocks, digests, notices, telling_time
from alliance.models import Deadline, Notice
from alliance.roles import Permission
from teleconsult import panels
from teleconsult.models import Booking, Consultation, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alliance.models import Person


def register() -> None:
    """Chores of the clock and words of notices."""
    clocks.on_tick("teleconsult.reminders", remind)
    for name, kind in _KINDS.items():
        notices.register(name, kind)
    by_right = digests.Digest
    board, mine = "teleconsult:board", "teleconsult:list"
    digests.register("coordinator", by_right(Permission.TRIAGE, "digest-coordinator", board, for_coordinator))
    digests.register("expert", by_right(Permission.ANSWER, "digest-expert", mine, for_expert))


# --- reminders ------------------------------------------------------------------------------------------------------
def remind(at: datetime) -> None:
    """Reminds both doctors of every consultation that is near, once a day before and, of a call, once just before.

    A late tick reminds as long as the consultation has not begun; where the nearer reminder has gone out the farther
    one stays away. Whoever books within a day needs no reminder of tomorrow.
    """
    day, _soon = settings.XINQIAO["REMINDERS"]
    near = Booking.objects.live().filter(confirmed_at__isnull=False, consultation__state=State.SCHEDULED)
    near = near.filter(slot__begins_at__gt=at, slot__begins_at__lte=at + day)
    rows = list(
        near.select_related("slot__expert", "slot__institution", "consultation__owner").order_by(
            "slot__begins_at", "pk"
        )
    )
    keys = [key for row in rows for key in (_key(row, "day"), _key(row, "soon"))]
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    for row in rows:
        _remind(row, told, at)


def _key(booking: Booking, which: str) -> str:
    return f"reminder:{which}:{booking.code}"


def _remind(booking: Booking, told: set[str], at: datetime) -> None:
    day, soon = settings.XINQIAO["REMINDERS"]
    begins, booked = booking.slot.begins_at, booking.confirmed_at
    there = booking.slot.clinic_id is not None
    which = "soon" if begins - at <= soon and not there else "day"
    late = which == "day" and (booked is None or begins - booked < day or _key(booking, "soon") in told)
    if late or _key(booking, which) in told:
        return
    case = booking.consultation
    url = case.room.get_absolute_url() if which == "soon" and case.room else case.get_absolute_url()
    facts = {"number": case.number or "", "when": telling_time.kept(begins, booking.slot.institution)}
    facts["place"] = booking.slot.institution.label
    people = [person for person in (case.owner, booking.slot.expert) if person is not None]
    kind = "reminder-there" if there else f"reminder-{which}"
    notices.send(people, kind, about=case, at=at, url=url, key=_key(booking, which), **facts)


# --- digests --------------------------------------------------------------------------------------------------------
def for_coordinator(person: Person, at: datetime) -> dict[str, str] | None:
    """What waits at the coordinator's centres; None where nothing does."""
    cases = Consultation.objects.open().exclude(submitted_at=None)
    cases = cases.filter(invited__in=person.ids_where(Permission.TRIAGE))
    late = Deadline.objects.running().filter(subject_code__in=cases.values("code"), due_at__lt=at)
    counts = {
        "assign": cases.filter(state__in=(State.SUBMITTED, State.DECLINED)).count(),
        "late": late.count(),
        "booked": len(list(_booked(cases, at))),
        "unowned": cases.unowned().count(),
    }
    return {name: str(number) for name, number in counts.items()} if any(counts.values()) else None


def for_expert(person: Person, at: datetime) -> dict[str, str] | None:
    """What waits for the expert; None where nothing does."""
    cases = Consultation.objects.open().filter(expert=person)
    counts = {
        "accept": cases.filter(state=State.TRIAGED).count(),
        "booked": len(list(_booked(cases, at))),
        "opinions": cases.filter(state=State.OPINION_DRAFT).count(),
        "comments": panels.waiting_for(person).count(),
    }
    return {name: str(number) for name, number in counts.items()} if any(counts.values()) else None


def _booked(cases: QuerySet[Consultation], at: datetime) -> Iterator[int]:
    """The bookings of these cases within the day that begins now."""
    live = Booking.objects.live().filter(confirmed_at__isnull=False, consultation__in=cases)
    yield from live.filter(slot__begins_at__range=(at, at + timedelta(days=1))).values_list("pk", flat=True)


_WHEN = {"when": telling_time.said}
_KINDS = {
    "reminder-day": notices.Kind(
        _("Tomorrow: consultation %(number)s, %(when)s"), _("The request and the papers are in the case."), say=_WHEN
    ),
    "reminder-there": notices.Kind(
        _("Tomorrow at %(place)s: consultation %(number)s, %(when)s"),
        _("It is in person, at the fixed clinic. The request and the papers are in the case."),
        say=_WHEN,
    ),
    "reminder-soon": notices.Kind(
        _("In a quarter of an hour: consultation %(number)s, %(when)s"), _("The room is open."), say=_WHEN
    ),
    "digest-coordinator": notices.Kind(
        _("This morning: %(assign)s to assign, %(late)s overdue"),
        _("Booked in the next 24 hours: %(booked)s. Without a doctor or expert: %(unowned)s."),
    ),
    "digest-expert": notices.Kind(
        _("This morning: %(accept)s to accept or decline, %(opinions)s opinions to write"),
        _("Booked in the next 24 hours: %(booked)s. Comments due on cases you read along: %(comments)s."),
    ),
}
