"""Institutions in a tree, the zones they lie in, the agreements between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.reach import ReachQuerySet, places_around, places_below
from alliance.roles import Permission

if TYPE_CHECKING:
    from alliance.models.person import Person


def validate_time_zone(name: str) -> None:
    """Refuses what the system's time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a valid time zone."), params={"name": name})


class InstitutionQuerySet(ReachQuerySet["Institution"]):
    """Institutions; whoever works in an alliance knows which belong to it."""

    def within_reach_of(self, person: Person) -> InstitutionQuerySet:
        """Those of the alliances in which the person works."""
        return self.filter(pk__in=places_around(person))


class Institution(models.Model):
    """A body that takes part in an alliance; the root of its tree is the alliance itself.

    .. no_pii: institutions are public bodies
    """

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", _("Alliance")
        SPECIALIST_HOSPITAL = "specialist_hospital", _("Psychiatric hospital")
        GENERAL_HOSPITAL = "general_hospital", _("General hospital")
        HEALTH_CENTRE = "health_centre", _("Community health centre")
        TOWNSHIP_HOSPITAL = "township_hospital", _("Township hospital")
        SCHOOL = "school", _("School")
        SOCIAL_SERVICE = "social_service", _("Social service")

    class Function(models.TextChoices):
        LEAD = "lead", _("Lead institution")
        GUIDING = "guiding", _("Guiding institution")
        CENTRE = "centre", _("Liaison consultation centre")
        MEMBER = "member", _("Member institution")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    function = models.CharField(_("role in the alliance"), max_length=12, choices=Function, default=Function.MEMBER)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    zone = models.ForeignKey("Zone", models.SET_NULL, null=True, blank=True, related_name="institutions")
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    duty_phone = models.CharField(_("duty phone, answered day and night"), max_length=32, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai", validators=[validate_time_zone])
    opens_at = models.TimeField(default=time(8, 0))
    closes_at = models.TimeField(default=time(17, 30))
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="institution_opens_before_it_closes"),
            models.UniqueConstraint(fields=["parent", "name"], name="institution_name_once_per_parent"),
            # A root has no parent, and two nothings are never alike.
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="institution_alliance_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def tz(self) -> ZoneInfo:
        """The institution's time zone."""
        return ZoneInfo(self.time_zone)

    def lineage(self) -> list[Institution]:
        """This institution and everything above it, nearest first; what is managed here is managed from there too."""
        above = [self]
        while (parent := above[-1].parent) is not None:
            above.append(parent)
        return above

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """An institution is kept from where it stands, and from above."""
        return self.lineage()


class Zone(models.Model):
    """A part of the district with a leader who answers for it (片区包干).

    .. no_pii: names a responsible official in their office
    """

    name = models.CharField(_("name of the zone"), max_length=60)
    alliance = models.ForeignKey(Institution, models.CASCADE, related_name="zones")
    leader = models.ForeignKey("Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


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
        both = current.filter(parties__institution=inviting, parties__side=AgreementParty.Side.INVITING).filter(
            parties__institution=invited, parties__side=AgreementParty.Side.INVITED
        )
        return both.filter(scopes__scope=scope)


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
    """One institution's side in an agreement.

    .. no_pii:
    """

    class Side(models.TextChoices):
        INVITING = "inviting", _("Inviting party")
        INVITED = "invited", _("Invited party")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="agreement_parties")
    side = models.CharField(max_length=8, choices=Side)

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
