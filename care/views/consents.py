"""A consent as evidence, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import consenting, sections
from care.disclosures import DISCLOSURES
from care.forms import signature
from care.forms.consent import WithdrawForm
from care.models import Consent

_WHOLE = ("patient__institution", "text", "recorded_by")


@require_safe
@never_cache
@login_required
def consent(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who agreed to what, for whom, in which words, how and when."""
    rows = Consent.objects.select_related(*_WHOLE)
    found = access.fetch(rows, code, by=request.user, to=Permission.READ_CONSENT)
    grants = list(found.grants.select_related("recipient", "withdrawn_by"))
    context = {
        "consent": found,
        "switches": [(grant, DISCLOSURES.get(grant.purpose)) for grant in grants],
        "field": signature,
        "subject": sections.subject_of(found.about_code, request.user) if found.about_code else None,
        "may_withdraw": any(grant.holds for grant in grants)
        and access.allows(found, by=request.user, to=Permission.RECORD_CONSENT),
    }
    return render(request, "care/consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def withdraw(request: StaffRequest, code: UUID) -> HttpResponse:
    """Asks once what is taken back, says what then happens, and does it."""
    rows = Consent.objects.select_related(*_WHOLE)
    found = access.fetch(rows, code, by=request.user, to=Permission.RECORD_CONSENT)
    form = WithdrawForm(request.POST if request.method == "POST" else None, consent=found)
    if form.is_valid():
        taken = consenting.withdraw(form.cleaned_data["grants"], by=request.user, at=now())
        messages.success(
            request, _("Withdrawn. The centre has been notified.") if taken else _("It had already been withdrawn.")
        )
        return redirect("care:consent", code=found.code)
    return render(request, "care/consent_withdraw.html", {"consent": found, "form": form})
