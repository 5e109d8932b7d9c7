"""Cooperation agreements: who may ask whom, for what, and from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution
from alliance.reach import ReachQuerySet, places_around, places_below
from alliance.roles import Permission

if TYPE_CHECKING:
    from alliance.models.person import Person


class AgreementQuerySet(ReachQuerySet["Agreement"]):
    """Agreements, by what they cover."""

    def within_reach_of(self, person: Person) -> AgreementQuerySet:
        """Those to which an institution of the person's alliances is a party."""
        parties = AgreementParty.objects.filter(institution__in=places_around(person))
        return self.filter(pk__in=parties.values("agreement"))

    def kept_by(self, person: Person) -> AgreementQuerySet:
        """Those whose parties are all led by the person."""
        places = places_below(person, Permission.KEEP_ALLIANCE)
        others = AgreementParty.objects.exclude(institution__in=places)
        return self.within_reach_of(person).exclude(pk__in=others.values("agreement"))

    def covering(self, *, inviting: Institution, invited: Institution, scope: str, on: date) -> AgreementQuerySet:
        """Agreements under which `inviting` may ask `invited` for `scope` on that day."""
        current = self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on, suspended_at=None)
        parties = AgreementParty.objects.filter(Q(left_on=None) | Q(left_on__gt=on))
        asking = parties.filter(institution=inviting, side=AgreementParty.Side.INVITING)
        asked = parties.filter(institution=invited, side=AgreementParty.Side.INVITED)
        both = current.filter(pk__in=asking.values("agreement")).filter(pk__in=asked.values("agreement"))
        return both.filter(scopes__scope=scope)

    def standing(self) -> AgreementQuerySet:
        """Those that no later agreement continues, and in which each side still has a party in the alliance."""
        parties = AgreementParty.objects.filter(left_on=None, institution__left_on=None)
        asking = parties.filter(side=AgreementParty.Side.INVITING)
        asked = parties.filter(side=AgreementParty.Side.INVITED)
        both = self.filter(pk__in=asking.values("agreement")).filter(pk__in=asked.values("agreement"))
        return both.filter(continued_by=None)


class Agreement(models.Model):
    """A cooperation agreement (合作协议): without a valid one there is no consultation (domain.md §2.1).

    .. no_pii: a contract between institutions
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title of the agreement"), max_length=160)
    liability = models.TextField(_("division of responsibilities"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    # What was signed stays as it was: other parties or other terms are another agreement, and the chain is kept.
    continues = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="continued_by")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="agreement_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Where all its parties are led from: nobody changes what the other side has signed."""
        lines = [party.institution.lineage() for party in self.parties.select_related("institution")]
        return [place for place in lines[0] if all(place in line for line in lines)] if lines else []

    def valid_on(self, day: date) -> bool:
        """Whether the agreement holds on that day."""
        return (
            self.suspended_at is None
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


class AgreementParty(models.Model):
    """One institution's side in an agreement. Who leaves the alliance leaves it too; the row stays.

    .. no_pii:
    """

    class Side(models.TextChoices):
        INVITING = "inviting", _("Inviting party")
        INVITED = "invited", _("Invited party")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="agreement_parties")
    side = models.CharField(max_length=8, choices=Side)
    left_on = models.DateField(null=True, blank=True)  # from this day on it is no party any more

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "institution", "side"], name="agreement_party_once_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.agreement.number} {self.institution} ({self.side})"


class AgreementScope(models.Model):
    """One kind of consultation that an agreement covers; the kinds belong to the app that offers them.

    .. no_pii:
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="scopes")
    scope = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "scope"], name="agreement_scope_once")]

    def __str__(self) -> str:
        return self.scope


class AgreementLimit(models.Model):
    """A time limit that the parties have set apart from the settings; which there are, `alliance.limits` knows.

    .. no_pii:
    """

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        HOURS = "working_hours", _("working hours")
        DAYS = "working_days", _("working days")

    LONGEST = {Unit.MINUTES.value: 20_160, Unit.HOURS.value: 120, Unit.DAYS.value: 60}  # two weeks, about three, twelve

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="limits")
    kind = models.CharField(max_length=60)
    pace = models.CharField(max_length=24)
    unit = models.CharField(max_length=16, choices=Unit)
    amount = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "pace"], name="agreement_limit_once"),
            models.CheckConstraint(
                condition=Q(unit="minutes", amount__range=(1, 20_160))
                | Q(unit="working_hours", amount__range=(1, 120))
                | Q(unit="working_days", amount__range=(1, 60)),
                name="agreement_limit_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(pace="emergency") | Q(unit="minutes"), name="agreement_limit_emergency_runs_day_and_night"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pace}: {self.amount} {self.unit}"
