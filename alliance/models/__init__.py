"""The nouns of the alliance."""

from alliance.models.agreement import Agreement, AgreementLimit, AgreementParty, AgreementScope
from alliance.models.audit import AuditEntry, AuditSeal
from alliance.models.crisis import CrisisLine
from alliance.models.deadlines import LADDER, Deadline, Escalation, Pace, Rung
from alliance.models.formulary import LocalTest, Medicine, Stocked
from alliance.models.institution import Institution, Zone
from alliance.models.notices import Notice, Outgoing
from alliance.models.person import Invitation, Membership, Person
from alliance.models.practice import Licence, SiteRegistration, Specialty, Title
from alliance.models.time import CalendarDay, DutyChange, DutyShift

__all__ = [
    "LADDER",
    "Agreement",
    "AgreementLimit",
    "AgreementParty",
    "AgreementScope",
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "CrisisLine",
    "Deadline",
    "DutyChange",
    "DutyShift",
    "Escalation",
    "Institution",
    "Invitation",
    "Licence",
    "LocalTest",
    "Medicine",
    "Membership",
    "Notice",
    "Outgoing",
    "Pace",
    "Person",
    "Rung",
    "SiteRegistration",
    "Specialty",
    "Stocked",
    "Title",
    "Zone",
]
