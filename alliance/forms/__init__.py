"""What people of the alliance fill in."""

from alliance.forms.people import InvitationForm, LeavingForm, PasswordForm, ShiftForm

__all__ = ["InvitationForm", "LeavingForm", "PasswordForm", "ShiftForm"]
