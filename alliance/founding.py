"""How an installation begins: an alliance, its consultation centre, and an invitation for the one who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from alliance import audit, joining
from alliance.models import Institution, Invitation, Membership
from alliance.roles import Role


class AllianceExists(Exception):
    """An alliance of this name is there already; nothing was changed."""


class NoSuchAlliance(Exception):
    """No alliance has this name."""


class HasLeader(Exception):
    """Somebody leads the alliance: they invite whoever comes next."""


@dataclass(frozen=True)
class Founded:
    """What was made, and the token of the leader's invitation in clear: shown once, kept nowhere."""

    alliance: Institution
    centre: Institution
    invitation: Invitation
    token: str


def found(
    *,
    name: str,
    centre: str,
    centre_phone: str = "",
    duty_phone: str = "",
    leader: str,
    email: str,
    mobile: str = "",
    at: datetime,
) -> Founded:
    """The root, the centre under it, the leader's invitation: all or nothing.

    Raises AllianceExists, and ValidationError for a name, address or number that cannot be one.
    """
    kinds, functions = Institution.Kind, Institution.Function
    try:
        with transaction.atomic():
            root = _make(name=name, kind=kinds.ALLIANCE, function=functions.LEAD, at=at)
            audit.record(None, "alliance.founded", about=root, at=at, institution=root)
            asked = _make(
                name=centre,
                kind=kinds.SPECIALIST_HOSPITAL,
                function=functions.CENTRE,
                parent=root,
                phone=centre_phone,
                duty_phone=duty_phone,
                at=at,
            )
            audit.record(None, "institution.added", about=asked, at=at, institution=root)
            invitation, token = _invite(root, leader, email, mobile, at)
    except IntegrityError as error:
        raise AllianceExists from error
    return Founded(root, asked, invitation, token)


def _make(*, at: datetime, **facts: str | Institution) -> Institution:
    institution = Institution(
        **{key: value.strip() if isinstance(value, str) else value for key, value in facts.items()}
    )
    institution.joined_on = at.astimezone(institution.tz).date()
    institution.clean_fields()
    institution.save()
    return institution


def _invite(root: Institution, leader: str, email: str, mobile: str, at: datetime) -> tuple[Invitation, str]:
    return joining.open_door(
        name=leader, email=email, mobile=mobile, institution=root, role=Role.LEADER, by=None, at=at
    )


def invite_again(*, name: str, leader: str, email: str, mobile: str = "", at: datetime) -> tuple[Invitation, str]:
    """A fresh invitation where the first was lost or is over; the old ones no longer work.

    Raises NoSuchAlliance, HasLeader, and ValidationError for an address or a number that cannot be one.
    """
    root = Institution.objects.filter(parent=None, name=name.strip()).first()
    if root is None:
        raise NoSuchAlliance
    if Membership.objects.live().filter(institution=root, role=Role.LEADER, person__is_active=True).exists():
        raise HasLeader
    with transaction.atomic():
        for old in Invitation.objects.filter(institution=root, role=Role.LEADER).open_at(at):
            joining.withdraw(old, by=None, at=at)
        return _invite(root, leader, email, mobile, at)
