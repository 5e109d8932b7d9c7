"""documents"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def document(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def remove(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404
