"""A case as one zip file, to keep and to check without us: PDFs, what was signed, what was asked and done, hashes.

Only ever made for a reader whom the door has let in, and only of the parts that this reader may see. Names of files
name the case by its number, never the patient.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.template.loader import render_to_string
from django.utils.translation import override

from alliance import audit
from care.models import Document
from teleconsult import asking, filing_away, following_up, opining, printing
from teleconsult.models import Addendum, CloseOut, Opinion, Request, RequestRating, Survey

if TYPE_CHECKING:
    from django.db import models

    from alliance.models import Person
    from teleconsult.models import Consultation
    from teleconsult.reading import Reader

MANIFEST = "MANIFEST.sha256"
ENDINGS = {Document.Kind.PDF: "pdf", Document.Kind.JPEG: "jpg", Document.Kind.PNG: "png"}
_CHUNK = 256 * 1024
_INTERNAL = frozenset({"id", "consultation", "opinion", "item", "outcome", "round", "request"})


class NothingToExport(Exception):
    """There is no signed opinion."""


class NotForThisReader(Exception):
    """The reader may not see the opinion."""


def name(consultation: Consultation) -> str:
    """The name of the zip file: the dossier's number, or the consultation's while it is open."""
    dossier = filing_away.of(consultation)
    return f"{dossier.number if dossier else consultation.number}.zip"


def export(reader: Reader, *, at: datetime) -> Iterator[bytes]:
    """The zip, piece by piece; written down as a disclosure before the first one. Raises NotForThisReader and others.

    The checks are made now, not when the first piece is asked for.
    """
    if not reader.sees_opinion:
        raise NotForThisReader
    signed = opining.of(reader.case)
    if signed is None:
        raise NothingToExport
    papers = list(_papers(reader))
    _write_down(reader, by=reader.person, papers=len(papers), at=at)
    return _zipped(_files(reader, signed, papers))


def _write_down(reader: Reader, *, by: Person, papers: int, at: datetime) -> None:
    place = reader.case.inviting if reader.is_doctor else reader.case.invited
    audit.record(
        by, "dossier.exported", about=reader.case, at=at, institution=place, purpose="disclosure", attachments=papers
    )


def _papers(reader: Reader) -> Iterator[Document]:
    if reader.sees_papers:
        yield from Document.objects.filter(about_code=reader.case.code, removed_at=None).order_by("pk")


# --- the files ------------------------------------------------------------------------------------------------------
def _files(reader: Reader, signed: Opinion, papers: list[Document]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Names and contents, in the order in which one would read them."""
    case, question = reader.case, asking.latest_request(reader.case)
    yield "README.txt", iter([_readme().encode()])
    for language, ending in (("zh-hans", "zh"), ("en", "en")):
        yield f"opinion-{ending}.pdf", iter([printing.opinion(signed, language=language, question=question)])
    yield from _signed("opinion", signed)
    for one in signed.addenda.select_related("key"):
        yield from _signed(f"addendum-{one.number}", one)
    if question is not None and reader.sees_request:
        yield "request.json", iter([_json(_request(question, papers))])
    yield "dispositions.json", iter([_json(_dispositions(signed, case))])
    yield "outcomes.json", iter([_json(_outcomes(case))])
    for number, paper in enumerate(papers, start=1):
        yield f"attachment-{number:02d}.{ENDINGS[Document.Kind(paper.kind)]}", paper.file.chunks(_CHUNK)


def _signed(stem: str, text: Opinion | Addendum) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Exactly the bytes that were signed, the 64 bytes of the signature, and the public key."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(text.key.public))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    yield f"{stem}.json", iter([text.canonical.encode()])
    yield f"{stem}.sig", iter([base64.b64decode(text.signature)])
    yield f"{stem}.pem", iter([pem])


def _row(row: models.Model) -> dict[str, Any]:
    """The columns of a row; people by their code, nothing internal."""
    found = {key: value for key, value in model_to_dict(row).items() if key not in _INTERNAL}
    for field in row._meta.fields:
        if field.is_relation and field.name in found and (other := getattr(row, field.name)) is not None:
            found[field.name] = str(other.code)
    return found


def _request(question: Request, papers: list[Document]) -> dict[str, Any]:
    listed = [
        {"number": n, "title": paper.title, "sha256": paper.sha256, "kind": paper.kind}
        for n, paper in enumerate(papers, start=1)
    ]
    return {**_row(question), "medicines": [_row(line) for line in question.medicines.all()], "attachments": listed}


def _dispositions(signed: Opinion, case: Consultation) -> dict[str, Any]:
    lines = [
        {"number": item.number, "advice": item.text, **_row(item.disposition)}
        for item in signed.advice.all()
        if hasattr(item, "disposition")
    ]
    once = {"close_out": CloseOut, "survey": Survey, "request_rating": RequestRating}
    rest = {key: model._default_manager.filter(consultation=case).first() for key, model in once.items()}
    return {"lines": lines, **{key: _row(row) if row else None for key, row in rest.items()}}


def _outcomes(case: Consultation) -> dict[str, Any]:
    dossier = filing_away.of(case)
    rounds = []
    for asked in following_up.rounds_of(case):
        outcome = getattr(asked, "outcome", None)
        said = None
        if outcome is not None:
            lines = [{"number": one.item.number, **_row(one)} for one in outcome.items.all()]
            said = {**_row(outcome), "lines": lines}
        rounds.append({"weeks": asked.weeks, "asked_from": asked.opens_at.astimezone(UTC), "answer": said})
    filed = None
    if dossier is not None:
        until = filing_away.keep_until(dossier)
        filed = {"number": dossier.number, "retention": dossier.retention, "keep_until": until}
    return {"consultation": case.number, "dossier": filed, "rounds": rounds}


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _readme() -> str:
    parts = []
    for language in ("zh-hans", "en"):
        with override(language):
            parts.append(render_to_string("teleconsult/export_readme.txt", {"address": settings.PUBLIC_URL}))
    return "\n\n".join(parts)


# --- the zip --------------------------------------------------------------------------------------------------------
class _Pipe(io.RawIOBase):
    """Takes what the zip writes and hands it on: nothing larger than a piece is held."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        """The zip only ever writes on."""
        return True

    def write(self, data: Any) -> int:
        """Keeps a piece until it is taken."""
        self.waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Everything that has come since the last time."""
        pieces, self.waiting = self.waiting, []
        return b"".join(pieces)


def _zipped(files: Iterator[tuple[str, Iterator[bytes]]]) -> Iterator[bytes]:
    pipe, lines = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files:
            digest = hashlib.sha256()
            with archive.open(_entry(file), "w", force_zip64=True) as entry:
                for piece in content:
                    digest.update(piece)
                    entry.write(piece)
                    yield pipe.taken()
            lines.append(f"{digest.hexdigest()}  {file}\n")
        archive.writestr(_entry(MANIFEST), "".join(lines))
        yield pipe.taken()
    yield pipe.taken()


def _entry(file: str) -> zipfile.ZipInfo:
    """A fixed date: the content says when, and the same content gives the same entry."""
    entry = zipfile.ZipInfo(file, date_time=(2020, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
