"""What people of the alliance fill in."""

from alliance.forms.agreements import AgreementForm, ValidityForm
from alliance.forms.furnishing import DayForm, DaysForm, InstitutionForm
from alliance.forms.people import ContactForm, InvitationForm, LeavingForm, PasswordForm, ShiftForm
from alliance.forms.practice import LicenceForm, SiteChangeForm, SiteForm
from alliance.forms.tree import DepartureForm, MoveForm, ZoneForm

__all__ = [
    "AgreementForm",
    "ContactForm",
    "DayForm",
    "DaysForm",
    "DepartureForm",
    "InstitutionForm",
    "InvitationForm",
    "LeavingForm",
    "LicenceForm",
    "MoveForm",
    "PasswordForm",
    "ShiftForm",
    "SiteChangeForm",
    "SiteForm",
    "ValidityForm",
    "ZoneForm",
]
