"""What people of the alliance fill in."""

from alliance.forms.agreements import AgreementForm, ValidityForm
from alliance.forms.duty import ChangeForm, DutyLeaveForm, OneDateForm, ShiftForm
from alliance.forms.furnishing import DayForm, DaysForm, InstitutionForm
from alliance.forms.people import ContactForm, InvitationForm, LeavingForm, PasswordForm
from alliance.forms.practice import LicenceForm, SiteChangeForm, SiteForm
from alliance.forms.tree import DepartureForm, MoveForm, ZoneForm

__all__ = [
    "AgreementForm",
    "ChangeForm",
    "ContactForm",
    "DayForm",
    "DaysForm",
    "DepartureForm",
    "DutyLeaveForm",
    "InstitutionForm",
    "InvitationForm",
    "LeavingForm",
    "LicenceForm",
    "MoveForm",
    "OneDateForm",
    "PasswordForm",
    "ShiftForm",
    "SiteChangeForm",
    "SiteForm",
    "ValidityForm",
    "ZoneForm",
]
