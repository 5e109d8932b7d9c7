"""Institutions in a tree, and the zones they lie in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.reach import ReachQuerySet, places_around
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
    left_because = models.CharField(max_length=200, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="institution_opens_before_it_closes"),
            models.UniqueConstraint(fields=["parent", "name"], name="institution_name_once_per_parent"),
            # A root has no parent, and two nothings are never alike.
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="institution_alliance_name_once"),
            # Longer rings cannot be forbidden here: `placing.move` alone changes a parent, and one at a time.
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="institution_not_below_itself"),
            models.CheckConstraint(
                condition=~Q(parent=None) | Q(left_on=None), name="institution_alliance_never_leaves"
            ),
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


class ZoneQuerySet(ReachQuerySet["Zone"]):
    """Zones; whoever works in an alliance knows how it is divided."""

    def within_reach_of(self, person: Person) -> ZoneQuerySet:
        """Those of the alliances in which the person works."""
        return self.filter(alliance__in=places_around(person))


class Zone(models.Model):
    """A part of the district with a leader who answers for it (片区包干).

    .. no_pii: names a responsible official in their office
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    alliance = models.ForeignKey(Institution, models.CASCADE, related_name="zones")
    leader = models.ForeignKey("Person", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ZoneQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["alliance", "name"], name="zone_name_once_per_alliance")]

    def __str__(self) -> str:
        return self.name

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """The alliance divides itself."""
        return [self.alliance]
