"""The nouns of care."""

from care.models.consent import Consent, ConsentGrant, ConsentText, Purpose
from care.models.danger import Check, DangerAlarm, DangerCheck, Level
from care.models.document import Document, lend_papers_in_emergency
from care.models.patient import Patient, PossibleDuplicate, lend_reach

__all__ = [
    "Check",
    "Consent",
    "ConsentGrant",
    "ConsentText",
    "DangerAlarm",
    "DangerCheck",
    "Document",
    "Level",
    "Patient",
    "PossibleDuplicate",
    "Purpose",
    "lend_papers_in_emergency",
    "lend_reach",
]
