"""Which time limits of a consultation the parties of an agreement may set; the duties of the law are not among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alliance import clocks, limits
from teleconsult import overdue, timers
from teleconsult.models import Consultation, Urgency

if TYPE_CHECKING:
    from alliance.models import Agreement

_STEPS = {
    timers.TRIAGE: overdue.NAMES[timers.TRIAGE],
    timers.RETURNED: _("complete a returned request"),
    timers.ACCEPT: overdue.NAMES[timers.ACCEPT],
    timers.REROUTE: overdue.NAMES[timers.REROUTE],
    timers.START: overdue.NAMES[timers.START],
    timers.OPINION: overdue.NAMES[timers.OPINION],
    timers.ANSWER_BACK: overdue.NAMES[timers.ANSWER_BACK],
    timers.FOLLOW_UP_QUESTION: overdue.NAMES[timers.FOLLOW_UP_QUESTION],
    timers.DISPOSE: overdue.NAMES[timers.DISPOSE],
    timers.ROUND: overdue.NAMES[timers.ROUND],
}
_CASES = {
    "emergency": _("Emergency"),
    "urgent": _("Urgent"),
    "routine": _("Routine"),
    "school": _("School, routine"),
    "written_urgent": _("In writing, urgent"),
    "written_routine": _("In writing, routine"),
}


def register() -> None:
    """Offers every rule of these steps, by its name in the settings."""
    for kind, step in _STEPS.items():
        rules = timers.settings_of(kind)
        for name in rules:
            case = _CASES.get(name, _("Every case") if len(rules) == 1 else _("Every other case"))
            limits.register(limits.Limit(kind, name, step, _otherwise(kind, name), case))


def told(consultation: Consultation, agreement: Agreement | None) -> dict[str, str]:
    """What the doctor may expect under that agreement: until the request is assigned, and from session to signature."""
    agreed = limits.of(agreement) if agreement else {}

    def said(kind: str, urgency: str) -> str:
        case = Consultation(urgency=urgency, kind=consultation.kind)
        return limits.words(timers.chosen(kind, case, lambda name: agreed.get((kind, name))))

    times = {urgency: said(timers.TRIAGE, urgency) for urgency in Urgency.values}
    return {**times, "opinion": said(timers.OPINION, Urgency.ROUTINE)}


def _otherwise(kind: str, name: str) -> Callable[[], clocks.Length]:
    return lambda: timers.settings_of(kind)[name]
