"""Finding a patient again: by exact name or number, among those opened lately, among those who may be the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alliance import audit, numbers
from alliance.models import AuditEntry
from care import registering
from care.models import Patient

if TYPE_CHECKING:
    from uuid import UUID

    from alliance.models import Person

RECENT = 12
_LOOK_BACK = 120  # reads; one patient is often opened several times
MOST = 50  # matches shown; more of one name ask for a number instead


def search(words: str, *, by: Person, at: datetime) -> list[Patient]:
    """Patients within reach whose name, identity number or phone is exactly `words`; at most `MOST`.

    The audit keeps that somebody searched and how many were found, never the words.
    """
    within = Patient.objects.within_reach_of(by).select_related("institution")
    plain = numbers.plain(words)
    found = within.matching(words)
    if numbers.is_number(plain):
        found = found | within.matching(plain)
    patients = list(found.distinct()[:MOST])
    audit.record(by, "patients.searched", at=at, purpose="care", found=len(patients))
    return patients


def recent(by: Person) -> list[Patient]:
    """The patients that `by` kept or opened last, newest first, as far as they are still within reach."""
    entries = AuditEntry.objects.filter(
        person=by.code, subject_kind=Patient._meta.label_lower, result=AuditEntry.Result.DONE
    )
    codes = entries.order_by("-at", "-pk").values_list("subject_code", flat=True)[:_LOOK_BACK]
    latest: list[UUID] = list(dict.fromkeys(code for code in codes if code))[:RECENT]
    patients = Patient.objects.within_reach_of(by).filter(code__in=latest).select_related("institution")
    return sorted(patients, key=lambda patient: latest.index(patient.code))


def perhaps_the_same(patient: Patient, *, by: Person) -> list[Patient]:
    """Those within `by`'s reach who may be the same person as this one, who need not be kept yet."""
    others = [other.pk for other in registering.similar(patient)]
    return list(Patient.objects.within_reach_of(by).filter(pk__in=others).select_related("institution"))
