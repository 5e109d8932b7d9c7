"""What the community doctor did with each line of advice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import asking, disposing, drafting, opining
from teleconsult.forms.opinion import DispositionForm
from teleconsult.forms.request import initial_from
from teleconsult.models import AdviceItem, Consultation, Draft, MovedOn, State
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late
from teleconsult.views.drafts import save_or_tell, signed_in_or_401


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispose(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion with one question per line: adopted, partly, not; and why."""
    consultation = fetch(request, code, Permission.DISPOSE)
    if not _is_due(request, consultation):
        return redirect(consultation)
    kept = drafting.of(consultation, Draft.Sort.DISPOSITION)
    found = AdviceItem.objects.filter(opinion__consultation=consultation)
    items = list(found.select_related("step").prefetch_related("step__checks"))
    form = DispositionForm(request.POST or None, items=items)
    form.initial = initial_from(drafting.as_form_data(kept), form)
    if request.method == "POST" and form.is_valid():
        return _record(request, consultation, form)
    shown = {"case": consultation, "opinion": opining.of(consultation), "form": form, "draft": kept}
    return render(request, "teleconsult/disposition.html", shown, status=422 if form.errors else 200)


def _is_due(request: StaffRequest, consultation: Consultation) -> bool:
    return consultation.state == State.SIGNED and consultation.owner_id == request.user.pk


def _record(request: StaffRequest, consultation: Consultation, form: DispositionForm) -> HttpResponse:
    told, note = form.cleaned_data["patient_told"], form.cleaned_data["progress_note"]
    try:
        disposing.dispose(
            consultation, form.decisions(), patient_told=told, progress_note=note, by=request.user, at=now()
        )
        messages.success(request, _("Recorded. The expert can see what became of the advice."))
    except MovedOn as moved:
        return too_late(request, moved)
    except asking.NotTheOwner:
        messages.error(request, _("Somebody else is responsible for this case. Take it over first."))
    return redirect(consultation)


@signed_in_or_401
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, code: UUID) -> HttpResponse:
    """The answers saved as typed."""
    consultation = fetch(request, code, Permission.DISPOSE)
    if not _is_due(request, consultation):
        return JsonResponse({"url": consultation.get_absolute_url()}, status=409)
    return save_or_tell(request, consultation, Draft.Sort.DISPOSITION, lambda _request, _case: {})
