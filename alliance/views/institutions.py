"""A leader enters the institutions of the alliance."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access, furnishing
from alliance.forms import InstitutionForm
from alliance.models import Institution
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: StaffRequest) -> HttpResponse:
    """An institution more."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    form = InstitutionForm(request.POST or None, places=places_below(request.user, Permission.KEEP_ALLIANCE))
    if request.method == "POST" and form.is_valid() and (made := _add(request, form)):
        messages.success(request, _("%(name)s has joined the alliance.") % {"name": made.name})
        return redirect("alliance:institution", made.code)
    return render(request, "alliance/institution_new.html", {"form": form}, status=422 if form.errors else 200)


def _add(request: StaffRequest, form: InstitutionForm) -> Institution | None:
    try:
        return furnishing.add(**form.cleaned_data, by=request.user, at=now())
    except furnishing.NameTaken:
        _say_taken(form)
    return None


def _say_taken(form: InstitutionForm) -> None:
    form.add_error("name", _("Another institution already has this name. Add what tells them apart."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def institution(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is known of one, to be put right."""
    row = access.fetch(Institution.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    form = InstitutionForm(request.POST or None, institution=row)
    name = row.name  # as it is kept, not as it was just typed
    if request.method == "POST" and form.is_valid() and _change(request, row, form):
        messages.success(request, _("Saved."))
        return redirect("alliance:institution", code)
    facts = {"form": form, "institution": row, "name": name}
    return render(request, "alliance/institution.html", facts, status=422 if form.errors else 200)


def _change(request: StaffRequest, row: Institution, form: InstitutionForm) -> bool:
    try:
        furnishing.change(row, **form.cleaned_data, by=request.user, at=now())
    except furnishing.NameTaken:
        _say_taken(form)
    except furnishing.LastCentre:
        form.add_error(
            "function",
            _("This is the only consultation centre. Set up another one first: somebody must answer alarms."),
        )
    return not form.errors
