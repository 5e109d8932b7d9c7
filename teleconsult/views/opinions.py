"""The opinion: written as one talks, signed with one's password, read, printed, copied, verified."""

from __future__ import annotations

from uuid import UUID

import segno
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from alliance.roles import Permission
from alliance.staff import StaffRequest
from care.views import situations
from teleconsult import alarming, answering, asking, desks, drafting, opining, triaging
from teleconsult.forms.opinion import AddendumForm, OpinionForm, PasswordForm
from teleconsult.models import WRITING, Consultation, Draft, MovedOn, Opinion
from teleconsult.papers import at_hand, context
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, save_whole, signed_in_or_401


@login_required
@require_safe
def opinion(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert's form; for everybody else, and after signing, the case page shows the opinion."""
    consultation = fetch(request, code, Permission.ANSWER)
    reader = Reader(request.user, consultation)
    shown = desks.opinion_draft(consultation, reader)
    if shown["opinion_form"] is None:
        return redirect(consultation)
    return render(
        request,
        "teleconsult/opinion.html",
        {**context(consultation, reader), **at_hand(consultation, reader), **shown, "password_form": PasswordForm()},
    )


@signed_in_or_401
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion saved as typed."""
    consultation = fetch(request, code, Permission.ANSWER)
    if (
        consultation.expert_id != request.user.pk
        or consultation.state not in desks.WRITABLE
        or consultation.consent_withdrawn_at
    ):
        return JsonResponse({"url": consultation.get_absolute_url()}, status=409)
    return save_or_tell(request, consultation, Draft.Sort.OPINION, _fragments)


def _fragments(request: StaffRequest, consultation: Consultation) -> dict[str, str]:
    typed = drafting.as_form_data(drafting.of(consultation, Draft.Sort.OPINION))
    alarming.from_opinion(consultation, typed, by=request.user, at=now())
    situation = situations.about(consultation.code, reader=request.user, at=now())
    panel = {"situation": situation, "case": consultation}
    return {"danger_html": render_to_string("care/danger_panel.html", panel, request) if situation else ""}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, code: UUID) -> HttpResponse:
    """Saves what was typed, checks it, asks for the password, signs."""
    consultation = fetch(request, code, Permission.ANSWER)
    reader = Reader(request.user, consultation)
    if request.method != "POST" or not reader.is_expert or consultation.state not in desks.WRITABLE:
        return redirect("teleconsult:opinion", code=code)
    form = OpinionForm(request.POST, consultation=consultation, may_diagnose=desks.may_diagnose(reader))
    password = PasswordForm(request.POST)
    alarming.from_opinion(consultation, request.POST, by=request.user, at=now())
    saved = save_whole(request, consultation, form, Draft.Sort.OPINION)
    if saved and request.POST.get("action") == "save":
        messages.success(request, _("Saved on the server."))
        return redirect("teleconsult:opinion", code=code)
    if saved and form.is_valid() and password.is_valid() and _is_myself(request, password):
        return _sign(request, consultation, form)
    shown = {**context(consultation, reader), **at_hand(consultation, reader)}
    shown |= {"opinion_form": form, "password_form": password}
    return render(request, "teleconsult/opinion.html", shown, status=422)


def _is_myself(request: StaffRequest, form: PasswordForm) -> bool:
    """Re-authentication, with the same limit on attempts as signing in again."""
    if ratelimit.consume(request, action="reauthenticate", user=request.user) is None:
        form.add_error("password", _("Too many attempts. Wait a few minutes; your text is kept."))
        return False
    if not request.user.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("This is not your password. Nothing is signed yet; your text is kept."))
        return False
    return True


def _sign(request: StaffRequest, consultation: Consultation, form: OpinionForm) -> HttpResponse:
    if consultation.state not in WRITING:
        messages.error(request, _("End the consultation first, then sign."))
        return redirect("teleconsult:opinion", code=consultation.code)
    try:
        opining.sign(consultation, form.content(), form.advice(), plan=form.typed_plan(), by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    except opining.DiagnosisReserved:
        messages.error(request, _("Only a psychiatrist may state a diagnosis. Write it as an impression."))
        return redirect("teleconsult:opinion", code=consultation.code)
    messages.success(request, _("Signed. The doctor has been notified."))
    return redirect(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: StaffRequest, code: UUID) -> HttpResponse:
    """A signed correction or completion."""
    consultation = fetch(request, code, Permission.ANSWER)
    signed = opining.of(consultation)
    if signed is None or consultation.expert_id != request.user.pk:
        return redirect(consultation)
    form, password = AddendumForm(request.POST or None), PasswordForm(request.POST or None)
    questions, chosen = answering.open_follow_ups(consultation), request.POST.get("answers", "")
    if request.method == "POST" and form.is_valid() and password.is_valid() and _is_myself(request, password):
        try:
            answers = next((one for one in questions if str(one.code) == chosen), None)
            opining.add(signed, form.cleaned_data["text"], by=request.user, at=now(), answers=answers)
            messages.success(request, _("The addendum is signed. The doctor has been notified."))
        except triaging.NotAssigned:
            messages.error(request, _("This case is not assigned to you."))
        return redirect(consultation)
    shown = {"case": consultation, "form": form, "password_form": password, "opinion": signed}
    shown |= {"questions": questions, "chosen": chosen}
    return render(request, "teleconsult/addendum.html", shown, status=422 if form.is_bound else 200)


# --- reading --------------------------------------------------------------------------------------------------------
def _signed(request: StaffRequest, code: UUID) -> tuple[Consultation, Opinion] | None:
    consultation = fetch(request, code, Permission.READ_CONSULTATIONS)
    if not Reader(request.user, consultation).sees_opinion:
        raise PermissionDenied
    signed = opining.of(consultation)
    return (consultation, signed) if signed else None


def _paper(request: StaffRequest, code: UUID, template: str, **more: object) -> HttpResponse:
    found = _signed(request, code)
    if found is None:
        return redirect("teleconsult:case", code=code)
    consultation, signed = found
    language = request.GET.get("lang", "")
    address = f"{settings.PUBLIC_URL}{signed.get_verify_url()}"
    shown = {
        "case": consultation,
        "patient": consultation.patient,
        "opinion": signed,
        "paper": asking.latest_request(consultation),
        "verify_address": address,
        "qr": segno.make(address, error="m").svg_inline(
            scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None
        ),
        "intact": opining.intact(signed),
        "today": now().astimezone(consultation.inviting.tz).date(),
        **more,
    }
    if language in ("en", "zh-hans"):
        with override(language):
            return render(request, template, shown)
    return render(request, template, shown)


@login_required
@require_safe
def print_(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion as a document, in Chinese or English (`?lang=`), with a QR code to verify it."""
    return _paper(request, code, "teleconsult/opinion_print.html")


@login_required
@require_safe
def sheet(request: StaffRequest, code: UUID) -> HttpResponse:
    """One page in plain words for the patient."""
    return _paper(request, code, "teleconsult/patient_sheet.html")


@login_required
@require_safe
def text(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion as plain text for the doctor's own record system."""
    response = _paper(request, code, "teleconsult/opinion.txt")
    response["Content-Type"] = "text/plain; charset=utf-8"
    return response


@require_safe
def verify(request: HttpRequest, code: UUID) -> HttpResponse:
    """Public: whether a signed opinion with this code exists and is intact. Shows hash and signer's title only."""
    signed = opining.public(code)
    if signed is None:
        raise Http404
    shown = {
        "opinion": signed,
        "intact": opining.intact(signed),
        "addenda": signed.addenda.count(),
    }
    return render(request, "teleconsult/verify.html", shown)
