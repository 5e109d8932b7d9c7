"""The sizes of pictures that pages show. Originals and everything else that was uploaded are not served."""

from __future__ import annotations

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

YEAR = 365 * 24 * 3600  # a changed picture has another name


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """One size of one picture, kept by browsers for a year."""
    try:
        file = storages["pictures"].open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or ""
    if not kind.startswith("image/"):
        raise Http404
    return FileResponse(file, content_type=kind, headers={"Cache-Control": f"public, max-age={YEAR}, immutable"})
