"""Walking the tree of institutions. An alliance has some hundred; one query reads them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.models import Institution, Membership, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.roles import Permission


def _parents() -> dict[int, int | None]:
    return dict(Institution.objects.values_list("pk", "parent_id"))


def root_of(institution: Institution) -> Institution:
    """The alliance that the institution belongs to."""
    parents, pk = _parents(), institution.pk
    while (above := parents[pk]) is not None:
        pk = above
    return institution if pk == institution.pk else Institution.objects.get(pk=pk)


def below(institutions: Iterable[Institution]) -> set[int]:
    """Primary keys of these institutions and of everything under them."""
    parents = _parents()
    wanted = {institution.pk for institution in institutions}
    grown = True
    while grown:
        more = {pk for pk, above in parents.items() if above in wanted} - wanted
        wanted, grown = wanted | more, bool(more)
    return wanted


def holders(permission: Permission, *, at: Institution) -> list[Person]:
    """The people who hold the right at exactly this institution."""
    memberships = Membership.objects.carrying(permission).filter(institution=at).select_related("person")
    return list({membership.person_id: membership.person for membership in memberships}.values())


def centres_of(institution: Institution) -> list[Institution]:
    """The liaison consultation centres of the same alliance, who can be asked."""
    alliance = below([root_of(institution)])
    return list(Institution.objects.filter(pk__in=alliance, function=Institution.Function.CENTRE, left_on=None))
