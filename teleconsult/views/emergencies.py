"""The responsible leader decides on the emergency path, and reviews it the next day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import emergencies
from teleconsult.forms.triage import DecisionForm, ReasonForm
from teleconsult.models import EmergencyApproval

ROWS = EmergencyApproval.objects.select_related(
    "consultation__inviting", "consultation__invited", "asked_by", "decided_by", "approver_place"
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, code: UUID) -> HttpResponse:
    """Approve or refuse, with a reason; afterwards the same page takes the review."""
    approval = access.fetch(ROWS, code, by=request.user, to=Permission.APPROVE_EMERGENCY)
    form = DecisionForm(request.POST or None) if approval.approved is None else ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, approval, form)
        except emergencies.AlreadyDecided:
            messages.warning(request, _("Somebody else has decided in the meantime."))
        except emergencies.OwnRequest:
            messages.error(request, _("You cannot approve your own emergency request."))
        return redirect("teleconsult:emergency", code=code)
    return render(request, "teleconsult/emergency.html", {"approval": approval, "form": form})


def _keep(request: StaffRequest, approval: EmergencyApproval, form: DecisionForm | ReasonForm) -> None:
    because = form.cleaned_data["because"]
    if approval.approved is None:
        approved = form.cleaned_data["decision"] == "approve"
        emergencies.decide(approval, approved=approved, because=because, by=request.user, at=now())
        messages.success(request, _("Decision recorded. The doctor has been notified."))
    elif approval.reviewed_at is None:
        emergencies.review(approval, words=because, by=request.user, at=now())
        messages.success(request, _("The review is recorded."))
