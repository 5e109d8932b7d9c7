"""Walking the tree of institutions. An alliance has some hundred; one query reads them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.models import Institution, Membership, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alliance.roles import Permission


class HasLeft(Exception):
    """The institution has left the alliance: nothing about it changes until it is taken back."""


def parents() -> dict[int, int | None]:
    """Every institution's key and that of the one above it: one query."""
    return dict(Institution.objects.values_list("pk", "parent_id"))


def _root(pk: int, above: Mapping[int, int | None]) -> int:
    while (higher := above[pk]) is not None:
        pk = higher
    return pk


def root_of(institution: Institution) -> Institution:
    """The alliance that the institution belongs to."""
    pk = _root(institution.pk, parents())
    return institution if pk == institution.pk else Institution.objects.get(pk=pk)


def below(institutions: Iterable[Institution]) -> set[int]:
    """Primary keys of these institutions and of everything under them."""
    return _grown({institution.pk for institution in institutions}, parents())


def around(institutions: Iterable[Institution]) -> set[int]:
    """Primary keys of everything in the alliances to which these institutions belong."""
    above = parents()
    return _grown({_root(institution.pk, above) for institution in institutions}, above)


def _grown(wanted: set[int], tree: Mapping[int, int | None]) -> set[int]:
    grown = bool(wanted)
    while grown:
        more = {pk for pk, above in tree.items() if above in wanted} - wanted
        wanted, grown = wanted | more, bool(more)
    return wanted


def holders(permission: Permission, *, at: Institution) -> list[Person]:
    """The people who hold the right at exactly this institution."""
    memberships = Membership.objects.carrying(permission).filter(institution=at).select_related("person")
    return list({membership.person_id: membership.person for membership in memberships}.values())


def centres_of(institution: Institution) -> list[Institution]:
    """The liaison consultation centres of the same alliance, who can be asked."""
    tree = parents()  # once: every page of a signed-in person asks who is on duty there
    alliance = _grown({_root(institution.pk, tree)}, tree)
    return list(Institution.objects.filter(pk__in=alliance, function=Institution.Function.CENTRE, left_on=None))
