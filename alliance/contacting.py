"""How somebody is reached and signs in, kept by those who invite: the mobile number and the email address.

Whoever can change an address can have a new password sent there. So only somebody who manages people wherever the
person works may do it, and the old address is told too. One's own email is changed in one's account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliance import audit, notices, numbers
from alliance.models import Institution, Membership, Person
from alliance.reach import places_below
from alliance.roles import Permission


class MobileTaken(Exception):
    """Somebody else signs in with this number."""


class EmailTaken(Exception):
    """Somebody else signs in with this address."""


class Unreachable(Exception):
    """Without a number and an address nobody could sign in."""


def beyond(person: Person, by: Person) -> list[Institution]:
    """Where the person works without `by` managing people there; while there is such a place, `by` changes nothing."""
    live = Membership.objects.live().filter(person=person).select_related("institution")
    kept = places_below(by, Permission.MANAGE_PEOPLE)
    return list({each.institution_id: each.institution for each in live if each.institution_id not in kept}.values())


@dataclass(frozen=True)
class Changed:
    """What is new, and the address that counted before."""

    mobile: bool
    email: bool
    before: str


def change(person: Person, *, mobile: str, email: str | None, by: Person, at: datetime) -> Changed:
    """Another number, which counts as verified, and another address; empty takes away, None leaves the address.

    Raises PermissionDenied, Unreachable, MobileTaken, EmailTaken, and ValidationError for what cannot be a number or an
    address; then nothing has changed.
    """
    if beyond(person, by) or (person == by and email is not None):
        raise PermissionDenied
    before = person.email or ""
    number = numbers.plain(mobile) or None
    address = before if email is None else Person.objects.normalize_email(email.strip()).lower()
    if not number and not address:
        raise Unreachable
    changed = Changed(mobile=number != person.mobile, email=address != before, before=before)
    person.mobile, person.mobile_verified, person.email = number, number is not None, address or None
    person.clean_fields(exclude=["password"])
    if changed.mobile or changed.email:
        _keep(person, changed, by, at)
    return changed


def _keep(person: Person, changed: Changed, by: Person, at: datetime) -> None:
    _must_be_free(person)
    try:
        with transaction.atomic():
            person.save(update_fields=["mobile", "mobile_verified", "email"])
            if changed.email:
                _sign_in_with(person)
            audit.record(by, "person.contact-changed", about=person, at=at, mobile=changed.mobile, email=changed.email)
            if person != by:
                notices.send(person, "contact-changed", at=at, url=reverse("account_email"), who=by.name)
    except IntegrityError as error:
        raise (MobileTaken if changed.mobile else EmailTaken) from error


def _must_be_free(person: Person) -> None:
    others = Person.objects.exclude(pk=person.pk)
    if person.mobile and others.filter(mobile=person.mobile).exists():
        raise MobileTaken
    if not person.email:
        return
    proved = EmailAddress.objects.filter(email__iexact=person.email, verified=True).exclude(user=person)
    if proved.exists() or others.filter(email__iexact=person.email).exists():
        raise EmailTaken


def _sign_in_with(person: Person) -> None:
    """allauth keeps addresses in rows of its own; those from before open the account no longer."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email or "").delete()
    if person.email:
        EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"primary": True})


def note_own_change(sender: Any, *, user: Person, **_facts: Any) -> None:
    """An answer to allauth: somebody has made another of their own addresses the one that counts."""
    audit.record(user, "person.contact-changed", about=user, at=timezone.now(), mobile=False, email=True)


def unproved(person: Person) -> EmailAddress | None:
    """The person's address, while nobody has shown that they read what is sent there."""
    return EmailAddress.objects.filter(user=person, email=person.email or "", verified=False).first()


def mail_before(person: Person, address: str, *, by: Person) -> None:
    """Tells the address that counts no longer. Raises OSError."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = _("Your email address for Xinqiao has been changed")
        text = _(
            "Dear %(name)s,\n\n%(who)s has changed the address you use to sign in to Xinqiao. Notices no longer come "
            "to this one.\n\nIf this is wrong, phone %(who)s at once."
        )
        EmailMessage(subject, text % {"name": person.name, "who": by.name}, to=[address]).send()
