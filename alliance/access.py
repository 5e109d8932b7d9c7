"""The one door to a row, for pages, sockets, downloads and the API alike.

Beyond reach is 404: nothing tells that the row exists. Within reach but without the right in *that row's* institution
is 403, and the refusal is written down. The read itself is written into the audit with the permission's purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from alliance import audit

if TYPE_CHECKING:
    from alliance.models import Person
    from alliance.reach import Reachable, ReachQuerySet, Row
    from alliance.roles import Permission


def fetch(rows: ReachQuerySet[Row], code: UUID, *, by: Person, to: Permission) -> Row:
    """The row with this code, for `by` who wants to do `to` with it.

    Raises Http404 beyond reach and PermissionDenied without the right.
    """
    row = get_object_or_404(rows.within_reach_of(by), code=code)
    check(row, by=by, to=to)
    audit.read(cast("Reachable", row), by=by, purpose=to.purpose, at=now())
    return row


def check(row: Any, *, by: Person, to: Permission) -> None:
    """Raises PermissionDenied, and writes the refusal down, where `by` lacks `to` in the row's institutions."""
    if not allows(row, by=by, to=to):
        audit.refused(row, by=by, to=to, at=now())
        raise PermissionDenied


def allows(row: Any, *, by: Person, to: Permission) -> bool:
    """Whether the right is there; for buttons, which then need no second opinion. Writes nothing."""
    return any(by.may(to, at=place) for place in row.institutions_for(to))


def require(by: Person, to: Permission) -> None:
    """For pages about no single row (a new request, a board): the right in at least one institution."""
    if not by.may_anywhere(to):
        audit.refused_page(by=by, to=to, at=now())
        raise PermissionDenied
