"""What is not for everybody: signed out, one is led to sign in; signed in without the right, one is refused.

Wagtail would send both to the sign-in page, which sends whoever is signed in back again, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

FIRST = -10  # before Wagtail's own question


def guard_document(document: Any, request: HttpRequest) -> None:
    """A file of a private collection."""
    _refuse(document.collection.get_view_restrictions(), request)


def guard_page(page: Any, request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """A private page, or one below it."""
    if request.user.is_authenticated:
        _refuse(page.get_view_restrictions(), request)


def _refuse(restrictions: Iterable[Any], request: HttpRequest) -> None:
    if request.user.is_authenticated and not all(each.accept_request(request) for each in restrictions):
        raise PermissionDenied


hooks.register("before_serve_document", guard_document, order=FIRST)
hooks.register("before_serve_page", guard_page, order=FIRST)
