"""Who comes, who leaves, who is on duty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.roles import Role
from alliance.signing_in import NumberField


class InvitationForm(forms.Form):
    """Whom to invite, where to, as what."""

    name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("Email"), required=False, help_text=_("The invitation link is sent here at once."))
    mobile = NumberField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("It counts as verified, so type it with care."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Institution"), empty_label=_("Choose…"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose…")), *Role.choices])

    def __init__(self, *args: Any, places: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["institution"]
        field.queryset = Institution.objects.filter(pk__in=list(places), left_on=None)

    def clean(self) -> dict[str, Any]:
        """One of the two ways to reach somebody is enough."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("email") and not cleaned.get("mobile"):
            raise ValidationError(_("Enter an email address or a mobile number: they will sign in with it."))
        return cleaned


class LeavingForm(forms.Form):
    """Why a membership ends."""

    because = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"placeholder": _("for example: moved away")})
    )


class ContactForm(forms.Form):
    """How somebody is reached. One's own e-mail address is changed in one's account, with the password."""

    mobile = NumberField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("It counts as verified, so type it with care."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        max_length=254,
        help_text=_(
            "The new address is asked to confirm. The old one is notified, and can no longer be used to sign in."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, person: Person, own: bool) -> None:
        super().__init__(data, initial={"mobile": person.mobile, "email": person.email})
        if own:
            del self.fields["email"]


class PasswordForm(forms.Form):
    """The first password of somebody who joins."""

    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least 10 characters, not only digits. A sentence is easier to remember than a jumble."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Repeat the password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Strong enough, and not the person's own name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean_again(self) -> str:
        """Typed twice alike."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords do not match. Type the second one again."))
        return again
