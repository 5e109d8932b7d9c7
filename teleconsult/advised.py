"""What became of one expert's advice: counted over all, and case by case. No papers, whatever has been granted.

An expert reads this of every opinion she has signed, also long after the grant of papers has ended: her own lines, what
was decided about each, and what happened then. A case whose consent was withdrawn is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from alliance.roles import Permission
from teleconsult.models import AdviceItem, Disposition, ItemOutcome, Opinion, OutcomeRound

if TYPE_CHECKING:
    from alliance.models import Person

CARRIED = (ItemOutcome.Carried.DONE, ItemOutcome.Carried.CHANGED)


@dataclass(frozen=True)
class Part:
    """n of so many."""

    n: int
    of: int


@dataclass(frozen=True)
class Sum:
    """Over every line of advice: what was decided, and how it stood when last asked about."""

    adopted: Part
    carried: Part
    better: Part


def opinions(expert: Person) -> QuerySet[Opinion]:
    """Signed by this expert at a centre where she still answers, newest first."""
    return Opinion.objects.filter(
        signed_by=expert,
        consultation__invited__in=expert.ids_where(Permission.ANSWER),
        consultation__consent_withdrawn_at=None,
    ).order_by("-signed_at", "-pk")


def with_outcomes(found: QuerySet[Opinion]) -> QuerySet[Opinion]:
    """With every line, its decision and its answers at hand: four queries, however many opinions."""
    rounds = OutcomeRound.objects.select_related("outcome").order_by("weeks")
    answers = ItemOutcome.objects.select_related("outcome__round").order_by("outcome__round__weeks")
    return found.select_related("consultation__inviting").prefetch_related(
        Prefetch("advice", AdviceItem.objects.select_related("disposition").order_by("number")),
        Prefetch("advice__outcomes", answers),
        Prefetch("consultation__rounds", rounds),
    )


def total(expert: Person) -> Sum:
    """One query; what nobody has answered yet is in no denominator."""
    last = ItemOutcome.objects.filter(item=OuterRef("pk")).order_by("-outcome__round__weeks")
    lines = AdviceItem.objects.filter(opinion__in=opinions(expert)).annotate(
        carried=Subquery(last.values("carried")[:1]), became=Subquery(last.values("became")[:1])
    )
    found = lines.aggregate(
        decided=Count("pk", filter=~Q(disposition=None)),
        adopted=Count("pk", filter=Q(disposition__decision=Disposition.Decision.ADOPTED)),
        asked=Count("pk", filter=~Q(carried=None)),
        done=Count("pk", filter=Q(carried__in=CARRIED)),
        better=Count("pk", filter=Q(became=ItemOutcome.Became.BETTER)),
    )
    return Sum(
        Part(found["adopted"], found["decided"]),
        Part(found["done"], found["asked"]),
        Part(found["better"], found["asked"]),
    )
