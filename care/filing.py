"""Taking in a file: sniffed by its content, capped, kept under a generated name; never trusted by its extension."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast
from uuid import UUID, uuid4

import filetype
from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from alliance import audit
from care.models import Document

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from alliance.models import Person
    from care.models import Patient


class TooLarge(Exception):
    """More bytes than `XINQIAO["ATTACHMENT_BYTES"]` allows."""


class WrongKind(Exception):
    """Neither PDF nor JPEG nor PNG, whatever its name says."""


def take_in(
    upload: UploadedFile[bytes], *, patient: Patient, about: UUID, title: str, by: Person, at: datetime
) -> Document:
    """Keeps an uploaded file with the case. Raises TooLarge or WrongKind."""
    if (upload.size or 0) > settings.XINQIAO["ATTACHMENT_BYTES"]:
        raise TooLarge
    kind = filetype.guess_mime(upload.read(4096))
    if kind not in Document.Kind.values:
        raise WrongKind
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    code = uuid4()
    with transaction.atomic():
        document = Document(
            code=code,
            patient=patient,
            about_code=about,
            title=title[:120],
            kind=kind,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
            added_at=at,
            added_by=by,
        )
        document.file.save(code.hex, File(cast("IO[bytes]", upload)), save=False)
        document.save()
        audit.record(by, "document.added", about=document, at=at, institution=patient.institution, purpose="care")
    return document


def remove(document: Document, *, by: Person, at: datetime) -> None:
    """Takes a file out of the case. The bytes stay for the record's retention; nobody is shown them."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=at)
        audit.record(
            by, "document.removed", about=document, at=at, institution=document.patient.institution, purpose="care"
        )
