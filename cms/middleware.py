"""The door to the editing of the site: everything under /cms/ is for people who hold a right there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alliance.models import Person
from cms import rights

PLACE = "/cms/"
# Wagtail's editor writes styles and scripts into its pages; the strict policy of all other pages would stop it.
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],  # previews
}


class EditorsOnlyMiddleware:
    """Signed out: to the one sign-in. Without a right to edit: refused, whichever address it is."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if request.path.startswith(PLACE):
            response.headers.pop("Content-Security-Policy", None)  # a preview brings that of the public page along
            response._csp_config = POLICY  # type: ignore[attr-defined]  # read by django-csp
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Asks at every request: a right that has ended is gone at once."""
        if not request.path.startswith(PLACE):
            return None
        person = request.user
        if not isinstance(person, Person):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not rights.sync(person):
            raise PermissionDenied
        return None
