"""People come by invitation: a link that works once, for seven days, and that can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import audit, institutions, numbers
from alliance.models import Institution, Invitation, Membership, Person
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.signals import joined_institution


class NoInvitation(Exception):
    """There is no invitation with this token, or there never was."""


class InvitationUsed(Exception):
    """Somebody has accepted it before."""


class InvitationExpired(Exception):
    """Its seven days are over."""


class InvitationWithdrawn(Exception):
    """The inviter has taken it back."""


class AlreadyMember(Exception):
    """The person holds this role at this institution."""


class MustSignIn(Exception):
    """The invited person has an account: they accept by signing in, nobody sets a password for them."""


class NotYours(Exception):
    """Somebody else's account is signed in than the one the invitation is for."""


def invite(
    *, name: str, email: str = "", mobile: str = "", institution: Institution, role: str, by: Person, at: datetime
) -> tuple[Invitation, str]:
    """An open door, and its token in clear: shown once, kept nowhere.

    Raises PermissionDenied where `by` manages no people there, HasLeft, and AlreadyMember.
    """
    if institution.pk not in places_below(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    if institution.left_on is not None:
        raise institutions.HasLeft
    return open_door(name=name, email=email, mobile=mobile, institution=institution, role=role, by=by, at=at)


def open_door(
    *, name: str, email: str, mobile: str, institution: Institution, role: str, by: Person | None, at: datetime
) -> tuple[Invitation, str]:
    """The invitation itself; whoever calls this has asked who may invite. Without `by` the institution invites.

    Raises AlreadyMember, and ValidationError for an address or a number that cannot be one.
    """
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        token_hash=_hash(token),
        name=name.strip(),
        email=email.strip().lower(),
        mobile=numbers.plain(mobile),
        institution=institution,
        role=role,
        invited_by=by,
        invited_at=at,
        expires_at=at + settings.INVITATION_LIFETIME,
    )
    known = known_person(invitation)
    if known and Membership.objects.live().filter(person=known, institution=institution, role=role).exists():
        raise AlreadyMember
    invitation.clean_fields(exclude=["invited_by"])
    with transaction.atomic():
        invitation.save()
        audit.record(by, "person.invited", about=invitation, at=at, institution=institution, role=role)
    return invitation, token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link(token: str) -> str:
    """The full address that the invited person opens."""
    return f"{settings.PUBLIC_URL}{reverse('alliance:join', args=[token])}"


def mail(invitation: Invitation, token: str) -> None:
    """Sends the link. Not as a job: a job's arguments are kept, and the token must not be. Raises OSError."""
    facts = {
        "name": invitation.name,
        "place": invitation.institution.name,
        "role": invitation.get_role_display(),
        "inviter": invitation.inviter,
        "link": link(token),
    }
    subject = _("%(inviter)s invites you to Xinqiao") % facts
    text = _(
        "Dear %(name)s,\n\n%(inviter)s invites you to join %(place)s. Your role: %(role)s.\n\n"
        "Open this link within seven days and choose your password:\n%(link)s\n\n"
        "The link works once. If you did not expect this message, ignore it: the invitation expires by itself."
    )
    EmailMessage(subject, text % facts, to=[invitation.email]).send()


def withdraw(invitation: Invitation, *, by: Person | None, at: datetime) -> None:
    """Takes an open invitation back. Raises InvitationUsed where it came too late."""
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk).open_at(at).update(withdrawn_at=at):
            raise InvitationUsed
        audit.record(by, "invitation.withdrawn", about=invitation, at=at, institution=invitation.institution)


def find(token: str, at: datetime) -> Invitation:
    """The open invitation. Raises NoInvitation, InvitationUsed, InvitationWithdrawn or InvitationExpired."""
    rows = Invitation.objects.select_related("institution", "invited_by")
    invitation = rows.filter(token_hash=_hash(token)).first()
    if invitation is None:
        raise NoInvitation
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.withdrawn_at:
        raise InvitationWithdrawn
    if at >= invitation.expires_at:
        raise InvitationExpired
    return invitation


def known_person(invitation: Invitation) -> Person | None:
    """Who already has an account with the invited address or number."""
    same = Q(email__iexact=invitation.email) if invitation.email else Q()
    if invitation.mobile:
        same |= Q(mobile=invitation.mobile)
    return Person.objects.filter(same).first()


def accept(
    token: str, *, at: datetime, password: str | None = None, by: Person | None = None, language: str = ""
) -> Membership:
    """Joins: a new person with their password, or `by`, who is signed in, with one more membership.

    Raises what `find` raises, and MustSignIn, NotYours or AlreadyMember; then nothing has changed.
    """
    invitation = find(token, at)
    known = known_person(invitation)
    if by is None and known:
        raise MustSignIn
    if by is not None and known and known.pk != by.pk:
        raise NotYours
    try:
        with transaction.atomic():
            if not Invitation.objects.filter(pk=invitation.pk).open_at(at).update(accepted_at=at):
                raise InvitationUsed  # by the other of two clicks
            person = by or _new_person(invitation, password, language)
            return _enter(invitation, person, at)
    except IntegrityError as error:
        raise AlreadyMember from error


def _new_person(invitation: Invitation, password: str | None, language: str) -> Person:
    return Person.objects.create_user(
        invitation.email,
        password,
        name=invitation.name,
        mobile=invitation.mobile or None,
        mobile_verified=bool(invitation.mobile),  # the inviter vouches for it
        language=language,
    )


def _enter(invitation: Invitation, person: Person, at: datetime) -> Membership:
    live = Membership.objects.live().filter(person=person)
    membership = Membership.objects.create(
        person=person,
        institution=invitation.institution,
        role=invitation.role,
        is_main=not live.filter(is_main=True).exists(),
        began_at=at,
    )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    person.__dict__.pop("live_memberships", None)
    audit.record(
        person, "person.joined", about=membership, at=at, institution=invitation.institution, role=invitation.role
    )
    joined_institution.send(Membership, membership=membership, at=at)
    return membership
