"""Which rows one can see at all. Every noun about people says it once, on its queryset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, TypeVar
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.models import Institution, Person
    from alliance.roles import Permission


class Reachable(Protocol):
    """A row that the door can open: addressed by code, with institutions in which a right counts."""

    pk: int
    code: UUID

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """The institutions of this row in which holding `to` opens it."""


Row = TypeVar("Row", bound=models.Model, covariant=True)


class ReachQuerySet(models.QuerySet[Row]):
    """A queryset that knows who may see its rows. Without an answer of its own, nobody may."""

    def within_reach_of(self, person: Person) -> Self:
        """Only the rows whose existence `person` may know of."""
        return self.none()


def places_around(person: Person) -> set[int]:
    """Primary keys of everything in the alliances in which the person has any role."""
    from alliance.institutions import around  # which imports the models

    return around(membership.institution for membership in person.live_memberships)


def places_below(person: Person, permission: Permission) -> set[int]:
    """Primary keys of the institutions where the person holds the right, and of everything under them."""
    from alliance.institutions import below  # which imports the models

    return below(person.places_where(permission))
