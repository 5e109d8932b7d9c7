"""The coordinator routes; the expert accepts or declines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import answering, panels, qualifying, triaging
from teleconsult.forms.triage import DeclineForm, ReasonForm, ReturnForm
from teleconsult.models import MovedOn
from teleconsult.papers import context
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late

if TYPE_CHECKING:
    from alliance.models import Person


@login_required
@require_safe
def triage(request: StaffRequest, code: UUID) -> HttpResponse:
    """Who can answer this, and what may be missing: the page on which a case is routed."""
    consultation = fetch(request, code, Permission.TRIAGE)
    reader = Reader(request.user, consultation)
    if not reader.may_assign:
        return redirect(consultation)
    return _show(request, reader)


def _show(request: StaffRequest, reader: Reader, *, status: int = 200) -> HttpResponse:
    """With what was chosen so far, where something stood in the way."""
    consultation = reader.case
    shown = {
        "candidates": qualifying.candidates(consultation, at=now()),
        "panel": panels.seats(consultation),
        "return_form": ReturnForm(),
        "at": now(),
        "seen": consultation.steps.count(),
        "chosen": request.POST.get("expert") or (str(consultation.expert.code) if consultation.expert else ""),
        "ticked": request.POST.getlist("reader"),
        "because": request.POST.get("because", ""),
    }
    return render(request, "teleconsult/triage.html", {**context(consultation, reader), **shown}, status=status)


@login_required
@require_POST
def assign(request: StaffRequest, code: UUID) -> HttpResponse:
    """Gives the case to the chosen expert, and asks others to read along."""
    consultation = fetch(request, code, Permission.TRIAGE)
    there = {str(one.person.code): one.person for one in qualifying.candidates(consultation, at=now())}
    chosen = there.get(request.POST.get("expert", ""))
    readers = [there[wanted] for wanted in dict.fromkeys(request.POST.getlist("reader")) if wanted in there]
    if chosen is None:
        messages.error(request, _("Choose an expert."))
        return _show(request, Reader(request.user, consultation), status=422)
    try:
        because, seen = request.POST.get("because", "")[:1000], request.POST.get("seen", "")
        steps = int(seen) if seen.isdecimal() else None
        triaging.assign(
            consultation, to=chosen, by=request.user, at=now(), because=because, seen=steps, readers=readers
        )
    except MovedOn as moved:
        return too_late(request, moved)
    except (qualifying.NotQualified, panels.NobodyReadsAlong, *panels.REFUSED) as refused:
        consultation.refresh_from_db()
        messages.error(request, _why_not(refused, chosen))
        return _show(request, Reader(request.user, consultation), status=422)
    messages.success(request, _("%(name)s has been asked.") % {"name": chosen.name})
    return redirect("teleconsult:board")


def _why_not(refused: Exception, lead: Person) -> str:
    if isinstance(refused, panels.NobodyReadsAlong):
        return _("The doctor asked for a panel: choose at least one expert who reads along.")
    if isinstance(refused, panels.PanelFull):
        return _("At most two experts read along.")
    if isinstance(refused, panels.REFUSED):
        return _("%(name)s leads the case. Choose somebody else to read along.") % {"name": lead.name}
    return _("%(name)s cannot be assigned: %(why)s.") % {"name": lead.name, "why": str(refused)}


@login_required
@require_POST
def return_(request: StaffRequest, code: UUID) -> HttpResponse:
    """Back to the doctor, with what is missing."""
    consultation = fetch(request, code, Permission.TRIAGE)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tick at least one missing item."))
        return redirect("teleconsult:triage", code=code)
    try:
        because = form.cleaned_data["because"]
        triaging.return_for_more(consultation, missing=form.missing_words(), because=because, by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    messages.success(request, _("Returned. The centre's clock is paused until the doctor has added what is missing."))
    return redirect("teleconsult:board")


@login_required
@require_POST
def close_declined(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ends a case that the centre cannot answer."""
    consultation = fetch(request, code, Permission.TRIAGE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the centre cannot take it."))
        return redirect("teleconsult:triage", code=code)
    try:
        triaging.close_declined(consultation, because=form.cleaned_data["because"], by=request.user, at=now())
    except MovedOn as moved:
        return too_late(request, moved)
    messages.success(request, _("Closed. The doctor has been told why."))
    return redirect("teleconsult:board")


@login_required
@require_POST
def accept(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert takes the case."""
    consultation = fetch(request, code, Permission.ANSWER)
    try:
        triaging.accept(consultation, by=request.user, at=now())
        if consultation.is_written:
            answering.begin(consultation, by=request.user, at=now())
            return redirect("teleconsult:opinion", code=code)
        messages.success(request, _("Accepted. The doctor can now book a time with you."))
    except qualifying.NotQualified as refused:
        messages.error(request, _("You cannot accept: %(why)s.") % {"why": str(refused)})
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert says no, and why; afterwards the case is out of their reach."""
    consultation = fetch(request, code, Permission.ANSWER)
    if not Reader(request.user, consultation).is_expert:
        messages.error(request, _("This case is not assigned to you."))
        return redirect(consultation)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            triaging.decline(consultation, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("Declined. The coordinator will look for somebody else."))
        except triaging.NotAssigned:
            messages.error(request, _("This case is not assigned to you."))
        except MovedOn as moved:
            return too_late(request, moved)
        return redirect("teleconsult:list")
    return render(request, "teleconsult/decline.html", {"case": consultation, "form": form})
