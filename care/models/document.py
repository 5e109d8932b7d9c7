"""Attachments: outside the web root, under generated names, opened only through the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission
from care.models.consent import ConsentGrant, Purpose
from care.models.patient import Patient, reading_places

UrgentCases = Callable[[Person], "models.QuerySet[Any]"]
_urgent: list[UrgentCases] = []


def lend_papers_in_emergency(cases: UrgentCases) -> None:
    """Upper apps say in `apps.py` which cases (codes) show their papers to a person on the emergency path."""
    _urgent.append(cases)


class DocumentQuerySet(ReachQuerySet["Document"]):
    """Documents, by who may see them."""

    def within_reach_of(self, person: Person) -> DocumentQuerySet:
        """One's own institution's. Of patients reached through a case: what the consent shares with one's centre.

        The emergency path stands in for a consent that could not be had in time; a withdrawal ends the sharing.
        """
        own = Q(patient__institution__in=person.ids_where(Permission.KEEP_PATIENTS))
        agreed = ConsentGrant.objects.filter(
            purpose=Purpose.SHARE_RECORD,
            given=True,
            withdrawn_at=None,
            recipient__in=person.ids_where(Permission.READ_PATIENTS),
        )
        shared = Q(about_code__in=agreed.values("consent__about_code"))
        for cases in _urgent:
            shared |= Q(about_code__in=cases(person))
        lent = shared & Q(patient__in=Patient.objects.within_reach_of(person))
        return self.filter(own | lent, removed_at=None)


def _where(document: Document, filename: str) -> str:
    return f"documents/{document.code.hex[:2]}/{document.code.hex}"


class Document(models.Model):
    """A file that belongs to a patient's case.

    .. pii: health -- kept 30 years with the record
    """

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="documents")
    about_code = models.UUIDField(db_index=True)
    title = models.CharField(_("what the document is"), max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    file = models.FileField(upload_to=_where)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def get_absolute_url(self) -> str:
        """Where it is downloaded, through the door."""
        return reverse("care:document", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Where the patient is kept, and where a case lends reach (see `care.models.patient.lend_reach`)."""
        return reading_places(self.patient)
