"""What the community doctor did with each line of advice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import asking, disposing, opining
from teleconsult.forms.opinion import DispositionForm
from teleconsult.models import AdviceItem, MovedOn, State
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispose(request: StaffRequest, code: UUID) -> HttpResponse:
    """The opinion with one question per line: adopted, partly, not; and why."""
    consultation = fetch(request, code, Permission.DISPOSE)
    if consultation.state != State.SIGNED or consultation.owner_id != request.user.pk:
        return redirect(consultation)
    items = list(AdviceItem.objects.filter(opinion__consultation=consultation))
    form = DispositionForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            disposing.dispose(
                consultation,
                form.decisions(),
                patient_told=form.cleaned_data["patient_told"],
                progress_note=form.cleaned_data["progress_note"],
                by=request.user,
                at=now(),
            )
        except MovedOn as moved:
            return too_late(request, moved)
        except asking.NotTheOwner:
            messages.error(request, _("Somebody else answers for this case. Take it over first."))
            return redirect(consultation)
        messages.success(request, _("Recorded. The expert sees what became of the advice."))
        return redirect(consultation)
    opinion = opining.of(consultation)
    shown = {"case": consultation, "opinion": opinion, "form": form}
    return render(request, "teleconsult/disposition.html", shown, status=422 if form.errors else 200)
