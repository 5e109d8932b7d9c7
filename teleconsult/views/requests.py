"""Writing a request: begin, save as typed, attach papers, complete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access, institutions
from alliance.formulary import Shelves
from alliance.models import Institution
from alliance.roles import Permission
from alliance.staff import StaffRequest
from alliance.stock_words import Hints
from care.forms import scale
from care.forms.document import DocumentForm
from care.instruments import GAD7, PHQ9
from care.models import Patient
from care.views import danger, situations
from care.views import documents as document_views
from teleconsult import agreed_limits, alarming, asking, drafting
from teleconsult.forms import medicines
from teleconsult.forms.request import RequestForm, initial_from, wanted
from teleconsult.forms.triage import NewForm
from teleconsult.models import Consultation, Draft, MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, save_whole, signed_in_or_401


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Choose patient, site and centre; leads to the form. Without a patient, the patients come first."""
    access.require(request.user, Permission.REQUEST_CONSULTATIONS)
    places = request.user.places_where(Permission.REQUEST_CONSULTATIONS)
    code = request.POST.get("patient") or request.GET.get("patient")
    if not code:
        recent = Patient.objects.within_reach_of(request.user).select_related("institution")[:12]
        return render(request, "teleconsult/new.html", {"recent": recent, "today": timezone.localdate()})
    patient = access.fetch(Patient.objects.all(), _uuid(code), by=request.user, to=Permission.KEEP_PATIENTS)
    sites = Institution.objects.filter(pk__in=[place.pk for place in places if place == patient.institution])
    centres = institutions.centres_of(patient.institution)
    choice = Institution.objects.filter(pk__in=[centre.pk for centre in centres])
    form = NewForm(request.POST or None, places=sites, centres=choice, initial={"patient": patient.code})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        consultation = asking.begin(
            patient, by=request.user, at_place=data["inviting"], to=data["invited"], kind=data["kind"], at=now()
        )
        if data["purpose"]:
            typed = {"purpose": [data["purpose"]]}
            drafting.save(consultation, Draft.Sort.REQUEST, typed, by=request.user, at=now())
        return redirect("teleconsult:request", code=consultation.code)
    return render(request, "teleconsult/new.html", {"form": form, "patient": patient, "today": timezone.localdate()})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


# --- the form -------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_(request: StaffRequest, code: UUID) -> HttpResponse:
    """The long form. Whatever its button asks for, posting saves everything first; `action=complete` goes on."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    if not Reader(request.user, consultation).may_edit:
        return redirect(consultation)
    if request.method != "POST":
        return _show(request, consultation, _blank(consultation))
    form = RequestForm(request.POST, consultation=consultation, today=_today(consultation))
    alarming.from_request(consultation, request.POST, by=request.user, at=now())
    checked = danger.check_within(request, consultation.code)
    saved = save_whole(request, consultation, form, Draft.Sort.REQUEST)
    if saved is None:
        return _show(request, consultation, form, status=422)
    if answer := _papers(request, consultation):
        return answer
    return _back_to("danger", consultation) if checked else _go_on(request, consultation, form, saved.version)


def _go_on(request: StaffRequest, consultation: Consultation, form: RequestForm, version: int) -> HttpResponse:
    if request.POST.get("action") == "as-before":
        return _as_before(request, consultation)
    if request.POST.get("action") != "complete":
        messages.success(request, _("Saved on the server, version %(n)d.") % {"n": version})
        return redirect("teleconsult:request", code=consultation.code)
    if not form.is_valid():
        return _show(request, consultation, form, status=422)
    try:
        asking.complete(consultation, form.answers(), by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect("teleconsult:consent", code=consultation.code)


def _as_before(request: StaffRequest, consultation: Consultation) -> HttpResponse:
    """Puts the medicines of the patient's earlier request beneath what is typed."""
    before, typed = asking.request_before(consultation), drafting.of(consultation, Draft.Sort.REQUEST)
    fields = medicines.as_before(list(before.medicines.all()), drafting.as_form_data(typed)) if before else {}
    if fields:
        drafting.save(consultation, Draft.Sort.REQUEST, fields, by=request.user, at=now())
        messages.success(request, _("Medicines as last time. Correct what has changed."))
    return _back_to("medicines", consultation)


