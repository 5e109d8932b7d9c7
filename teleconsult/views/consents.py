"""Before the centre is invited: consent, submission, and the emergency path where either cannot be had in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import consenting
from care.forms.consent import ConsentForm
from care.views import situations
from teleconsult import asking, emergencies
from teleconsult.forms.triage import EmergencyForm
from teleconsult.models import MovedOn
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late

if TYPE_CHECKING:
    from datetime import datetime

    from teleconsult.models import Consultation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: StaffRequest, code: UUID) -> HttpResponse:
    """Records consent, then invites the centre; says plainly what still stands in the way."""
    consultation = fetch(request, code, Permission.RECORD_CONSENT)
    if consultation.owner_id != request.user.pk or not consultation.is_open:
        return redirect(consultation)
    at = now()
    form = _form(request, consultation, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            asking.record_consent(consultation, form.signing(), by=request.user, at=at)
            messages.success(request, _("Consent is recorded."))
            return redirect("teleconsult:consent", code=code)
        except consenting.GuardianNeeded:
            form.add_error("signer", _("The guardian signs for this patient."))
        except consenting.AssentNeeded:
            form.add_error("assent", _("Ask the young person too whether they agree, and record the answer."))
    return render(
        request,
        "teleconsult/consent.html",
        {
            "case": consultation,
            "patient": consultation.patient,
            "recipient": consultation.invited,
            "form": form,
            "consented": asking.has_consent(consultation),
            "agreement": asking.agreement_for(consultation, at=at),
            "emergency": getattr(consultation, "emergency_approval", None),
            "emergency_form": EmergencyForm(),
            "situation": situations.about(consultation.code, reader=request.user, at=at),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _form(request: StaffRequest, consultation: Consultation, *, at: datetime) -> ConsentForm:
    about: dict[str, Any] = {"patient": consultation.patient, "recipient": consultation.invited, "at": at}
    if language := request.POST.get("read-in"):
        return ConsentForm.in_other_words(request.POST, language, **about)
    return ConsentForm(request.POST or None, **about)


@login_required
@require_POST
def submit(request: StaffRequest, code: UUID) -> HttpResponse:
    """Invites the centre."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    try:
        asking.submit(consultation, by=request.user, at=now())
    except asking.RequestMissing:
        messages.error(request, _("Complete the request first."))
        return redirect("teleconsult:request", code=code)
    except asking.AgreementMissing:
        messages.error(request, _("There is no valid cooperation agreement between your site and this centre."))
        return redirect("teleconsult:consent", code=code)
    except asking.ConsentMissing:
        messages.error(request, _("Consent to this consultation is missing. Record it below."))
        return redirect("teleconsult:consent", code=code)
    except asking.NotTheOwner:
        messages.error(request, _("Somebody else is responsible for this case. Take it over first."))
    except MovedOn as moved:
        return too_late(request, moved)
    else:
        messages.success(request, _("The centre has been invited. You will be notified as soon as an expert is found."))
    return redirect(consultation)


@login_required
@require_POST
def ask_emergency(request: StaffRequest, code: UUID) -> HttpResponse:
    """Asks the responsible leader for the emergency path."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    form = EmergencyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what the danger is, and why it cannot wait."))
        return redirect("teleconsult:consent", code=code)
    at = now()
    missing = {
        "consent": not asking.has_consent(consultation),
        "agreement": asking.agreement_for(consultation, at=at) is None,
    }
    try:
        emergencies.ask(consultation, because=form.cleaned_data["because"], by=request.user, at=at, **missing)
        messages.success(request, _("The responsible leader has been alerted. Phone as well."))
    except emergencies.NotAnEmergency:
        messages.error(request, _("The emergency path is only for requests marked “emergency”."))
    except emergencies.NobodyResponsible:
        messages.error(request, _("There is no leader on file who could approve. Call the duty clinician."))
    except emergencies.NothingMissing:
        pass  # the page they come from offers to invite the centre
    except emergencies.AlreadyAsked:
        messages.info(request, _("The emergency path has already been requested."))
    return redirect("teleconsult:consent", code=code)
