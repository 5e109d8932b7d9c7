"""What a leader must know today: uncovered hours, what runs out, and whatever upper apps count for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse

from alliance import clocks, duty
from alliance.models import Agreement, AgreementParty, Institution, Membership, SiteRegistration
from alliance.reach import places_below
from alliance.roles import Permission

if TYPE_CHECKING:
    from alliance.models import Person

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Row:
    """One line that an upper app contributes: how many of what, where to look, and whether it is red."""

    label: str
    count: int
    url: str = ""
    red: bool = False


Source = Callable[["Person", datetime], Iterable[Row]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds lines to every leader's overview; upper apps call it in `apps.py`. `source(person, at)` gives rows."""
    _sources[name] = source


@dataclass(frozen=True)
class Cover:
    """The roster of one consultation centre: the hours of the week that nobody covers."""

    centre: Institution
    gaps: list[duty.Gap]

    @property
    def minutes(self) -> int:
        """Uncovered time of the week, in minutes."""
        return sum(gap.minutes for gap in self.gaps)

    @property
    def hours(self) -> int:
        """The same in hours, rounded up: a gap of a minute is a gap."""
        return -(-self.minutes // 60)


@dataclass(frozen=True)
class Ending:
    """Something with a last day: an agreement, or leave to practise at a site."""

    what: str
    where: list[str]
    until: date
    over: bool
    url: str = ""


@dataclass(frozen=True)
class Branch:
    """An institution in the tree, `depth` steps below the top, with how many people work there."""

    institution: Institution
    depth: int
    people: int


@dataclass(frozen=True)
class Overview:
    """Everything on the leader's page."""

    cover: list[Cover]
    rows: list[Row]
    agreements: list[Ending]
    sites: list[Ending]
    unknown_year: int | None
    tree: list[Branch] = field(default_factory=list)
    left: list[Institution] = field(default_factory=list)

    @property
    def uncovered_hours(self) -> int:
        """Hours of the week in which nobody would answer danger, over all centres."""
        return sum(cover.hours for cover in self.cover)

    @property
    def telling(self) -> list[Row]:
        """What there is something of, the red first."""
        return sorted((row for row in self.rows if row.count), key=lambda row: not row.red)

    @property
    def quiet(self) -> list[Row]:
        """What there is nothing of."""
        return [row for row in self.rows if not row.count]

    @property
    def over(self) -> int:
        """Agreements and registrations that no longer hold."""
        return sum(ending.over for ending in (*self.agreements, *self.sites))

    @property
    def red(self) -> int:
        """How many things are wrong now."""
        wrong = sum(row.count for row in self.rows if row.red)
        return wrong + self.over + sum(bool(cover.gaps) for cover in self.cover)


def read(person: Person, at: datetime) -> Overview:
    """The overview of everything below the places that `person` leads."""
    places = places_below(person, Permission.READ_OVERVIEW)
    today = at.astimezone(_zone(person)).date()
    return Overview(
        cover=[Cover(centre, duty.gaps(centre)) for centre in _centres(places)],
        rows=[row for source in _sources.values() for row in source(person, at)],
        agreements=agreements_ending(places, today),
        sites=sites_ending(places, today),
        unknown_year=_unknown_year(today),
        tree=_tree(places),
        left=list(Institution.objects.filter(pk__in=places).exclude(left_on=None).order_by("-left_on", "pk")),
    )


def _zone(person: Person) -> ZoneInfo:
    return person.places_where(Permission.READ_OVERVIEW)[0].tz


def _centres(places: set[int]) -> Iterable[Institution]:
    return Institution.objects.filter(pk__in=places, function=Institution.Function.CENTRE, left_on=None)


def agreements_ending(places: Collection[int], today: date) -> list[Ending]:
    """Agreements of these institutions that end soon or have ended, the nearest first."""
    near = AgreementParty.objects.filter(institution__in=places).values("agreement")
    soon = Agreement.objects.standing().filter(pk__in=near, valid_until__lte=today + SOON)
    return [
        Ending(
            agreement.title,
            list(dict.fromkeys(party.institution.label for party in agreement.parties.all())),
            agreement.valid_until,
            agreement.valid_until < today,
            reverse("alliance:agreement", args=[agreement.code]),
        )
        for agreement in soon.prefetch_related("parties__institution").order_by("valid_until")
        if agreement.valid_until
    ]


def sites_ending(places: Collection[int], today: date) -> list[Ending]:
    """Leave to practise at these institutions that ends soon or has ended, the nearest first."""
    soon = SiteRegistration.objects.filter(
        institution__in=places, institution__left_on=None, valid_until__lte=today + SOON, person__is_active=True
    ).select_related("person", "institution")
    sites = list(soon.order_by("valid_until"))
    posts = Membership.objects.live().filter(institution__in=places, person__in=[site.person_id for site in sites])
    pages = {post.person_id: reverse("alliance:practice", args=[post.code]) for post in posts}
    return [
        Ending(
            site.person.name,
            [site.institution.label],
            site.valid_until,
            site.valid_until < today,
            pages.get(site.person_id, ""),
        )
        for site in sites
        if site.valid_until
    ]


def _unknown_year(today: date) -> int | None:
    """The first year within reach of a deadline whose holidays nobody has entered."""
    years = (today.year, (today + SOON).year)
    return next((year for year in years if not clocks.known_year(year)), None)


def _tree(places: set[int]) -> list[Branch]:
    working = Count("memberships__person", filter=Q(memberships__ended_at=None), distinct=True)
    rows = list(
        Institution.objects.filter(pk__in=places, left_on=None).annotate(working=working).select_related("zone")
    )
    shown = {row.pk for row in rows}
    below: dict[int | None, list[Institution]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Institution]], top: int | None, depth: int) -> Iterable[Branch]:
    for row in below.get(top, []):
        yield Branch(row, depth, row.working)  # type: ignore[attr-defined]
        yield from _walk(below, row.pk, depth + 1)
