"""Keeping a patient, and noticing that another institution may keep the same person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from alliance import audit, institutions, notices
from alliance.roles import Permission
from care.models import Patient, PossibleDuplicate

if TYPE_CHECKING:
    from alliance.models import Person


class AlreadyKept(Exception):
    """The institution keeps a patient with this identity number already."""

    def __init__(self, patient: Patient) -> None:
        super().__init__(str(patient.code))
        self.patient = patient


def similar(patient: Patient) -> list[Patient]:
    """Others with the same identity number, or the same name and birth date. Everywhere: filter before showing."""
    same = Q(name_index=patient.name_index, born_on=patient.born_on)
    if patient.id_index:
        same |= Q(id_index=patient.id_index)
    return list(Patient.objects.filter(same).exclude(pk=patient.pk).select_related("institution")[:20])


def keep(patient: Patient, *, by: Person, at: datetime) -> Patient:
    """A new patient of `patient.institution`. Raises AlreadyKept for a known identity number of the same institution.

    A match beyond the asker's reach is flagged to the coordinators, never to the asker.
    """
    patient.created_by, patient.created_at = by, at
    try:
        with transaction.atomic():
            patient.save()
            audit.record(by, "patient.kept", about=patient, at=at, institution=patient.institution, purpose="care")
            for other in similar(patient):
                if other.institution_id != patient.institution_id:
                    _flag(patient, other, at=at)
    except IntegrityError as error:
        patient.pk = None
        known = Patient.objects.filter(institution=patient.institution, id_index=patient.id_index).first()
        if known is None:
            raise
        raise AlreadyKept(known) from error
    return patient


def _flag(patient: Patient, other: Patient, *, at: datetime) -> None:
    pair = PossibleDuplicate.objects.create(patient=patient, other=other, found_at=at)
    coordinators = [
        person
        for centre in institutions.centres_of(patient.institution)
        for person in institutions.holders(Permission.TRIAGE, at=centre)
    ]
    facts = {"place": patient.institution.label, "other": other.institution.label}
    notices.send(coordinators, "duplicate-found", about=pair, at=at, **facts)
