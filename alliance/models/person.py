"""People, their memberships, and the invitations that bring them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution, validate_time_zone
from alliance.reach import ReachQuerySet, places_below
from alliance.roles import CLINICAL, Permission, Role, permissions_of

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

mobile_number = RegexValidator(r"^\+?\d{6,15}$", _("Enter the number in digits only, for example 13800001234."))


class PersonManager(BaseUserManager["Person"]):
    """Makes people; they sign in by e-mail or by mobile number."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A new person; without a password nobody can sign in as them yet."""
        person = self.model(email=self.normalize_email(email).lower() or None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works in the alliance; one person, several institutions (多点执业).

    Groups serve the editing of the public site alone (`cms/rights.py`); everything else asks memberships.

    .. pii: name, e-mail and mobile number of staff -- kept for the employment and 5 years
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("email"), unique=True, null=True, blank=True)
    mobile = models.CharField(
        _("mobile number"), max_length=16, unique=True, null=True, blank=True, validators=[mobile_number]
    )
    mobile_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    # '': that of the main site
    time_zone = models.CharField(max_length=40, blank=True, validators=[validate_time_zone])
    calendar_token = models.UUIDField(default=uuid4, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    memberships: RelatedManager[Membership]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(email=None) | ~Q(mobile=None), name="person_can_be_reached"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="person_is_never_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name; allauth and the mail templates ask for it."""
        return self.name

    def get_short_name(self) -> str:
        """The name again: Chinese names are not cut."""
        return self.name

    @cached_property
    def live_memberships(self) -> list[Membership]:
        """Memberships that have not ended, read once per request."""
        return list(Membership.objects.live().filter(person=self).select_related("institution"))

    def roles_at(self, place: Institution) -> set[str]:
        """The roles held at exactly this institution."""
        return {membership.role for membership in self.live_memberships if membership.institution_id == place.pk}

    def may(self, permission: Permission, *, at: Institution) -> bool:
        """Whether a role held at that institution carries the right."""
        return any(permission in permissions_of(role) for role in self.roles_at(at))

    def may_anywhere(self, permission: Permission) -> bool:
        """Whether any role at any institution carries the right."""
        return any(permission in permissions_of(membership.role) for membership in self.live_memberships)

    def places_where(self, permission: Permission) -> list[Institution]:
        """The institutions in which this person holds the right, without repetition."""
        places = {
            m.institution_id: m.institution for m in self.live_memberships if permission in permissions_of(m.role)
        }
        return list(places.values())

    def ids_where(self, permission: Permission) -> list[int]:
        """Primary keys of `places_where`, for querysets."""
        return [place.pk for place in self.places_where(permission)]

    @property
    def is_clinical(self) -> bool:
        """Whether any role sees patients, so that a second factor is required."""
        return any(membership.role in CLINICAL for membership in self.live_memberships)


class MembershipQuerySet(ReachQuerySet["Membership"]):
    """Memberships, by whether they hold now."""

    def within_reach_of(self, person: Person) -> MembershipQuerySet:
        """Those at institutions whose people this person manages; for a coordinator, the experts of the centre."""
        managed = Q(institution__in=places_below(person, Permission.MANAGE_PEOPLE))
        return self.filter(managed | Q(institution__in=person.ids_where(Permission.TRIAGE), role=Role.EXPERT))

    def live(self) -> MembershipQuerySet:
        """Not ended."""
        return self.filter(ended_at=None)

    def carrying(self, permission: Permission) -> MembershipQuerySet:
        """Live ones whose role carries the right."""
        roles = [role for role in Role if permission in permissions_of(role)]
        return self.live().filter(role__in=roles, person__is_active=True)


class Membership(models.Model):
    """One role of one person at one institution, from a day to a day.

    .. pii: who works where -- kept for the employment and 5 years
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    is_main = models.BooleanField(_("main site"), default=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "role"],
                condition=Q(ended_at=None),
                name="membership_role_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_main=True, ended_at=None), name="membership_one_main_site"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.institution}"

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """A membership is managed where it is held, and from above."""
        return self.institution.lineage()


class InvitationQuerySet(ReachQuerySet["Invitation"]):
    """Invitations, by who keeps them."""

    def within_reach_of(self, person: Person) -> InvitationQuerySet:
        """Those to institutions whose people this person manages."""
        return self.filter(institution__in=places_below(person, Permission.MANAGE_PEOPLE))

    def open_at(self, at: datetime) -> InvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """An open door for one person, once: by e-mail, link or QR. Only a hash of the token is kept.

    .. pii: name, e-mail and mobile number of the invited -- kept until accepted, then 6 months
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("email"), blank=True)
    mobile = models.CharField(_("mobile number"), max_length=16, blank=True, validators=[mobile_number])
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    # Nobody invites the first person of an alliance: the one who founds it has no account.
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [models.CheckConstraint(condition=~Q(email="") | ~Q(mobile=""), name="invitation_can_be_reached")]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}, {self.institution}"

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at

    @property
    def inviter(self) -> str:
        """Who invites, by name; the institution itself where it invites its first person."""
        return self.invited_by.name if self.invited_by else self.institution.name

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """An invitation is managed where it leads, and from above."""
        return self.institution.lineage()
