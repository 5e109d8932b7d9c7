"""One's own signed-in devices; the list itself is allauth's page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alliance import signing_in
from alliance.staff import StaffRequest


@require_POST
@login_required
def end(request: StaffRequest, number: int) -> HttpResponse:
    """Signs one of them out. Another person's number does nothing and says the same."""
    signing_in.end_session(request.user, number)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
