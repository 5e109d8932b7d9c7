"""Papers of a case: adding, opening, taking out. Nothing of them is served past the door."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

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


@require_POST
@login_required
def remove(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes a paper out of the case and returns to where it was listed (`next`)."""
    rows = Document.objects.select_related("patient__institution")
    found = access.fetch(rows, code, by=request.user, to=Permission.KEEP_PATIENTS)
    filing.remove(found, by=request.user, at=now())
    messages.success(request, _("The paper was taken out."))
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else found.patient.get_absolute_url())


def add(request: StaffRequest, *, patient: Patient, about: UUID) -> DocumentForm:
    """Takes in a posted file for the page of a case, which has opened its own door before.

    The form that comes back is empty (and unbound) when the file was kept, else it says what was wrong.
    """
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid() and form.take_in(patient=patient, about=about, by=request.user, at=now()):
        return DocumentForm()
    return form


def listed(about: UUID, *, reader: Person) -> list[Document]:
    """The papers of a case that this reader may open."""
    papers = Document.objects.within_reach_of(reader).filter(about_code=about)
    return list(papers.select_related("added_by"))
