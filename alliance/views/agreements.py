"""A leader keeps the cooperation agreements."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, agreeing, institutions, limits, scopes
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
    """An agreement and what a page says of it: its state in a word, the parties of each side."""
    today, parties = localdate(), list(agreement.parties.all())
    sides = [[party for party in parties if party.side == side] for side in AgreementParty.Side]
    until = agreement.valid_until
    over = (until is not None and until < today) or any(all(party.left_on for party in side) for side in sides)
    state = "suspended" if agreement.suspended_at else "ahead" if agreement.valid_from > today else "holds"
    return {"agreement": agreement, "state": "over" if over else state, "inviting": sides[0], "invited": sides[1]}


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


def _conclude(request: StaffRequest, form: AgreementForm, old: Agreement | None = None) -> Agreement | None:
    try:
        if old is not None:
            return agreeing.replace(old, **form.cleaned_data, by=request.user, at=now())
        return agreeing.conclude(**form.cleaned_data, by=request.user, at=now())
    except agreeing.NumberTaken:
        form.add_error("number", _("Another agreement already has this number."))
    except agreeing.BeginsTooEarly:
        form.add_error(
            "valid_from", _("The old agreement ends the day before and must have begun by then. Choose a later day.")
        )
    except agreeing.AlreadyContinued:
        form.add_error(None, _("Somebody else has just replaced this agreement."))
    except institutions.HasLeft:
        form.add_error(None, _("One of the institutions has left the alliance. Check the parties again."))
    return None


def _fetch(request: StaffRequest, code: UUID) -> Agreement:
    return access.fetch(Agreement.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreement(request: StaffRequest, code: UUID) -> HttpResponse:
    """One agreement; a POST changes the days it is valid for."""
    row = _fetch(request, code)
    days = {"valid_from": row.valid_from, "valid_until": row.valid_until}
    form = ValidityForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid() and _set_validity(request, row, form):
        return redirect("alliance:agreement", code)
    named = [scopes.label(each.scope) for each in row.scopes.all()]
    facts = {**_shown(row), "form": form, "scopes": named, "follower": agreeing.follower(row)}
    facts |= {"stands": agreeing.stands(row), "limits": limits.compared(row)}
    return render(request, "alliance/agreement.html", facts, status=422 if form.errors else 200)


def _set_validity(request: StaffRequest, row: Agreement, form: ValidityForm) -> bool:
    try:
        agreeing.set_validity(row, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The dates are changed."))
    except agreeing.AlreadyContinued:
        messages.info(request, _("Another agreement has replaced it."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replace(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ends this one and begins another, filled in with the same terms."""
    old = _fetch(request, code)
    if follower := agreeing.follower(old):
        messages.info(request, _("It was replaced by this agreement."))
        return redirect("alliance:agreement", follower.code)
    places = places_below(request.user, Permission.KEEP_ALLIANCE)
    form = AgreementForm(request.POST or None, places=places, initial=_terms(old), agreed=limits.of(old))
    if request.method == "POST" and form.is_valid() and (made := _conclude(request, form, old)):
        messages.success(request, _("This agreement replaces the old one."))
        return redirect("alliance:agreement", made.code)
    return render(
        request, "alliance/agreement_new.html", {"form": form, "old": old}, status=422 if form.errors else 200
    )


def _terms(old: Agreement) -> dict[str, object]:
    """Everything as it is now, from today; as long as it was to go on, or for as long again where it is over."""
    today, side = localdate(), AgreementParty.Side
    until, live = old.valid_until, old.parties.filter(left_on=None)
    if until is not None and until < today:
        until = today + (until - old.valid_from)
    return {
        "title": old.title,
        "inviting": list(live.filter(side=side.INVITING).values_list("institution", flat=True)),
        "invited": live.filter(side=side.INVITED).values_list("institution", flat=True).first(),
        "scopes": [each.scope for each in old.scopes.all()],
        "liability": old.liability,
        "valid_from": max(today, old.valid_from + timedelta(days=1)),
        "valid_until": until,
    }


@require_POST
@login_required
def suspend(request: StaffRequest, code: UUID) -> HttpResponse:
    """Nobody asks under it until it is resumed."""
    row = _fetch(request, code)
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
    row = _fetch(request, code)
    try:
        agreeing.resume(row, by=request.user, at=now())
        messages.success(request, _("The agreement applies again while it is valid."))
    except agreeing.NotSuspended:
        messages.info(request, _("Somebody else has already resumed it."))
    return redirect("alliance:agreement", code)
