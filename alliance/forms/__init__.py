"""What people of the alliance fill in."""

from alliance.forms.furnishing import AgreementForm, DayForm, DaysForm, InstitutionForm, ValidityForm
from alliance.forms.people import InvitationForm, LeavingForm, PasswordForm, ShiftForm
from alliance.forms.practice import LicenceForm, SiteChangeForm, SiteForm

__all__ = [
    "AgreementForm",
    "DayForm",
    "DaysForm",
    "InstitutionForm",
    "InvitationForm",
    "LeavingForm",
    "LicenceForm",
    "PasswordForm",
    "ShiftForm",
    "SiteChangeForm",
    "SiteForm",
    "ValidityForm",
]
