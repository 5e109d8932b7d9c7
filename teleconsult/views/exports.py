"""The signed opinion as a PDF, and the whole case as a zip file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import asking, exporting, opining, printing
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch

ENDINGS = {"zh-hans": "zh", "en": "en"}


@login_required
@require_safe
def pdf(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion in Chinese or English (`?lang=`), to keep or to hand on."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    if not Reader(request.user, consultation).sees_opinion:
        raise PermissionDenied
    signed = opining.of(consultation)
    if signed is None:
        return redirect(consultation)
    wanted = request.GET.get("lang", "") or (get_language() or "")
    language = wanted if wanted in ENDINGS else "zh-hans"
    content = printing.opinion(signed, language=language, question=asking.latest_request(consultation))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{consultation.number}-{ENDINGS[language]}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def export(request: StaffRequest, code: UUID) -> HttpResponseBase:
    """Everything of the case that this reader may see, as a zip; a POST, because it is written down as a disclosure."""
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    try:
        pieces = exporting.export(Reader(request.user, consultation), at=now())
    except exporting.NotForThisReader:
        raise PermissionDenied from None
    except exporting.NothingToExport:
        return redirect(consultation)
    flow = _flow(pieces) if hasattr(request, "scope") else pieces
    response = StreamingHttpResponse(flow, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{exporting.name(consultation)}"'
    response["Cache-Control"] = "private, no-store"
    return response


async def _flow(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """On an asynchronous server: a plain iterator would be gathered whole before its first byte goes out."""
    while (piece := await sync_to_async(_next)(pieces)) is not None:
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
