"""Cooperation agreements: concluded, prolonged, suspended, replaced. Without one nobody asks (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from alliance import access, audit, institutions, limits
from alliance.models import Agreement, AgreementLimit, AgreementParty, AgreementScope, Institution, Person
from alliance.reach import places_below
from alliance.roles import Permission


class Terms(TypedDict):
    """What is agreed on. The days are both included; without a last one it holds without end.

    `limits`: time limits other than the settings'.
    """

    number: str
    title: str
    inviting: Iterable[Institution]
    invited: Institution
    scopes: Iterable[str]
    valid_from: date
    valid_until: date | None
    liability: str
    limits: NotRequired[limits.Agreed]


class NumberTaken(Exception):
    """Another agreement has this number."""


class EndsBeforeItBegins(Exception):
    """Its last day lies before its first."""


class WithItself(Exception):
    """An institution cannot invite itself."""


class BeginsTooEarly(Exception):
    """The one before holds from a later day, or from the same: it could not end before this one begins."""


class AlreadyContinued(Exception):
    """Another agreement has taken its place."""


class AlreadySuspended(Exception):
    """Somebody else has suspended it meanwhile."""


class NotSuspended(Exception):
    """It is in force, or somebody else has resumed it meanwhile."""


def conclude(*, by: Person, at: datetime, **terms: Unpack[Terms]) -> Agreement:
    """From `valid_from` to `valid_until`, both included (None: without end), `inviting` may ask `invited`.

    Raises PermissionDenied where `by` does not keep every party, HasLeft, WithItself, EndsBeforeItBegins and
    NumberTaken, and what `limits.check` raises.
    """
    return _enter(terms, by, at, continues=None)


def replace(old: Agreement, *, by: Person, at: datetime, **terms: Unpack[Terms]) -> Agreement:
    """Another agreement takes the place of `old`, which ends on the day before unless it has ended earlier.

    Parties and terms of `old` stay as they were signed; each names the other. Raises what `conclude` raises,
    BeginsTooEarly and AlreadyContinued; then nothing has changed.
    """
    _may_keep(old, by)
    last = terms["valid_from"] - timedelta(days=1)
    with transaction.atomic():
        old = Agreement.objects.select_for_update().get(pk=old.pk)
        if follower(old):
            raise AlreadyContinued
        if old.valid_until is None or old.valid_until > last:
            if last < old.valid_from:
                raise BeginsTooEarly
            old.valid_until = last
            old.save(update_fields=["valid_until"])
            _record("agreement.validity-set", old, by, at)
        return _enter(terms, by, at, continues=old)


def _enter(terms: Terms, by: Person, at: datetime, *, continues: Agreement | None) -> Agreement:
    asking, invited = list(terms["inviting"]), terms["invited"]
    _may_agree([*asking, invited], by)
    if invited in asking:
        raise WithItself
    _in_order(terms["valid_from"], terms["valid_until"])
    agreed = terms.get("limits", {})
    limits.check(agreed)
    agreement = Agreement(
        number=terms["number"],
        title=terms["title"],
        liability=terms["liability"],
        valid_from=terms["valid_from"],
        valid_until=terms["valid_until"],
        continues=continues,
    )
    try:
        with transaction.atomic():
            agreement.save()
            _write_out(agreement, asking, invited, terms["scopes"])
            _write_limits(agreement, agreed)
            _record("agreement.concluded", agreement, by, at)
    except IntegrityError as error:
        raise NumberTaken from error
    return agreement


def _may_agree(parties: list[Institution], by: Person) -> None:
    if not {place.pk for place in parties} <= places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    if any(place.left_on is not None for place in parties):
        raise institutions.HasLeft


def _write_out(agreement: Agreement, asking: list[Institution], invited: Institution, scopes: Iterable[str]) -> None:
    side = AgreementParty.Side
    parties = [*((place, side.INVITING) for place in asking), (invited, side.INVITED)]
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, institution=place, side=which) for place, which in parties
    )
    AgreementScope.objects.bulk_create(AgreementScope(agreement=agreement, scope=scope) for scope in scopes)


def _write_limits(agreement: Agreement, agreed: limits.Agreed) -> None:
    AgreementLimit.objects.bulk_create(
        AgreementLimit(agreement=agreement, kind=kind, pace=pace, unit=unit, amount=amount)
        for (kind, pace), (unit, amount) in agreed.items()
    )


def part(institution: Institution, *, by: Person, at: datetime) -> None:
    """The institution is a party to nothing any more, from today; an agreement that is left with one side ends.

    Asks for no right: whoever calls this has asked who may let the institution leave.
    """
    today = at.astimezone(institution.tz).date()
    with transaction.atomic():
        for party in live_parties(institution, on=today):
            agreement = party.agreement
            AgreementParty.objects.filter(pk=party.pk).update(left_on=today)
            audit.record(by, "agreement.party-left", about=agreement, at=at, institution=institution, side=party.side)
            if stands(agreement):
                continue
            if agreement.valid_until is None or agreement.valid_until > today:
                agreement.valid_until = max(today, agreement.valid_from)
                agreement.save(update_fields=["valid_until"])
                _record("agreement.validity-set", agreement, by, at)


def live_parties(institution: Institution, *, on: date) -> QuerySet[AgreementParty]:
    """Where the institution is a party, in agreements that have not ended by that day."""
    running = Q(agreement__valid_until=None) | Q(agreement__valid_until__gte=on)
    rows = AgreementParty.objects.filter(running, institution=institution, left_on=None)
    return rows.select_related("agreement").order_by("agreement__number", "pk")


def follower(agreement: Agreement) -> Agreement | None:
    """The agreement that has taken its place."""
    return Agreement.objects.filter(continues=agreement).first()


def stands(agreement: Agreement) -> bool:
    """Whether both sides still have a party."""
    left = agreement.parties.filter(left_on=None).values_list("side", flat=True)
    return len(set(left)) == len(AgreementParty.Side)


def set_validity(agreement: Agreement, *, valid_from: date, valid_until: date | None, by: Person, at: datetime) -> None:
    """Other days, both included. What was asked under it stays.

    Raises PermissionDenied, EndsBeforeItBegins, and AlreadyContinued: its end is the beginning of another.
    """
    _may_keep(agreement, by)
    _in_order(valid_from, valid_until)
    if follower(agreement):
        raise AlreadyContinued
    agreement.valid_from, agreement.valid_until = valid_from, valid_until
    with transaction.atomic():
        agreement.save(update_fields=["valid_from", "valid_until"])
        _record("agreement.validity-set", agreement, by, at)


def suspend(agreement: Agreement, *, by: Person, at: datetime) -> None:
    """Nobody asks under it until it is resumed. Raises PermissionDenied and AlreadySuspended."""
    _may_keep(agreement, by)
    with transaction.atomic():
        if not Agreement.objects.filter(pk=agreement.pk, suspended_at=None).update(suspended_at=at):
            raise AlreadySuspended
        _record("agreement.suspended", agreement, by, at)


def resume(agreement: Agreement, *, by: Person, at: datetime) -> None:
    """It holds again, on the days it is valid for. Raises PermissionDenied and NotSuspended."""
    _may_keep(agreement, by)
    with transaction.atomic():
        suspended = Agreement.objects.filter(pk=agreement.pk, suspended_at__isnull=False)
        if not suspended.update(suspended_at=None):
            raise NotSuspended
        _record("agreement.resumed", agreement, by, at)


def _may_keep(agreement: Agreement, by: Person) -> None:
    if not access.allows(agreement, by=by, to=Permission.KEEP_ALLIANCE):
        raise PermissionDenied


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise EndsBeforeItBegins


def _record(action: str, agreement: Agreement, by: Person, at: datetime) -> None:
    last = agreement.valid_until
    first, end = agreement.valid_from.isoformat(), last.isoformat() if last else None
    audit.record(by, action, about=agreement, at=at, valid_from=first, valid_until=end)
