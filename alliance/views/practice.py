"""A leader keeps what allows somebody to practise. The address names one of the person's memberships."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, practising
from alliance.forms import LicenceForm, SiteChangeForm, SiteForm
from alliance.models import Membership
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest


def _fetch(request: StaffRequest, code: UUID) -> Membership:
    return access.fetch(Membership.objects.live(), code, by=request.user, to=Permission.MANAGE_PEOPLE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice(request: StaffRequest, code: UUID) -> HttpResponse:
    """The licence and the sites; a POST keeps the licence."""
    membership = _fetch(request, code)
    form = LicenceForm(request.POST or None, licence=practising.licence_of(membership.person))
    if request.method == "POST" and form.is_valid() and _record(request, membership, form):
        messages.success(request, _("The licence is saved."))
        return redirect("alliance:practice", code)
    return _page(request, membership, form, SiteForm(places=_places(request)))


def _record(request: StaffRequest, membership: Membership, form: LicenceForm) -> bool:
    try:
        practising.record_licence(membership.person, **form.cleaned_data, by=request.user, at=now())
    except practising.NumberTaken:
        form.add_error("number", _("Somebody else's licence has this number. Check both."))
        return False
    return True


def _places(request: StaffRequest) -> set[int]:
    return places_below(request.user, Permission.MANAGE_PEOPLE)


@require_POST
@login_required
def site_add(request: StaffRequest, code: UUID) -> HttpResponse:
    """Leave to practise at one more site."""
    membership = _fetch(request, code)
    form = SiteForm(request.POST, places=_places(request))
    if form.is_valid() and _register(request, membership, form):
        messages.success(request, _("The registration is saved."))
        return redirect("alliance:practice", code)
    return _page(request, membership, LicenceForm(licence=practising.licence_of(membership.person)), form)


def _register(request: StaffRequest, membership: Membership, form: SiteForm) -> bool:
    try:
        practising.register_site(membership.person, **form.cleaned_data, by=request.user, at=now())
    except practising.SecondMainSite:
        form.add_error("is_main", _("Another site is already the main one. Change that one first."))
        return False
    return True


@require_POST
@login_required
def site_change(request: StaffRequest, code: UUID) -> HttpResponse:
    """Another last day, or another main site; asks once more where bookings would fall outside."""
    membership = _fetch(request, code)
    form = SiteChangeForm(request.POST, sites=practising.sites_kept_by(request.user, membership.person))
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: enter the last day like 2027-12-31, or leave it empty."))
        return redirect("alliance:practice", code)
    facts = form.cleaned_data
    if "anyway" not in request.POST and (rows := practising.outside(facts["site"], facts["valid_until"], at=now())):
        shown = {"membership": membership, "rows": rows, **facts}
        return render(request, "alliance/practice_outside.html", shown, status=409)
    try:
        practising.change_site(**facts, by=request.user, at=now())
        messages.success(request, _("The registration is changed."))
    except practising.EndsBeforeItBegins:
        messages.error(request, _("Nothing was changed: the last day is before the first."))
    except practising.SecondMainSite:
        messages.error(request, _("Nothing was changed: another site is already the main one. Change that one first."))
    return redirect("alliance:practice", code)


def _page(request: StaffRequest, membership: Membership, licence: LicenceForm, site: SiteForm) -> HttpResponse:
    person, today = membership.person, localdate()
    kept = set(practising.sites_kept_by(request.user, person))
    sites = [
        {"site": row, "kept": row in kept, "over": row.valid_until is not None and row.valid_until < today}
        for row in practising.sites_of(person)
    ]
    facts = {"membership": membership, "person": person, "licence": licence, "form": site, "sites": sites}
    wrong = licence.errors or site.errors
    return render(request, "alliance/practice.html", facts, status=422 if wrong else 200)
