"""A check of a medicine plan, pressed done by the inviting doctor."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import rechecking
from teleconsult.models import PlanCheck

CHECKS = PlanCheck.objects.select_related(
    "step__item__opinion__consultation__inviting", "step__item__opinion__consultation__patient", "done_by"
).prefetch_related("step__checks")


class FoundForm(forms.Form):
    """What was found, in a line; or nothing."""

    words = forms.CharField(
        label=gettext_lazy("What was found"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"class": "input--line", "rows": 1}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_check(request: StaffRequest, code: UUID) -> HttpResponse:
    """What is to be checked, and one press."""
    check = access.fetch(CHECKS, code, by=request.user, to=Permission.DISPOSE)
    form = FoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rechecking.done(check, form.cleaned_data["words"], by=request.user, at=now())
            messages.success(request, _("Recorded. It stands beside the plan."))
        except rechecking.AlreadyDone:
            messages.info(request, _("This has been recorded already."))
        return redirect(rechecking.case_of(check))
    case = rechecking.case_of(check)
    shown = {"check": check, "step": check.step, "case": case, "form": form}
    shown["today"] = now().astimezone(case.inviting.tz).date()
    return render(request, "teleconsult/plan_check.html", shown, status=422 if form.errors else 200)
