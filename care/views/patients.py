"""patients"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def patients(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def new(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def patient(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def edit(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404
