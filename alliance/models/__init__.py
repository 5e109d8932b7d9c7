"""The nouns of the alliance."""

from alliance.models.agreement import Agreement, AgreementParty, AgreementScope
from alliance.models.audit import AuditEntry, AuditSeal
from alliance.models.institution import Institution, Zone
from alliance.models.person import Invitation, Membership, Person
from alliance.models.practice import Licence, SiteRegistration, Specialty, Title
from alliance.models.time import CalendarDay, Deadline, DutyShift, Notice

__all__ = [
    "Agreement",
    "AgreementParty",
    "AgreementScope",
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "Deadline",
    "DutyShift",
    "Institution",
    "Invitation",
    "Licence",
    "Membership",
    "Notice",
    "Person",
    "SiteRegistration",
    "Specialty",
    "Title",
    "Zone",
]
