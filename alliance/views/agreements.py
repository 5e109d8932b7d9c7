"""A leader keeps the cooperation agreements."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, agreeing, scopes
from alliance.forms import AgreementForm, ValidityForm
from alliance.models import Agreement, AgreementParty
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_safe
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """Every agreement that one keeps, the newest first."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    rows = Agreement.objects.kept_by(request.user).prefetch_related("parties__institution")
    facts = {"agreements": [_shown(agreement) for agreement in rows]}
    return render(request, "alliance/agreements.html", facts)


def _shown(agreement: Agreement) -> dict[str, object]:
    """An agreement and what a page says of it: its state in a word, the sides by name."""
    today, side = localdate(), AgreementParty.Side
    parties = agreement.parties.all()
    until = agreement.valid_until
    over = until is not None and until < today
    state = "suspended" if agreement.suspended_at else "over" if over else "holds"
    return {
        "agreement": agreement,
        "state": "ahead" if state == "holds" and agreement.valid_from > today else state,
        "inviting": [party.institution for party in parties if party.side == side.INVITING],
        "invited": [party.institution for party in parties if party.side == side.INVITED],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: StaffRequest) -> HttpResponse:
    """An agreement more."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    places = places_below(request.user, Permission.KEEP_ALLIANCE)
    form = AgreementForm(request.POST or None, places=places, initial={"valid_from": localdate()})
    if request.method == "POST" and form.is_valid() and (made := _conclude(request, form)):
        messages.success(request, _("The agreement is added. It applies while it is valid."))
        return redirect("alliance:agreement", made.code)
    return render(request, "alliance/agreement_new.html", {"form": form}, status=422 if form.errors else 200)


def _conclude(request: StaffRequest, form: AgreementForm) -> Agreement | None:
    try:
        return agreeing.conclude(**form.cleaned_data, by=request.user, at=now())
    except agreeing.NumberTaken:
        form.add_error("number", _("Another agreement already has this number."))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreement(request: StaffRequest, code: UUID) -> HttpResponse:
    """One agreement; a POST changes the days it is valid for."""
    row = access.fetch(Agreement.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    days = {"valid_from": row.valid_from, "valid_until": row.valid_until}
    form = ValidityForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid():
        agreeing.set_validity(row, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The dates are changed."))
        return redirect("alliance:agreement", code)
    named = [scopes.label(each.scope) for each in row.scopes.all()]
    facts = {**_shown(row), "form": form, "scopes": named}
    return render(request, "alliance/agreement.html", facts, status=422 if form.errors else 200)


@require_POST
@login_required
def suspend(request: StaffRequest, code: UUID) -> HttpResponse:
    """Nobody asks under it until it is resumed."""
    row = access.fetch(Agreement.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    try:
        agreeing.suspend(row, by=request.user, at=now())
        messages.success(request, _("Suspended. No requests can be sent under it until you resume it."))
    except agreeing.AlreadySuspended:
        messages.info(request, _("Somebody else has already suspended it."))
    return redirect("alliance:agreement", code)


@require_POST
@login_required
def resume(request: StaffRequest, code: UUID) -> HttpResponse:
    """It holds again."""
    row = access.fetch(Agreement.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    try:
        agreeing.resume(row, by=request.user, at=now())
        messages.success(request, _("The agreement applies again while it is valid."))
    except agreeing.NotSuspended:
        messages.info(request, _("Somebody else has already resumed it."))
    return redirect("alliance:agreement", code)
