"""An institution leaves the alliance, and may be taken back. Nothing is deleted: it is closed, and says when and why.

What is still open there is told before; upper apps add what they know of (`register`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from alliance import agreeing, audit, furnishing, institutions, joining, leaving, notices, placing
from alliance.models import Agreement, AgreementParty, Institution, Invitation, Membership, Person
from alliance.roles import Permission


class StillBelow(Exception):
    """Other institutions belong to it: they move or leave first."""


class StillOpen(Exception):
    """Work is open there that nobody could finish afterwards, and whoever lets it leave has not said that it may be."""


class NotLeft(Exception):
    """It is part of the alliance."""


@dataclass(frozen=True)
class Line:
    """How many things of one kind are open there; `because` says what becomes of them."""

    label: str
    count: int
    because: str


Source = Callable[[Institution], Iterable[Line]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds to what is told before an institution leaves; upper apps call it in `apps.py`."""
    _sources[name] = source


@dataclass(frozen=True)
class Ending:
    """An agreement that the institution is a party to, and whether it ends with it or goes on among the others."""

    agreement: Agreement
    ends: bool


@dataclass(frozen=True)
class Open:
    """What is open at an institution that shall leave."""

    people: list[Membership]
    invitations: list[Invitation]
    agreements: list[Ending]
    lines: list[Line]
    below: list[Institution]
    last_centre: bool

    @property
    def work(self) -> int:
        """How many things nobody could finish afterwards."""
        return sum(line.count for line in self.lines)

    @property
    def barred(self) -> bool:
        """Whether it cannot leave as things are."""
        return bool(self.below) or self.last_centre


def told(institution: Institution, at: datetime) -> Open:
    """What whoever lets it leave must know before."""
    return Open(
        people=list(_people(institution)),
        invitations=list(institution.invitations.open_at(at).order_by("name")),
        agreements=_endings(institution, _today(institution, at)),
        lines=[line for source in _sources.values() for line in source(institution) if line.count],
        below=list(institution.children.filter(left_on=None)),
        last_centre=_is_last_centre(institution),
    )


def _people(institution: Institution) -> QuerySet[Membership]:
    return Membership.objects.live().filter(institution=institution).select_related("person").order_by("person__name")


def _today(institution: Institution, at: datetime) -> date:
    return at.astimezone(institution.tz).date()


def _endings(institution: Institution, today: date) -> list[Ending]:
    parties = list(agreeing.live_parties(institution, on=today))
    others = AgreementParty.objects.filter(agreement__in=[party.agreement for party in parties], left_on=None)
    beside = set(others.exclude(institution=institution).values_list("agreement", "side"))
    return [Ending(party.agreement, (party.agreement_id, party.side) not in beside) for party in parties]


def _is_last_centre(institution: Institution) -> bool:
    if institution.function != Institution.Function.CENTRE:
        return False
    try:
        furnishing.another_centre_than(institution)
    except furnishing.LastCentre:
        return True
    return False


def leave(institution: Institution, *, because: str, anyway: bool, by: Person, at: datetime) -> None:
    """It is out from this moment: memberships, invitations, duty and its part in agreements end.

    Whoever worked there is signed out everywhere, their open cases have no owner. `anyway` says that this may be so.
    Raises PermissionDenied where `by` does not keep what it belongs to, HasLeft, StillBelow, LastCentre and StillOpen.
    """
    with transaction.atomic():
        placing.one_at_a_time(institution)
        institution.refresh_from_db(fields=["parent", "function"])
        if not placing.kept_from_above(institution, by):
            raise PermissionDenied
        facts = {"left_on": _today(institution, at), "left_because": because}
        if not Institution.objects.filter(pk=institution.pk, left_on=None).update(**facts):
            raise institutions.HasLeft
        if institution.children.filter(left_on=None).exists():
            raise StillBelow
        if institution.function == Institution.Function.CENTRE and not institutions.centres_of(institution):
            raise furnishing.LastCentre
        if not anyway and any(line.count for source in _sources.values() for line in source(institution)):
            raise StillOpen
        institution.refresh_from_db(fields=list(facts))
        _end_all(institution, because, by, at)


def _end_all(institution: Institution, because: str, by: Person, at: datetime) -> None:
    asked = _asked_by(institution, _today(institution, at))
    agreeing.part(institution, by=by, at=at)
    for invitation in institution.invitations.open_at(at):
        joining.withdraw(invitation, by=by, at=at)
    ended = leaving.leave_all(institution, by=by, at=at, because=because)
    audit.record(by, "institution.left", about=institution, at=at, institution=institution, people=len(ended))
    coordinators = [person for centre in asked for person in institutions.holders(Permission.TRIAGE, at=centre)]
    notices.send(coordinators, "institution-left", about=institution, at=at, place=institution.name)


def _asked_by(institution: Institution, today: date) -> list[Institution]:
    """The centres that it could ask."""
    agreements = [party.agreement_id for party in agreeing.live_parties(institution, on=today)]
    asked = AgreementParty.objects.filter(agreement__in=agreements, side=AgreementParty.Side.INVITED)
    return list(Institution.objects.filter(pk__in=asked.values("institution")).exclude(pk=institution.pk))


def take_back(institution: Institution, *, by: Person, at: datetime) -> None:
    """It is part of the alliance again, where it was. People are invited anew, agreements concluded anew.

    Raises PermissionDenied, NotLeft, and HasLeft where what it belonged to has left itself.
    """
    if not placing.kept_from_above(institution, by):
        raise PermissionDenied
    with transaction.atomic():
        placing.one_at_a_time(institution)
        if Institution.objects.filter(children=institution).exclude(left_on=None).exists():
            raise institutions.HasLeft
        facts = {"left_on": None, "left_because": "", "joined_on": _today(institution, at)}
        if not Institution.objects.filter(pk=institution.pk).exclude(left_on=None).update(**facts):
            raise NotLeft
        institution.refresh_from_db(fields=list(facts))
        audit.record(by, "institution.taken-back", about=institution, at=at, institution=institution)
