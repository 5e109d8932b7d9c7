"""Patients and what is owed to them: valid with no more than who and where."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.models import Institution, Person
from care import consent_texts, consenting, danger, filing, id_numbers, registering
from care.danger import Danger, Reason
from care.models import Consent, ConsentText, DangerAlarm, Document, Level, Patient, Purpose

_numbers = count(1)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"
DRAWN = "M100 100L150 60L200 120L260 80"


def born(years: int) -> date:
    """A birthday that makes somebody `years` old since last January."""
    return date(timezone.localdate().year - years, 1, 1)


def make_id_number(born_on: date = date(1995, 3, 18), *, female: bool = True) -> str:
    """A number that adds up and belongs to nobody: region 990000 does not exist."""
    order = f"{next(_numbers) % 50 * 2 + (0 if female else 1):03}"
    seventeen = f"990000{born_on:%Y%m%d}{order}"
    return seventeen + id_numbers.check_character(seventeen)


def make_patient(by: Person, institution: Institution, *, at: datetime | None = None, **fields: Any) -> Patient:
    """A woman of thirty-one or so."""
    fields.setdefault("name", f"许若{next(_numbers)}")
    fields.setdefault("born_on", date(1995, 3, 18))
    fields.setdefault("sex", Patient.Sex.FEMALE)
    fields.setdefault("phone", f"1390001{next(_numbers):04}")
    return registering.keep(Patient(institution=institution, **fields), by=by, at=at or timezone.now())


def make_texts() -> None:
    """The wording in force, also after a flush has taken what the migration brought."""
    for text in consent_texts.TEXTS:
        ConsentText.objects.get_or_create(version=text["version"], language=text["language"], defaults=dict(text))


def make_signing(patient: Patient, recipient: Institution, **fields: Any) -> consenting.Signing:
    """Everything agreed to by the patient, on paper."""
    fields.setdefault("switches", {(purpose, recipient.pk): True for purpose in Purpose.values})
    return consenting.Signing(
        **{"signer": "patient", "signer_name": patient.name, "method": "paper", "cost_told": True, **fields}
    )


def make_consent(
    patient: Patient,
    recipient: Institution,
    by: Person,
    *,
    about: UUID | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Consent:
    """A consent on record."""
    make_texts()
    signing = make_signing(patient, recipient, **fields)
    return consenting.record(patient, signing, about=about or uuid4(), by=by, at=at or timezone.now())


def upload(content: bytes = PDF, name: str = "许若溪 血常规.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    """A file as a browser sends it; its name says who it is about."""
    return SimpleUploadedFile(name, content, content_type=kind)


def make_document(
    patient: Patient, by: Person, *, about: UUID | None = None, content: bytes = PDF, title: str = "血常规"
) -> Document:
    """A paper of a case."""
    return filing.take_in(
        upload(content), patient=patient, about=about or uuid4(), title=title, by=by, at=timezone.now()
    )


def make_alarm(
    by: Person,
    at_place: Institution,
    to: Institution,
    *,
    about: UUID | None = None,
    at: datetime | None = None,
    level: Level = Level.NOW,
    reasons: tuple[Reason, ...] = (Reason.PLAN,),
) -> DangerAlarm:
    """An open alarm that nobody has seen."""
    return danger.raise_alarm(
        Danger(level, reasons),
        about=about or uuid4(),
        by=by,
        at_place=at_place,
        to=to,
        call_back="13800001001",
        at=at or timezone.now(),
    )
