"""Finding a patient, keeping a new one, and the patient's page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import finding, registering, sections
from care.forms.patient import PatientForm, SearchForm
from care.models import Consent, Document, Patient

if TYPE_CHECKING:
    from alliance.models import Person

ASKING = "consultation"  # ?for=consultation: whoever is found or kept is asked about next


def _onward(patient: Patient, request: StaffRequest) -> str:
    """Where the choice of this patient leads: to a new request, or to the patient's page."""
    if request.GET.get("for") == ASKING:
        return f"{reverse('teleconsult:new')}?patient={patient.code}"
    return patient.get_absolute_url()


def _listed(patients: list[Patient], request: StaffRequest) -> list[tuple[str, Patient, str]]:
    today = localdate()
    return [(_onward(patient, request), patient, patient.who(today)) for patient in patients]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def patients(request: StaffRequest) -> HttpResponse:
    """Exact search, and those opened lately. The search is posted: a name belongs in no address and no log."""
    access.require(request.user, Permission.KEEP_PATIENTS)
    form = SearchForm(request.POST or None)
    found = finding.search(form.cleaned_data["words"], by=request.user, at=now()) if form.is_valid() else None
    context = {
        "form": form,
        "found": None if found is None else _listed(found, request),
        "recent": _listed(finding.recent(request.user), request),
        "several": len(request.user.places_where(Permission.KEEP_PATIENTS)) > 1,
        "asking": request.GET.get("for") == ASKING,
    }
    return render(request, "care/patients.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: StaffRequest) -> HttpResponse:
    """Keeps a new patient; whoever may be the same person within reach is shown first."""
    access.require(request.user, Permission.KEEP_PATIENTS)
    places = request.user.places_where(Permission.KEEP_PATIENTS)
    form = PatientForm(request.POST or None, places=places, today=localdate())
    known: list[Patient] = []
    certain = False
    if form.is_valid():
        known = finding.perhaps_the_same(form.instance, by=request.user)
        if {str(each.code) for each in known} <= set(request.POST.getlist("seen")):
            try:
                registering.keep(form.instance, by=request.user, at=now())
            except registering.AlreadyKept as already:
                known, certain = [already.patient], True
            else:
                return redirect(_onward(form.instance, request))
    context = {
        "form": form,
        "known": _listed(known, request),
        "certain": certain,
        "asking": request.GET.get("for") == ASKING,
    }
    return render(request, "care/patient_new.html", context)


@require_safe
@never_cache
@login_required
def patient(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who it is, what was agreed to, which papers there are, and what the apps above add."""
    rows = Patient.objects.select_related("institution")
    found = access.fetch(rows, code, by=request.user, to=Permission.READ_PATIENTS)
    context = {
        "patient": found,
        "who": found.who(localdate()),
        "minor": not found.is_adult_on(localdate()),
        "consents": _consents(found, request.user),
        "documents": Document.objects.within_reach_of(request.user).filter(patient=found).select_related("added_by"),
        "sections": sections.drawn(request, found),
        "may_edit": access.allows(found, by=request.user, to=Permission.KEEP_PATIENTS),
        "may_ask": request.user.may(Permission.REQUEST_CONSULTATIONS, at=found.institution),
    }
    return render(request, "care/patient.html", context)


def _consents(found: Patient, reader: Person) -> list[Consent]:
    consents = Consent.objects.within_reach_of(reader).filter(patient=found)
    return list(consents.prefetch_related("grants__recipient"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def edit(request: StaffRequest, code: UUID) -> HttpResponse:
    """Changes the facts."""
    found = access.fetch(Patient.objects.all(), code, by=request.user, to=Permission.KEEP_PATIENTS)
    form = PatientForm(request.POST or None, instance=found, places=[], today=localdate())
    if form.is_valid():
        try:
            registering.change(form.instance, by=request.user, at=now())
        except registering.AlreadyKept:
            form.add_error("id_number", _("Another of your patients already has this number."))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "care/patient_edit.html", {"form": form, "patient": found})
