"""Keeping a patient, and noticing that another institution may keep the same person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from alliance import audit, institutions, notices
from alliance.roles import Permission
from care.identity import blind_index
from care.models import Patient, PossibleDuplicate

if TYPE_CHECKING:
    from alliance.models import Person


class AlreadyKept(Exception):
    """The institution keeps a patient with this identity number already."""

    def __init__(self, patient: Patient) -> None:
        super().__init__(str(patient.code))
        self.patient = patient


def similar(patient: Patient) -> list[Patient]:
    """Others with the same identity number, or the same name and birth date. Everywhere: filter before showing.

    `patient` need not be kept yet: the indexes are computed here.
    """
    same = Q(name_index=blind_index(patient.name), born_on=patient.born_on)
    if patient.id_number:
        same |= Q(id_index=blind_index(patient.id_number))
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
            _flag_others(patient, at=at)
    except IntegrityError as error:
        patient.pk = None
        if (known := _kept_with_this_number(patient)) is None:
            raise
        raise AlreadyKept(known) from error
    return patient


def change(patient: Patient, *, by: Person, at: datetime) -> None:
    """Keeps changed facts. Raises AlreadyKept where another patient of the institution has the identity number."""
    try:
        with transaction.atomic():
            patient.save()
            audit.record(by, "patient.changed", about=patient, at=at, institution=patient.institution, purpose="care")
            _flag_others(patient, at=at)
    except IntegrityError as error:
        if (known := _kept_with_this_number(patient)) is None:
            raise
        raise AlreadyKept(known) from error


def _kept_with_this_number(patient: Patient) -> Patient | None:
    here = Patient.objects.filter(institution=patient.institution).exclude(pk=patient.pk)
    return here.exclude(id_index="").filter(id_index=patient.id_index).first()


def _flag_others(patient: Patient, *, at: datetime) -> None:
    others = [other for other in similar(patient) if other.institution_id != patient.institution_id]
    if others:
        # Another alliance's coordinators are nobody's business, nor is its patients' existence.
        alliance = institutions.below([institutions.root_of(patient.institution)])
        for other in others:
            if other.institution_id in alliance:
                _flag(patient, other, at=at)


def _flag(patient: Patient, other: Patient, *, at: datetime) -> None:
    pair, fresh = PossibleDuplicate.objects.get_or_create(patient=patient, other=other, defaults={"found_at": at})
    if not fresh:
        return
    coordinators = [
        person
        for centre in institutions.centres_of(patient.institution)
        for person in institutions.holders(Permission.TRIAGE, at=centre)
    ]
    facts = {"place": patient.institution.label, "other": other.institution.label}
    notices.send(coordinators, "duplicate-found", about=pair, at=at, **facts)
