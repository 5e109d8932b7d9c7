"""Patients: who they are, sealed; who may know of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from care.identity import SealedField, blind_index, masked_name, masked_number

ADULT = 18  # years; 未成年人保护法


class PatientQuerySet(ReachQuerySet["Patient"]):
    """Patients, by who may know of them."""

    def within_reach_of(self, person: Person) -> PatientQuerySet:
        """Those of one's own institutions, and those lent by another app (an expert's open consultation)."""
        reach = Q(institution__in=person.ids_where(Permission.KEEP_PATIENTS))
        for lender in _lenders:
            reach |= Q(pk__in=lender.patients(person))
        return self.filter(reach)

    def matching(self, words: str) -> PatientQuerySet:
        """Exact search by name, identity number or phone."""
        index = blind_index(words)
        return self.filter(Q(name_index=index) | Q(id_index=index) | Q(phone_index=index)) if index else self.none()


class Lender(Protocol):
    """Something that lets people beyond the keeping institution reach a patient: a case they answer."""

    def patients(self, person: Person) -> models.QuerySet[Any]:
        """Primary keys of the patients that `person` reaches through a case."""

    def places(self, patient: Patient) -> Iterable[Institution]:
        """The institutions in which a right to read counts for this patient, beside the keeping one."""


_lenders: list[Lender] = []


def lend_reach(lender: Lender) -> None:
    """Upper apps add their lender in `apps.py`."""
    _lenders.append(lender)


def reading_places(patient: Patient) -> list[Institution]:
    """Where rights to read this patient's rows count."""
    return [patient.institution, *(place for lender in _lenders for place in lender.places(patient))]


class Patient(models.Model):
    """Somebody an institution cares for.

    .. pii: name, identity number, phone, address (sealed), birth date, sex -- kept 30 years after the last contact
    """

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        UNKNOWN = "unknown", _("not stated")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    name = SealedField(_("name"))
    name_index = models.CharField(max_length=64, db_index=True, editable=False)
    id_number = SealedField(_("identity number"), blank=True)
    id_index = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    phone = SealedField(_("phone"), blank=True)
    phone_index = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    address = SealedField(_("address"), blank=True)
    born_on = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=8, choices=Sex)
    on_register = models.BooleanField(_("on the register of severe mental disorders"), default=False)
    cannot_consent = models.BooleanField(_("cannot consent for themselves"), default=False)
    guardian_name = SealedField(_("guardian"), blank=True)
    guardian_relation = models.CharField(_("guardian's relationship"), max_length=40, blank=True)
    guardian_phone = SealedField(_("guardian's phone"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "id_index"], condition=~Q(id_index=""), name="patient_once_per_institution"
            )
        ]

    def __str__(self) -> str:
        return self.masked_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the blind indexes true to the sealed values."""
        self.name_index = blind_index(self.name)
        self.id_index = blind_index(self.id_number)
        self.phone_index = blind_index(self.phone)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The patient's page."""
        return reverse("care:patient", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Rights count where the patient is kept; an expert reads through the case, in the case's institution."""
        return reading_places(self) if to is Permission.READ_PATIENTS else [self.institution]

    @property
    def masked_name(self) -> str:
        """What lists and titles show."""
        return masked_name(self.name)

    @property
    def masked_phone(self) -> str:
        """The last four digits."""
        return masked_number(self.phone)

    @property
    def masked_id(self) -> str:
        """The last four characters."""
        return masked_number(self.id_number)

    def age_on(self, day: date) -> int:
        """Completed years."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def age_words(self, day: date) -> str:
        """Years; months under three years."""
        years = self.age_on(day)
        if years >= 3:
            return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
        months = (day.year - self.born_on.year) * 12 + day.month - self.born_on.month - (day.day < self.born_on.day)
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}

    def is_adult_on(self, day: date) -> bool:
        """18 or over."""
        return self.age_on(day) >= ADULT

    def needs_guardian_on(self, day: date) -> bool:
        """Minors, and adults who cannot consent (domain.md §5.2)."""
        return self.cannot_consent or not self.is_adult_on(day)

    def who(self, day: date) -> str:
        """“female, 31 years”: enough for a list, not enough to know who."""
        return gettext("%(sex)s, %(age)s") % {"sex": self.get_sex_display(), "age": self.age_words(day)}


class PossibleDuplicate(models.Model):
    """Two institutions may keep the same person. The coordinator learns of it; who typed it in does not.

    .. pii: that two records may be one person -- kept until settled
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.CASCADE, related_name="+")
    other = models.ForeignKey(Patient, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [models.UniqueConstraint(fields=["patient", "other"], name="duplicate_pair_once")]

    def __str__(self) -> str:
        return f"{self.patient_id} / {self.other_id}"
