"""Cooperation agreements: concluded, prolonged, suspended. Without one that holds nobody asks (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from alliance import access, audit
from alliance.models import Agreement, AgreementParty, AgreementScope, Institution, Person
from alliance.reach import places_below
from alliance.roles import Permission


class NumberTaken(Exception):
    """Another agreement has this number."""


class EndsBeforeItBegins(Exception):
    """Its last day lies before its first."""


class WithItself(Exception):
    """An institution cannot invite itself."""


class AlreadySuspended(Exception):
    """Somebody else has suspended it meanwhile."""


class NotSuspended(Exception):
    """It is in force, or somebody else has resumed it meanwhile."""


def conclude(
    *,
    number: str,
    title: str,
    inviting: Iterable[Institution],
    invited: Institution,
    scopes: Iterable[str],
    valid_from: date,
    valid_until: date | None,
    liability: str,
    by: Person,
    at: datetime,
) -> Agreement:
    """From `valid_from` to `valid_until`, both included (None: without end), `inviting` may ask `invited`.

    Raises PermissionDenied where `by` does not keep every party, WithItself, EndsBeforeItBegins and NumberTaken.
    """
    asking = list(inviting)
    if not {place.pk for place in (*asking, invited)} <= places_below(by, Permission.KEEP_ALLIANCE):
        raise PermissionDenied
    if invited in asking:
        raise WithItself
    _in_order(valid_from, valid_until)
    agreement = Agreement(
        number=number, title=title, liability=liability, valid_from=valid_from, valid_until=valid_until
    )
    side = AgreementParty.Side
    parties = [*((place, side.INVITING) for place in asking), (invited, side.INVITED)]
    try:
        with transaction.atomic():
            agreement.save()
            AgreementParty.objects.bulk_create(
                AgreementParty(agreement=agreement, institution=place, side=which) for place, which in parties
            )
            AgreementScope.objects.bulk_create(AgreementScope(agreement=agreement, scope=scope) for scope in scopes)
            _record("agreement.concluded", agreement, by, at)
    except IntegrityError as error:
        raise NumberTaken from error
    return agreement


def set_validity(agreement: Agreement, *, valid_from: date, valid_until: date | None, by: Person, at: datetime) -> None:
    """Other days, both included. What was asked under it stays. Raises PermissionDenied and EndsBeforeItBegins."""
    _may_keep(agreement, by)
    _in_order(valid_from, valid_until)
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
