"""consents"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def consent(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def withdraw(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404
