"""Who works where, as a leader reads it. The number of queries does not grow with the people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alliance.models import Invitation, Membership, Person


def people_at(places: Collection[int], sought: str = "") -> QuerySet[Person]:
    """Everybody with a live role at one of these institutions; each carries `held`, their roles there, and `secured`.

    `sought` is part of a name, an e-mail address, a mobile number or an institution's name.
    """
    live = Membership.objects.live().filter(institution__in=places)
    people = Person.objects.filter(pk__in=live.values("person"))
    if sought:
        matches = live.filter(Q(institution__name__icontains=sought) | Q(institution__short_name__icontains=sought))
        words = Q(name__icontains=sought) | Q(email__icontains=sought) | Q(mobile__contains=sought)
        people = people.filter(words | Q(pk__in=matches.values("person")))
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    held = Prefetch("memberships", live.select_related("institution").order_by("-is_main", "pk"), to_attr="held")
    return people.annotate(secured=Exists(totp)).prefetch_related(held).order_by("name", "pk")


def open_invitations(by: Person, at: datetime) -> QuerySet[Invitation]:
    """Invitations within reach that can still be accepted, latest first."""
    return Invitation.objects.within_reach_of(by).open_at(at).select_related("institution", "invited_by")
