"""A leader lets an institution leave the alliance, knowing what is open there, and may take it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, departing, furnishing, institutions, placing
from alliance.forms import DepartureForm
from alliance.models import Institution
from alliance.roles import Permission
from alliance.staff import StaffRequest


def _fetch(request: StaffRequest, code: UUID) -> Institution:
    row = access.fetch(Institution.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    placing.check(row, by=request.user, at=now())
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def leave(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is open there; a POST lets it leave."""
    row = _fetch(request, code)
    if row.left_on is not None:
        messages.info(request, _("It has already left the alliance."))
        return redirect("alliance:institution", code)
    told = departing.told(row, now())
    form = DepartureForm(request.POST or None, work=told.work)
    if request.method == "POST" and form.is_valid() and _leave(request, row, form):
        messages.success(request, _("%(name)s has left the alliance.") % {"name": row.name})
        return redirect("alliance:overview")
    facts = {"institution": row, "open": told, "form": form}
    return render(request, "alliance/institution_leave.html", facts, status=422 if form.errors else 200)


def _leave(request: StaffRequest, row: Institution, form: DepartureForm) -> bool:
    """The page itself says what bars it; here it has come up meanwhile."""
    anyway = form.cleaned_data.get("anyway", False)
    try:
        departing.leave(row, because=form.cleaned_data["because"], anyway=anyway, by=request.user, at=now())
    except departing.StillBelow:
        form.add_error(None, _("Other institutions belong to it. Move or remove them first."))
    except furnishing.LastCentre:
        form.add_error(
            None, _("This is the only consultation centre. Set up another one first: somebody must answer alarms.")
        )
    except departing.StillOpen:
        form.add_error(None, _("New work has just begun there. Check what is open, then decide."))
    except institutions.HasLeft:
        form.add_error(None, _("It has already left the alliance."))
    return not form.errors


@require_POST
@login_required
def take_back(request: StaffRequest, code: UUID) -> HttpResponse:
    """It is part of the alliance again."""
    row = _fetch(request, code)
    try:
        departing.take_back(row, by=request.user, at=now())
        messages.success(request, _("%(name)s is part of the alliance again.") % {"name": row.name})
    except departing.NotLeft:
        messages.info(request, _("It is part of the alliance."))
    except institutions.HasLeft:
        messages.error(request, _("The institution above it has left as well. Restore that one first."))
    return redirect("alliance:institution", code)
