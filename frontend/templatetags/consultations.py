"""Small drawings of the consultation lists: the one next step of a row, and the river of coming deadlines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

register = template.Library()


@dataclass(frozen=True)
class NextStep:
    """What a reader does next with a case; `main` where it waits for them."""

    label: str = ""
    url: str = ""
    main: bool = False


_Steps = dict[str, tuple[str, Callable[[], str]]]
_OWNER: _Steps = {
    "draft": ("request", lambda: _("Continue writing")),
    "consent_pending": ("consent", lambda: _("Record consent")),
    "returned": ("request", lambda: _("Add what is missing")),
    "accepted": ("slots", lambda: _("Book a time")),
    "asked_back": ("thread", lambda: _("Reply")),
    "signed": ("disposition", lambda: _("Act on it")),
    "disposed": ("survey", lambda: _("Five questions to close out")),
}
_EXPERT: _Steps = {
    "triaged": ("case", lambda: _("Accept or decline")),
    "accepted": ("case", lambda: _("Write the answer")),
    "asked_back": ("thread", lambda: _("Awaiting reply")),
    "opinion_draft": ("opinion", lambda: _("Write the opinion")),
}
_COORDINATOR: _Steps = {
    "submitted": ("triage", lambda: _("Assign")),
    "declined": ("triage", lambda: _("Find somebody else")),
    "triaged": ("triage", lambda: _("Reassign")),
    "accepted": ("slots", lambda: _("Book on their behalf")),
}


WEEKDAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))


@register.simple_tag
def hints_for(stock: Any, text: Any) -> Any:
    """What `alliance.stock_words.Hints` says of the medicines and tests that a text names."""
    return stock.about(text) if stock and text else []


@register.simple_tag
def weekday(number: int) -> str:
    """0 is Monday."""
    return str(WEEKDAYS[number])


@register.filter
def who(patient: Any) -> str:
    """“female, 31 years”, as of today."""
    return str(patient.who(timezone.localdate()))


@register.simple_tag
def next_step(row: Any, person: Any) -> NextStep:
    """The button of a row for this reader."""
    case = row.case
    if case.state in ("scheduled", "in_session") and person.pk in (case.owner_id, case.expert_id):
        if case.in_person:
            return NextStep(_("Go to the case"), case.get_absolute_url(), case.state == "in_session")
        return NextStep(_("Go to the room"), reverse("call:room", args=[case.room.code]), case.state == "in_session")
    for holds, steps in (
        (case.owner_id == person.pk, _OWNER),
        (case.expert_id == person.pk, _EXPERT),
        (person.pk not in (case.owner_id, case.expert_id), _COORDINATOR if _routes(person, case) else {}),
    ):
        if holds and case.state in steps and not _waits_for_nobody_here(case, steps):
            name, label = steps[case.state]
            return NextStep(label(), reverse(f"teleconsult:{name}", args=[case.code]), True)
    return NextStep()


def _waits_for_nobody_here(case: Any, steps: _Steps) -> bool:
    """An accepted case is booked by the asking side, or written by the expert: never both."""
    return bool(case.state == "accepted" and (steps is _EXPERT) != case.is_written)


def _routes(person: Any, case: Any) -> bool:
    return any(m.role == "coordinator" and m.institution_id == case.invited_id for m in person.live_memberships)


@dataclass
class River:
    """The next hours: positions in per cent of the width, 14 % is now."""

    now: str
    label: str = ""
    ticks: list[dict[str, Any]] = field(default_factory=list)
    dots: list[dict[str, Any]] = field(default_factory=list)


HOURS = 4
NOW = 14.0
MOST = 12  # more dots than this would only be a smear


@register.simple_tag
def coming(rows: Any, at: datetime) -> River:
    """Deadlines of these rows from a little before now to four hours ahead."""
    local = timezone.localtime(at)
    river = River(now=_("now %(time)s") % {"time": local.strftime("%H:%M")})
    first = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for step in range(HOURS):
        tick = first + timedelta(hours=step)
        x = _where(tick, local)
        if NOW + 6 < x < 99:
            river.ticks.append({"x": round(x, 1), "words": tick.strftime("%H:%M")})
    clocks = sorted(((row.clock.due_at, row) for row in rows if row.clock), key=lambda pair: pair[0])[:MOST]
    last = -99.0
    late = 0
    for due, row in clocks:
        x = _where(timezone.localtime(due), local)
        if x > 99:
            continue
        late += due < at
        words = row.case.inviting.label if x - last > 7 else ""
        last = x if words else last
        river.dots.append({"x": round(x, 1), "look": _look(due, at), "words": words})
    soon = len(river.dots) - late
    river.label = " ".join(
        (
            ngettext("%(n)d deadline has passed.", "%(n)d deadlines have passed.", late) % {"n": late},
            ngettext("%(n)d is due in the next few hours.", "%(n)d are due in the next few hours.", soon) % {"n": soon},
        )
    )
    return river


def _where(moment: datetime, now: datetime) -> float:
    hours = (moment - now).total_seconds() / 3600
    return max(2.0, NOW + hours * NOW) if hours < 0 else NOW + hours * (100 - NOW) / HOURS


def _look(due: datetime, at: datetime) -> str:
    if due < at:
        return "late"
    return "soon" if due - at < timedelta(minutes=30) else "calm"
