"""Which medicines and tests there are, and which institution has which (同库药品).

An institution that has said nothing about an item is unknown there, never “without it”.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from alliance import audit, institutions, recognising
from alliance.models import Institution, LocalTest, Medicine, Stocked

if TYPE_CHECKING:
    from alliance.models import Person

Item = Medicine | LocalTest


@dataclass(frozen=True)
class Part:
    """n of so many."""

    n: int
    of: int


# How often what was advised was there when it was advised; upper apps know. `person` sees their own alliance's.
Satisfaction = Callable[["Person"], Part]
_satisfaction: list[Satisfaction] = []


def on_satisfaction(source: Satisfaction) -> None:
    """Registers who counts what was advised and was there (同库药品满足率, domain.md §8)."""
    _satisfaction[:] = [source]


def satisfaction(person: Person) -> Part:
    """Advised and there, of all that was advised where the institution has said; 0 of 0 where nobody counts."""
    return _satisfaction[0](person) if _satisfaction else Part(0, 0)


def key(item: Item) -> str:
    """One name for medicines and tests alike: `m:12`, `t:3`."""
    return f"{'m' if isinstance(item, Medicine) else 't'}:{item.pk}"


def catalogue() -> list[Item]:
    """Everything in use, medicines first: two queries."""
    return [*Medicine.objects.filter(retired_at=None), *LocalTest.objects.filter(retired_at=None)]


@dataclass
class Shelves:
    """The catalogue and what every institution of an alliance says about it: three queries, read once."""

    place: Institution
    places: dict[int, Institution] = field(default_factory=dict)
    said: dict[int, dict[str, bool]] = field(default_factory=dict)  # by institution and key

    @classmethod
    def around(cls, place: Institution) -> Shelves:
        """Those of the alliance to which `place` belongs."""
        pks = institutions.around([place])
        places = {each.pk: each for each in Institution.objects.filter(pk__in=pks, left_on=None)}
        said: dict[int, dict[str, bool]] = {}
        rows = Stocked.objects.filter(institution__in=pks).values_list("institution", "medicine", "test", "available")
        for where, medicine, test, available in rows:
            said.setdefault(where, {})[f"m:{medicine}" if medicine else f"t:{test}"] = available
        return cls(place, places, said)

    @cached_property
    def items(self) -> list[Item]:
        """The catalogue."""
        return catalogue()

    @cached_property
    def names(self) -> list[tuple[str, Item]]:
        """Every name of every item."""
        return [(name, item) for item in self.items for name in item.names]

    def find(self, text: str) -> list[Item]:
        """What of the catalogue a text names."""
        return recognising.find(text, self.names)

    def has(self, item: Item, place: Institution | None = None) -> bool | None:
        """Whether `place` (the one asked about) has it; None where nobody there has said."""
        return self.said.get((place or self.place).pk, {}).get(key(item))

    def instead(self, item: Item) -> list[Medicine]:
        """Medicines of the same class that the place has."""
        if not isinstance(item, Medicine):
            return []
        alike = (each for each in self.items if isinstance(each, Medicine) and each.kind == item.kind)
        return [each for each in alike if each.pk != item.pk and self.has(each)]

    def elsewhere(self, item: Item) -> list[Institution]:
        """Other institutions that have it: of the same zone first, then the consultation centre, then the rest."""
        with_it = [each for each in self.places.values() if each.pk != self.place.pk and self.has(item, each)]
        centre = Institution.Function.CENTRE
        return sorted(with_it, key=lambda each: (not self._is_near(each), each.function != centre, each.pk))

    def _is_near(self, other: Institution) -> bool:
        return self.place.zone_id is not None and other.zone_id == self.place.zone_id


def stocking(person_places: Iterable[int]) -> list[Institution]:
    """Institutions that may keep a list: everything that treats, in order."""
    treats = ~Q(kind__in=[Institution.Kind.ALLIANCE, Institution.Kind.SCHOOL, Institution.Kind.SOCIAL_SERVICE])
    return list(Institution.objects.filter(treats, pk__in=list(person_places), left_on=None))


def enter(
    place: Institution, items: Collection[Item], available: Collection[str], *, by: Person, at: datetime
) -> tuple[int, int]:
    """Says of each of `items` whether the place has it: its key is among `available`, or not.

    Returns how many are newly there and newly gone. Raises HasLeft where the institution is no longer in the alliance.
    """
    if place.left_on is not None:
        raise institutions.HasLeft
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=place.pk)
        rows = Stocked.objects.filter(institution=place).select_related("medicine", "test")
        known = {key(item): row for row in rows if (item := row.medicine or row.test) is not None}
        changed = [item for item in items if _differs(known.get(key(item)), key(item) in available)]
        for item in changed:
            _say(place, item, key(item) in available, by=by, at=at)
        gained = [key(item) for item in changed if key(item) in available]
        lost = [key(item) for item in changed if _had(known.get(key(item)))]
        if changed:
            facts = {"gained": " ".join(gained), "lost": " ".join(lost)}
            audit.record(by, "formulary.entered", about=place, at=at, institution=place, **facts)
    return len(gained), len(lost)


def _differs(row: Stocked | None, available: bool) -> bool:
    return row is None or row.available != available


def _had(row: Stocked | None) -> bool:
    return row is not None and row.available


def _say(place: Institution, item: Item, available: bool, *, by: Person, at: datetime) -> None:
    which = {"medicine": item} if isinstance(item, Medicine) else {"test": item}
    facts = {"available": available, "since": at, "kept_by": by}
    Stocked.objects.update_or_create(institution=place, **which, defaults=facts)


def keep(item: Item, *, by: Person, at: datetime) -> Item:
    """A new entry of the catalogue, or a changed one; whoever saves it has reviewed it."""
    item.reviewed_at = at
    with transaction.atomic():
        item.save()
        audit.record(by, "catalogue.kept", about=item, at=at, retired=item.retired_at is not None)
    return item
