"""Time limits that an agreement sets apart from the settings: for a step, or until the next rung is told.

The app that owns a limit names it here with its own length. An emergency may be made faster, never slower. What was
agreed is kept with the agreement and never edited: another agreement takes its place (`agreeing.replace`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alliance import clocks
from alliance.models import LADDER, AgreementLimit, Pace, Rung

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from alliance.models import Agreement

Name = tuple[str, str]  # which limit, at which pace
Agreed = Mapping[Name, clocks.Length]


class UnknownLimit(Exception):
    """No app has named this limit, or it runs in another unit."""


class OutOfRange(Exception):
    """The length is nothing, or longer than anybody waits (`AgreementLimit.LONGEST`)."""


class TooSlow(Exception):
    """An emergency may be made faster than the setting, never slower."""


@dataclass(frozen=True)
class Limit:
    """One time limit that may be agreed on: of what, at which pace, and the length where nothing is agreed."""

    kind: str
    pace: str
    step: str | _StrPromise
    otherwise: Callable[[], clocks.Length]
    case: str | _StrPromise = ""  # the pace in words

    @property
    def name(self) -> Name:
        """What it is kept under."""
        return self.kind, self.pace

    @property
    def is_emergency(self) -> bool:
        """Whether it may only be shortened."""
        return self.pace == Pace.EMERGENCY


@dataclass(frozen=True)
class Comparison:
    """One agreed limit, in words."""

    step: str
    case: str
    agreed: str
    otherwise: str


_limits: dict[Name, Limit] = {}


def register(limit: Limit) -> None:
    """Lets agreements set this limit; upper apps call it in `apps.py`."""
    _limits[limit.name] = limit


def offered() -> list[Limit]:
    """Everything that can be agreed on, in the order of registration."""
    return list(_limits.values())


def check(agreed: Agreed) -> None:
    """Raises UnknownLimit, OutOfRange, or TooSlow."""
    for name, length in agreed.items():
        unit, amount = length
        limit = _limits.get(name)
        if limit is None or unit not in AgreementLimit.LONGEST:
            raise UnknownLimit(name)
        if not 1 <= amount <= AgreementLimit.LONGEST[unit]:
            raise OutOfRange(name)
        if limit.is_emergency and not is_within(length, limit.otherwise()):
            raise TooSlow(name)


def is_within(length: clocks.Length, bound: clocks.Length) -> bool:
    """Whether `length` is never longer than `bound`: sure only of the same unit."""
    return length[0] == bound[0] and length[1] <= bound[1]


def agreed(agreement: int | None, kind: str, pace: str) -> clocks.Length | None:
    """What this agreement (its key) says of a limit; None where it says nothing."""
    if agreement is None:
        return None
    rows = AgreementLimit.objects.filter(agreement=agreement, kind=kind, pace=pace)
    return rows.values_list("unit", "amount").first()


def of(agreement: Agreement) -> dict[Name, clocks.Length]:
    """Everything this agreement sets apart."""
    return {(row.kind, row.pace): (row.unit, row.amount) for row in agreement.limits.all()}


def compared(agreement: Agreement) -> list[Comparison]:
    """What is agreed beside what would count otherwise, in the order of registration."""
    said = of(agreement)
    return [
        Comparison(str(each.step), str(each.case), words(said[each.name]), words(each.otherwise()))
        for each in offered()
        if each.name in said
    ]


def counting(agreed_on: clocks.Length | None, setting: clocks.Length, *, emergency: bool) -> clocks.Length:
    """What counts: what is agreed, in an emergency only where it is no longer than the setting, which may change."""
    if agreed_on is None or (emergency and not is_within(agreed_on, setting)):
        return setting
    return agreed_on


# --- the climb's own ------------------------------------------------------------------------------------------------
def rung(which: Rung) -> str:
    """The limit until this rung is told, counted from the one before."""
    return f"alliance.{which}"


def until_rung(which: Rung, pace: str, agreement: int | None) -> clocks.Length:
    """How long after the rung before it this one is told. Danger is under no agreement."""
    setting: clocks.Length = settings.XINQIAO["ESCALATION"][pace][LADDER.index(which)]
    return counting(agreed(agreement, rung(which), pace), setting, emergency=pace == Pace.EMERGENCY)


def register_climb() -> None:
    """The two upper rungs at each pace; the first is told when the step is due."""
    for each in (Rung.HEAD, Rung.MEDICAL_AFFAIRS):
        for pace in (Pace.EMERGENCY, Pace.URGENT, Pace.ROUTINE):
            register(Limit(rung(each), pace, _STEPS[each], _otherwise(each, pace), pace.label))


def _otherwise(which: Rung, pace: Pace) -> Callable[[], clocks.Length]:
    return lambda: until_rung(which, pace, None)


_STEPS = {
    Rung.HEAD: _("Until an overdue step reaches the head of department"),
    Rung.MEDICAL_AFFAIRS: _("and from there until it reaches medical affairs"),
}


# --- in words -------------------------------------------------------------------------------------------------------
def words(length: clocks.Length) -> str:
    """4 working hours; whole hours of day and night are said as hours."""
    unit, amount = length[0], int(length[1])
    if unit == clocks.HOURS:
        said = ngettext("%(n)d working hour", "%(n)d working hours", amount)
    elif unit == clocks.DAYS:
        said = ngettext("%(n)d working day", "%(n)d working days", amount)
    elif amount and amount % 60 == 0:
        amount //= 60
        said = ngettext("%(n)d hour", "%(n)d hours", amount)
    else:
        said = ngettext("%(n)d minute", "%(n)d minutes", amount)
    return said % {"n": amount}
