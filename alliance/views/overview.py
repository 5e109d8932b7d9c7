"""What a leader must know today."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from alliance import access, overview
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_safe
@login_required
def page(request: StaffRequest) -> HttpResponse:
    """One sentence, then what is red, then what runs out, then the tree."""
    access.require(request.user, Permission.READ_OVERVIEW)
    return render(request, "alliance/overview.html", {"overview": overview.read(request.user, now())})
