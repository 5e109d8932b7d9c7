"""Papers of a case: adding, opening, taking out. Nothing of them is served past the door."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import filing
from care.forms.document import DocumentForm
from care.models import Document

if TYPE_CHECKING:
    from alliance.models import Person
    from care.models import Patient

_ENDINGS = {Document.Kind.PDF: "pdf", Document.Kind.JPEG: "jpg", Document.Kind.PNG: "png"}
# Whatever the bytes try: no script, no form, no request to anywhere.
_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"


@require_safe
@login_required
def document(request: StaffRequest, code: UUID) -> HttpResponse:
    """The file itself, shown in the browser."""
    found = access.fetch(Document.objects.all(), code, by=request.user, to=Permission.READ_PATIENTS)
    with found.file.open() as kept:
        response = HttpResponse(kept.read(), content_type=found.kind)
    name = f"{found.title}.{_ENDINGS[Document.Kind(found.kind)]}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Content-Security-Policy"] = _HARMLESS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def take_out(request: StaffRequest, code: UUID, *, about: UUID) -> None:
    """Takes a paper out of its case, for the page of that case. Raises Http404 where it is not there."""
    rows = Document.objects.filter(about_code=about).select_related("patient__institution")
    found = access.fetch(rows, code, by=request.user, to=Permission.KEEP_PATIENTS)
    filing.remove(found, by=request.user, at=now())


def add(request: StaffRequest, *, patient: Patient, about: UUID) -> DocumentForm:
    """Takes in the paper of a posted form, for the page of a case, which has opened its own door before.

    What comes back is unbound where there was nothing to take in, bound and without errors where the paper was kept;
    else it says what was wrong. A file that was chosen counts, whichever button was pressed.
    """
    if not (request.FILES.get("paper-file") or "add-paper" in request.POST):
        return DocumentForm()
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        form.take_in(patient=patient, about=about, by=request.user, at=now())
    return form


def listed(about: UUID, *, reader: Person) -> list[Document]:
    """The papers of a case that this reader may open."""
    papers = Document.objects.within_reach_of(reader).filter(about_code=about)
    return list(papers.select_related("added_by"))
