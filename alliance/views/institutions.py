"""A leader enters the institutions of the alliance, and says where each belongs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, furnishing, institutions, placing
from alliance.forms import InstitutionForm, MoveForm
from alliance.models import Institution, Zone
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: StaffRequest) -> HttpResponse:
    """An institution more."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    places = places_below(request.user, Permission.KEEP_ALLIANCE)
    form = InstitutionForm(request.POST or None, places=places, zones=Zone.objects.within_reach_of(request.user))
    if request.method == "POST" and form.is_valid() and (made := _add(request, form)):
        messages.success(request, _("%(name)s has joined the alliance.") % {"name": made.name})
        return redirect("alliance:institution", made.code)
    return render(request, "alliance/institution_new.html", {"form": form}, status=422 if form.errors else 200)


def _add(request: StaffRequest, form: InstitutionForm) -> Institution | None:
    try:
        return furnishing.add(**form.cleaned_data, by=request.user, at=now())
    except furnishing.NameTaken:
        form.add_error("name", _TAKEN)
    except furnishing.ZoneElsewhere:
        form.add_error("zone", _("This zone belongs to another alliance. Choose a different one."))
    return None


def _fetch(request: StaffRequest, code: UUID) -> Institution:
    return access.fetch(Institution.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def institution(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is known of one, to be put right."""
    row = _fetch(request, code)
    form = _form(row, request.POST or None)
    name = row.name  # as it is kept, not as it was just typed
    if request.method == "POST" and form.is_valid() and _change(request, row, form):
        return redirect("alliance:institution", code)
    return _page(request, row, name, form, _moving(request, row))


def _form(row: Institution, data: object = None) -> InstitutionForm:
    zones = Zone.objects.filter(alliance=institutions.root_of(row))
    return InstitutionForm(data, institution=row, zones=zones)


def _moving(request: StaffRequest, row: Institution, data: object = None) -> MoveForm | None:
    """Nothing where the reader does not keep what it belongs to."""
    if row.left_on is not None or not placing.kept_from_above(row, request.user):
        return None
    return MoveForm(data, places=placing.targets(row, request.user), institution=row)


def _page(
    request: StaffRequest, row: Institution, name: str, form: InstitutionForm, moving: MoveForm | None
) -> HttpResponse:
    facts = {
        "institution": row,
        "name": name,
        "form": form,
        "moving": moving,
        "placed": placing.kept_from_above(row, request.user),
    }
    wrong = form.errors or (moving is not None and moving.errors)
    return render(request, "alliance/institution.html", facts, status=422 if wrong else 200)


def _change(request: StaffRequest, row: Institution, form: InstitutionForm) -> bool:
    try:
        furnishing.change(row, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Saved."))
    except institutions.HasLeft:
        messages.info(request, _LEFT)
    except furnishing.NameTaken:
        form.add_error("name", _TAKEN)
    except furnishing.LastCentre:
        form.add_error(
            "function",
            _("This is the only consultation centre. Set up another one first: somebody must answer alarms."),
        )
    return not form.errors


@require_POST
@login_required
def move(request: StaffRequest, code: UUID) -> HttpResponse:
    """It belongs to another institution from now on."""
    row = _fetch(request, code)
    placing.check(row, by=request.user, at=now())
    moving = _moving(request, row, request.POST)
    if moving is None:
        messages.info(request, _LEFT)
        return redirect("alliance:institution", code)
    if moving.is_valid() and _move(request, row, moving):
        return redirect("alliance:institution", code)
    return _page(request, row, row.name, _form(row), moving)


def _move(request: StaffRequest, row: Institution, form: MoveForm) -> bool:
    to = form.cleaned_data["to"]
    try:
        placing.move(row, to=to, by=request.user, at=now())
        messages.success(request, _("%(name)s now belongs to %(above)s.") % {"name": row.name, "above": to.name})
    except furnishing.NameTaken:
        form.add_error("to", _("Another institution there already has this name. Rename one of them first."))
    except placing.BelowItself:
        form.add_error("to", _("That institution now lies below this one. Choose another."))
    except institutions.HasLeft:
        form.add_error("to", _("One of the two has left the alliance."))
    return not form.errors


_TAKEN = gettext_lazy("Another institution already has this name. Add what tells them apart.")
_LEFT = gettext_lazy("It has left the alliance. Restore it before you change anything.")
