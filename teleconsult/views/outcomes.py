"""The close-out after the opinion, and the rounds that ask what became of the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import advised, asking, following_up, triaging
from teleconsult.forms.outcome import CannotForm, OutcomeForm, RatingForm, SurveyForm
from teleconsult.models import AdviceItem, MovedOn, OutcomeRound, State
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late

if TYPE_CHECKING:
    from collections.abc import Callable

PER_PAGE = 20
ROUNDS = OutcomeRound.objects.select_related(
    "consultation__patient", "consultation__inviting", "consultation__invited", "consultation__owner"
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: StaffRequest, code: UUID) -> HttpResponse:
    """Five questions, one press each."""
    consultation = fetch(request, code, Permission.DISPOSE)
    if consultation.state != State.DISPOSED or consultation.owner_id != request.user.pk:
        return redirect(consultation)
    form = SurveyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        shown = {"case": consultation, "form": form}
        return render(request, "teleconsult/survey.html", shown, status=422 if form.errors else 200)
    try:
        following_up.close_out(consultation, form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Closed out. You will be asked again when it is time."))
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: StaffRequest, code: UUID) -> HttpResponse:
    """The questions of one round for whoever answers them; for everybody else in reach, the answers."""
    to = Permission.DISPOSE if request.method == "POST" else Permission.READ_CONSULTATIONS
    asked = access.fetch(ROUNDS, code, by=request.user, to=to)
    items = list(AdviceItem.objects.filter(opinion__consultation=asked.consultation_id))
    form = OutcomeForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        return _answer(request, asked, form)
    return _show(request, asked, form, CannotForm())


def _show(request: StaffRequest, asked: OutcomeRound, form: OutcomeForm, cannot: CannotForm) -> HttpResponse:
    shown = {
        "round": following_up.with_answers(asked),
        "case": asked.consultation,
        "form": form,
        "cannot": cannot,
        "standing": following_up.standing(asked, request.user, at=now()),
    }
    wrong = form.errors or cannot.errors
    return render(request, "teleconsult/outcome.html", shown, status=422 if wrong else 200)


@login_required
@require_POST
def cannot(request: StaffRequest, code: UUID) -> HttpResponse:
    """The patient cannot be asked, and why."""
    asked = access.fetch(ROUNDS, code, by=request.user, to=Permission.DISPOSE)
    form = CannotForm(request.POST)
    if not form.is_valid():
        items = list(AdviceItem.objects.filter(opinion__consultation=asked.consultation_id))
        return _show(request, asked, OutcomeForm(None, items=items), form)
    because = form.cleaned_data["unreachable"]
    return _said(request, asked, lambda: following_up.cannot(asked, because, by=request.user, at=now()))


def _answer(request: StaffRequest, asked: OutcomeRound, form: OutcomeForm) -> HttpResponse:
    data = {name: form.cleaned_data[name] for name in ("patient", "referred", "worth")}
    return _said(request, asked, lambda: following_up.answer(asked, form.answers(), **data, by=request.user, at=now()))


def _said(request: StaffRequest, asked: OutcomeRound, say: Callable[[], object]) -> HttpResponse:
    try:
        say()
        messages.success(request, _("Recorded. The expert can see what became of the advice."))
    except MovedOn as moved:
        return too_late(request, moved)
    except asking.NotTheOwner:
        messages.error(request, _("Somebody else is responsible for this case. Take it over first."))
    except following_up.AlreadyAnswered:
        messages.warning(request, _("This round has been answered already."))
    except following_up.NotYet:
        messages.warning(request, _("It is not time for this round yet."))
    return redirect(asked.consultation)


@login_required
@require_POST
def rate(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert says how well the request could be answered."""
    consultation = fetch(request, code, Permission.ANSWER)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return redirect(consultation)
    try:
        following_up.rate_request(consultation, form.cleaned_data["worth"], by=request.user, at=now())
        messages.success(request, _("Thank you. The doctor can see it."))
    except triaging.NotAssigned:
        messages.error(request, _("This case is not assigned to you."))
    except (following_up.NotYet, following_up.AlreadyAnswered):
        messages.warning(request, _("The request has been rated already, or there is no opinion yet."))
    return redirect(consultation)


@login_required
@require_safe
def outcomes(request: StaffRequest) -> HttpResponse:
    """What became of my advice: counted over all, and case by case."""
    access.require(request.user, Permission.ANSWER)
    page = Paginator(advised.opinions(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = advised.with_outcomes(advised.opinions(request.user).filter(pk__in=[one.pk for one in page.object_list]))
    return render(
        request,
        "teleconsult/advised.html",
        {"total": advised.total(request.user), "opinions": shown, "page": page},
    )
