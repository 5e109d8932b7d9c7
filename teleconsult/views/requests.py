"""Writing a request: begin, save as typed, attach, complete, consent, submit, and the emergency path."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, institutions
from alliance.models import Institution
from alliance.roles import Permission
from alliance.staff import StaffRequest
from care import consenting
from care.forms import scale
from care.forms.consent import ConsentForm
from care.forms.document import DocumentForm
from care.instruments import GAD7, PHQ9
from care.models import Patient
from care.views import documents as document_views
from care.views import situations
from teleconsult import alarming, asking, drafting, emergencies
from teleconsult.forms.request import RequestForm, initial_from, wanted
from teleconsult.forms.triage import EmergencyForm, NewForm
from teleconsult.models import Consultation, Draft, MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, signed_in_or_401


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
    """The long form. Posting saves everything; `action=complete` checks it and goes on."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    if not Reader(request.user, consultation).may_edit:
        return redirect(consultation)
    if request.method != "POST":
        return _show(request, consultation, _blank(consultation))
    if "add-paper" in request.POST:
        return _add_paper(request, consultation)
    typed = _typed(request.POST)
    saved = drafting.save(consultation, Draft.Sort.REQUEST, typed, by=request.user, at=now(), whole=True)
    alarming.from_request(consultation, request.POST, by=request.user, at=now())
    if request.POST.get("action") != "complete":
        messages.success(request, _("Saved on the server, version %(n)d.") % {"n": saved.version})
        return redirect("teleconsult:request", code=code)
    form = RequestForm(request.POST, consultation=consultation, today=_today(consultation))
    if not form.is_valid():
        return _show(request, consultation, form, status=422)
    try:
        asking.complete(consultation, form.answers(), by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect("teleconsult:consent", code=code)


def _add_paper(request: StaffRequest, consultation: Consultation) -> HttpResponse:
    form = document_views.add(request, patient=consultation.patient, about=consultation.code)
    if form.is_bound:
        return _show(request, consultation, _blank(consultation), papers=form, status=422)
    messages.success(request, _("The paper is kept with the request."))
    return redirect("teleconsult:request", code=consultation.code)


def _today(consultation: Consultation) -> Any:
    return now().astimezone(consultation.inviting.tz).date()


def _blank(consultation: Consultation) -> RequestForm:
    today = _today(consultation)
    data = drafting.as_form_data(drafting.of(consultation, Draft.Sort.REQUEST))
    form = RequestForm(consultation=consultation, today=today)
    form.initial = {"kind": consultation.kind, "urgency": consultation.urgency} | initial_from(data, form)
    return form


def _typed(data: QueryDict) -> dict[str, list[str]]:
    return {name: values for name, values in data.lists() if name not in ("csrfmiddlewaretoken", "action")}


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
        "draft": draft,
        "today": _today(consultation),
        "sheets": [scale.sheet(one, form) for one in (PHQ9, GAD7)] if form.is_adult else [],
        "documents": document_views.listed(consultation.code, reader=request.user),
        "document_form": papers or DocumentForm(),
        "document_url": reverse("teleconsult:request", args=[consultation.code]),
        "may_remove": True,
        "duty_phone": consultation.invited.duty_phone,
        "returned": asking.last_return(consultation),
        **_meter(consultation, data),
        **_danger(request, consultation),
    }
    return render(request, "teleconsult/request.html", context, status=status)


def _meter(consultation: Consultation, data: QueryDict | None) -> dict[str, Any]:
    lines = wanted(data, on_register=consultation.patient.on_register)
    filled = sum(line.filled for line in lines)
    return {"wanted": lines, "filled": filled, "total": len(lines), "percent": round(100 * filled / len(lines))}


def _danger(request: StaffRequest, consultation: Consultation) -> dict[str, Any]:
    return {
        "situation": situations.about(consultation.code, reader=request.user, at=now()),
        "minor": not consultation.patient.is_adult_on(_today(consultation)),
    }


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
    around = _danger(request, consultation)
    meter = {**_meter(consultation, data), "case": consultation}
    panel = {**around, "case": consultation}
    return {
        "meter_html": render_to_string("teleconsult/meter.html", meter, request),
        "danger_html": render_to_string("care/danger_panel.html", panel, request) if around["situation"] else "",
    }


# --- consent and submission -----------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: StaffRequest, code: UUID) -> HttpResponse:
    """Records consent, then invites the centre; says plainly what still stands in the way."""
    consultation = fetch(request, code, Permission.RECORD_CONSENT)
    if consultation.owner_id != request.user.pk or not consultation.is_open:
        return redirect(consultation)
    at = now()
    form = ConsentForm(request.POST or None, patient=consultation.patient, recipient=consultation.invited, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            asking.record_consent(consultation, form.signing(), by=request.user, at=at)
            messages.success(request, _("Consent is recorded."))
            return redirect("teleconsult:consent", code=code)
        except consenting.GuardianNeeded:
            form.add_error("signer", _("The guardian signs for this patient."))
        except consenting.AssentNeeded:
            form.add_error("assent", _("Ask whether the young person agrees, too, and record the answer."))
    return render(
        request,
        "teleconsult/consent.html",
        {
            "case": consultation,
            "patient": consultation.patient,
            "recipient": consultation.invited,
            "form": form,
            "text": consenting.current_text(at),
            "consented": asking.has_consent(consultation),
            "agreement": asking.agreement_for(consultation, at=at),
            "emergency": getattr(consultation, "emergency_approval", None),
            "emergency_form": EmergencyForm(),
            **_danger(request, consultation),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@login_required
@require_POST
def submit(request: StaffRequest, code: UUID) -> HttpResponse:
    """Invites the centre."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    try:
        asking.submit(consultation, by=request.user, at=now())
    except asking.RequestMissing:
        messages.error(request, _("Fill in the request first."))
        return redirect("teleconsult:request", code=code)
    except asking.AgreementMissing:
        messages.error(request, _("There is no valid cooperation agreement between your site and this centre."))
        return redirect("teleconsult:consent", code=code)
    except asking.ConsentMissing:
        messages.error(request, _("Consent to this consultation is missing. Record it below."))
        return redirect("teleconsult:consent", code=code)
    except asking.NotTheOwner:
        messages.error(request, _("Somebody else answers for this case. Take it over first."))
    except MovedOn as moved:
        return too_late(request, moved)
    else:
        messages.success(request, _("The centre has been invited. You will be told as soon as somebody is found."))
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
        messages.success(request, _("The responsible leader has been alarmed. Telephone as well."))
    except emergencies.NotAnEmergency:
        messages.error(request, _("The emergency path is for urgency “emergency” only."))
    except emergencies.NobodyResponsible:
        messages.error(request, _("No leader is entered who could approve. Telephone the duty clinician."))
    except emergencies.NothingMissing:
        pass  # the page they come from offers to invite the centre
    except emergencies.AlreadyAsked:
        messages.info(request, _("The emergency path was asked for already."))
    return redirect("teleconsult:consent", code=code)
