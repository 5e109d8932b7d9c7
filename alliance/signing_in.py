"""How allauth finds and lets in our people: by e-mail or mobile number, by invitation only."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from functools import cache
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alliance import numbers, passkeys
from alliance.models import Person

_MISMATCH = _("These details do not match. Check the email or mobile number and the password.")


class NumberField(forms.CharField):
    """A mobile number, typed with spaces, hyphens or +86 as one likes; its value is the kept form."""

    def clean(self, value: Any) -> str:
        """The kept form, or a refusal that says how a number looks."""
        number = numbers.plain(super().clean(value))
        if number and not numbers.is_number(number):
            raise ValidationError(_("Enter the number in digits only, for example 13800001234."))
        return number


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody registers; a number set by the inviter counts as verified."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _MISMATCH,
        "phone_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """One number is one key for the limit on failed attempts, however it is typed."""
        if phone := credentials.get("phone"):
            credentials["phone"] = numbers.plain(phone)
        person: Person | None = super().authenticate(request, **credentials)
        return person

    def login(self, request: HttpRequest, user: Person) -> None:
        """An address that came with the account was proved by the invitation; allauth keeps that in a row."""
        if user.email and not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever typed the password, or used a passkey, a moment ago is not asked again before setting up more."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        if not required or app != "allauth.mfa":
            return required
        records = get_authentication_records(context.request, context.request.user)
        proofs = [record for record in records if record["method"] == "password" or record.get("type") == "webauthn"]
        latest = max((record["at"] for record in proofs), default=0)
        return bool(time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    # --- mobile numbers, kept on the person -------------------------------------------------------------------------
    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """Tells a number from an address at sign-in."""
        return NumberField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        """The kept form."""
        return numbers.plain(phone)

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        """The number and whether it is verified."""
        return (user.mobile, user.mobile_verified) if user.mobile else None

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        """Keeps a number."""
        user.mobile, user.mobile_verified = numbers.plain(phone), verified
        user.save(update_fields=["mobile", "mobile_verified"])

    def set_phone_verified(self, user: Person, phone: str) -> None:
        """The number is the person's own."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Person | None:
        """Whose verified number it is."""
        return Person.objects.filter(mobile=numbers.plain(phone), mobile_verified=True).first()

    def send_verification_code_sms(self, user: Person, phone: str, code: str, **kwargs: Any) -> None:
        """Never asked for: the inviter vouches for numbers, and there is no SMS adapter yet."""
        raise NotImplementedError


def enter(request: HttpRequest, person: Person) -> None:
    """Signs in somebody who has just proved who they are by other means: a new password, or the demo's one click."""
    person.backend = settings.AUTHENTICATION_BACKENDS[0]  # Django's own way to say it
    get_adapter().login(request, person)
    record_authentication(request, person, method="password")


def end_session(person: Person, number: int) -> bool:
    """Signs one of the person's own devices out; False where it had gone before, or is somebody else's."""
    session = UserSession.objects.filter(user=person, pk=number).first()
    if session is None:
        return False
    session.end()
    return True


@cache
def _secret_box() -> Fernet:
    """A key of its own for second-factor secrets, drawn from the identity key."""
    derive = HKDF(SHA256(), length=32, salt=None, info=b"xinqiao second factor")
    return Fernet(urlsafe_b64encode(derive.derive(settings.IDENTITY_KEY)))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets sealed at rest; the QR drawn without a picture library; passkeys under the installation's own name."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or has expired. Enter the one shown now."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the installation's own name, whatever host a request claims."""
        return {"id": passkeys.home(), "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says otherwise."""
        known = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": known + 1}

    def get_totp_label(self, user: Person) -> str:
        """How the authenticator app names the account."""
        return user.email or user.mobile or user.name

    def build_totp_svg(self, url: str) -> str:
        """The QR code of the set-up page."""
        drawing = BytesIO()
        segno.make(url, micro=False).save(drawing, kind="svg", xmldecl=False, border=2, scale=5)
        return drawing.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """What is kept of a secret."""
        return _secret_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again, for one check."""
        return _secret_box().decrypt(encrypted_text.encode()).decode()
