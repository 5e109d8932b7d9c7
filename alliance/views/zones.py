"""A leader divides the alliance into zones."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, audit, zoning
from alliance.forms import ZoneForm
from alliance.models import Zone
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """Every zone and what lies in it; a POST adds one to the alliance that one leads."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    led = zoning.alliances_of(request.user)
    form = ZoneForm(request.POST or None, alliances=led) if led else None
    if request.method == "POST":
        if form is None:  # one leads a part of the alliance, and the whole divides itself
            audit.refused_page(by=request.user, to=Permission.KEEP_ALLIANCE, at=now())
            raise PermissionDenied
        if form.is_valid() and _add(request, form):
            messages.success(request, _("The zone is added. Choose it on the pages of its institutions."))
            return redirect("alliance:zones")
    facts = {"zones": zoning.zones_for(request.user), "outside": zoning.outside(led), "led": led, "form": form}
    return render(request, "alliance/zones.html", facts, status=422 if form and form.errors else 200)


def _add(request: StaffRequest, form: ZoneForm) -> bool:
    facts = dict(form.cleaned_data)
    alliance = facts.pop("alliance", None) or form.alliances[0]
    try:
        zoning.add(alliance, **facts, by=request.user, at=now())
    except zoning.NameTaken:
        form.add_error("name", _TAKEN)
    except zoning.LeadsNothing:
        form.add_error("leader", _STRANGER)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def zone(request: StaffRequest, code: UUID) -> HttpResponse:
    """One zone, to be put right."""
    row = access.fetch(Zone.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    form = ZoneForm(request.POST or None, alliances=[row.alliance], zone=row)
    name = row.name  # as it is kept, not as it was just typed
    if request.method == "POST" and form.is_valid() and _change(request, row, form):
        messages.success(request, _("Saved."))
        return redirect("alliance:zones")
    inside = row.institutions.filter(left_on=None)
    facts = {"zone": row, "name": name, "form": form, "inside": inside}
    return render(request, "alliance/zone.html", facts, status=422 if form.errors else 200)


def _change(request: StaffRequest, row: Zone, form: ZoneForm) -> bool:
    try:
        zoning.change(row, **form.cleaned_data, by=request.user, at=now())
    except zoning.NameTaken:
        form.add_error("name", _TAKEN)
    except zoning.LeadsNothing:
        form.add_error("leader", _STRANGER)
    return not form.errors


@require_POST
@login_required
def remove(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes an empty zone out."""
    row = access.fetch(Zone.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    try:
        zoning.remove(row, by=request.user, at=now())
        messages.success(request, _("%(name)s is removed.") % {"name": row.name})
    except zoning.Inhabited:
        messages.error(request, _("It still has institutions. Choose another zone for them first."))
        return redirect("alliance:zone", code)
    return redirect("alliance:zones")


_TAKEN = gettext_lazy("Another zone already has this name.")
_STRANGER = gettext_lazy("This person no longer leads any institution. Choose somebody else.")
