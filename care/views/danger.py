"""danger"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def dangers(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def danger(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def status(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def acknowledge(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404


def settle(request: HttpRequest, code: UUID | None = None) -> HttpResponse:
    """Not there yet."""
    raise Http404