def _papers(request: StaffRequest, consultation: Consultation) -> HttpResponse | None:
    """Takes in a file, or takes one out; None where the form carries neither, or there is more to do with it."""
    if code := request.POST.get("remove-paper"):
        try:
            document_views.take_out(request, _uuid(code), about=consultation.code)
            messages.success(request, _("The document is removed."))
        except Http404:  # a second click
            messages.info(request, _("This document is no longer with the request."))
        return _back_to("papers", consultation)
    papers = document_views.add(request, patient=consultation.patient, about=consultation.code)
    if papers.errors:
        return _show(request, consultation, _blank(consultation), papers=papers, status=422)
    if papers.is_bound:
        messages.success(request, _("The document is saved with the request."))
    return _back_to("papers", consultation) if "add-paper" in request.POST else None


def _back_to(part: str, consultation: Consultation) -> HttpResponse:
    return redirect(f"{reverse('teleconsult:request', args=[consultation.code])}#{part}")


def _today(consultation: Consultation) -> Any:
    return now().astimezone(consultation.inviting.tz).date()


def _blank(consultation: Consultation) -> RequestForm:
    today = _today(consultation)
    data = drafting.as_form_data(drafting.of(consultation, Draft.Sort.REQUEST))
    form = RequestForm(consultation=consultation, today=today)
    form.initial = {"kind": consultation.kind, "urgency": consultation.urgency} | initial_from(data, form)
    form.fields["began"].required = not form.is_lane
    return form


def _show(
    request: StaffRequest,
    consultation: Consultation,
    form: RequestForm,
    *,
    papers: DocumentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = drafting.of(consultation, Draft.Sort.REQUEST)
    data = drafting.as_form_data(draft)
    context = {
        "case": consultation,
        "form": form,
        **_lane(request, consultation, form, data),
        "draft": draft,
        "today": _today(consultation),
        "sheets": [scale.sheet(one, form) for one in (PHQ9, GAD7)] if form.is_adult else [],
        "documents": document_views.listed(consultation.code, reader=request.user),
        "document_form": papers or DocumentForm(),
        "duty_phone": consultation.invited.duty_phone,
        "returned": asking.last_return(consultation),
        "times": agreed_limits.told(consultation, asking.agreement_for(consultation, at=now())),
        **_meter(consultation, data),
        "situation": situations.about(consultation.code, reader=request.user, at=now()),
    }
    return render(request, "teleconsult/request.html", context, status=status)


def _lane(
    request: StaffRequest, consultation: Consultation, form: RequestForm, data: QueryDict | None
) -> dict[str, Any]:
    """What stands in and around the medicine list."""
    typed = request.POST if form.is_bound else data
    before = None if medicines.said(data) else asking.request_before(consultation)
    stock = Hints(Shelves.around(consultation.inviting))
    return {"stock": stock, "before": before, "severe": medicines.is_severe(typed)}


def _meter(consultation: Consultation, data: QueryDict | None) -> dict[str, Any]:
    lines = wanted(data, on_register=consultation.patient.on_register)
    filled = sum(line.filled for line in lines)
    return {"wanted": lines, "filled": filled, "total": len(lines), "percent": round(100 * filled / len(lines))}


# --- saved as typed -------------------------------------------------------------------------------------------------
@signed_in_or_401
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is typed so far (GET), and the fields that changed (POST)."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    if not Reader(request.user, consultation).may_edit:
        return JsonResponse({"url": consultation.get_absolute_url()}, status=409)
    return save_or_tell(request, consultation, Draft.Sort.REQUEST, _fragments)


def _fragments(request: StaffRequest, consultation: Consultation) -> dict[str, str]:
    data = drafting.as_form_data(drafting.of(consultation, Draft.Sort.REQUEST))
    alarming.from_request(consultation, data, by=request.user, at=now())
    situation = situations.about(consultation.code, reader=request.user, at=now())
    meter = {**_meter(consultation, data), "case": consultation}
    panel = {"situation": situation, "case": consultation, "within_form": True}
    return {
        "meter_html": render_to_string("teleconsult/meter.html", meter, request),
        "danger_html": render_to_string("care/danger_panel.html", panel, request) if situation else "",
    }
