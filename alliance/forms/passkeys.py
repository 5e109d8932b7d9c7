"""What a browser sends of a passkey: read by allauth, and refused in words whatever else it may be."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_NONSENSE = (KeyError, TypeError, ValueError, AttributeError, IndexError)  # of JSON that no browser writes


def _refused() -> ValidationError:
    return ValidationError(_("This passkey was not accepted. Try again, or choose another way."))


class AddForm(webauthn.AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for all that is not a new passkey of this installation."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (ValidationError, *_NONSENSE) as error:
            raise _refused() from error
        return cleaned


class _Answered:
    def clean_credential(self) -> Authenticator:
        """The passkey that answered. Raises ValidationError."""
        try:
            answered: Authenticator = super().clean_credential()  # type: ignore[misc]
        except (ValidationError, *_NONSENSE) as error:
            raise _refused() from error
        return answered


class SecondFactorForm(_Answered, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class SignInForm(_Answered, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of password and code."""


class AgainForm(_Answered, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before an important step."""
