"""The request of somebody who is signed in, for the types of views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from alliance.models import Person


class StaffRequest(HttpRequest):
    """What a view behind `login_required` gets: `user` is a person."""

    user: Person
