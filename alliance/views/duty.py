"""Who answers danger at a centre: now, and in every hour of the week."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, duty, fortnight, institutions, rostering, surroundings, swapping, week
from alliance.forms import DutyLeaveForm, OneDateForm, ShiftForm
from alliance.forms.duty import able_at, offer
from alliance.models import DutyShift, Institution, Person
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roster(request: StaffRequest) -> HttpResponse:
    """Everybody in care reads who is on duty now; those who keep the roster see and change the whole week."""
    access.require(request.user, Permission.READ_DANGER)
    centres = _centres(request)
    centre = _chosen(request, centres)
    if centre is None:
        return render(request, "alliance/duty.html", {"centres": []})
    keeps = centre.pk in places_below(request.user, Permission.KEEP_ROSTER)
    form = ShiftForm(request.POST or None, centre=centre) if keeps else None
    if request.method == "POST":
        access.require(request.user, Permission.KEEP_ROSTER)
        if form and form.is_valid() and _add(request, centre, form):
            return redirect(address(centre))
    if form is not None:
        return page(request, centre, weekly=form, centres=centres)
    facts = {"centre": centre, "centres": centres, "on_duty": duty.on_duty(centre, now())}
    return render(request, "alliance/duty.html", facts)


def page(
    request: StaffRequest,
    centre: Institution,
    *,
    weekly: ShiftForm | None = None,
    one_date: OneDateForm | None = None,
    leave: DutyLeaveForm | None = None,
    centres: list[Institution] | None = None,
) -> HttpResponse:
    """The roster for those who keep it: the next two weeks as they are, then every week. Given forms have errors."""
    forms = {
        "form": weekly or ShiftForm(centre=centre),
        "one_date": one_date or OneDateForm(centre=centre),
        "leave": leave or DutyLeaveForm(centre=centre),
    }
    wrong = any(form.errors for form in forms.values())
    able = list(able_at(centre))
    offer(able, *forms.values())
    facts = {"centre": centre, "centres": _centres(request) if centres is None else centres, **_plan(centre, able)}
    return render(request, "alliance/duty.html", {**facts, **forms}, status=422 if wrong else 200)


def _plan(centre: Institution, able: list[Person]) -> dict[str, object]:
    days, at = week.read(centre), now()
    uncovered = sum(gap.minutes for day in days for gap in day.gaps)
    plan = fortnight.plan_of(centre, at)
    return {
        "on_duty": duty.on_duty(centre, at, plan=plan),
        "fortnight": fortnight.read(plan, able, at),
        "history": swapping.history(centre),
        "at": at,
        "days": days,
        "uncovered": -(-uncovered // 60),
        "today": at.astimezone(centre.tz).weekday(),
    }


def _centres(request: StaffRequest) -> list[Institution]:
    place = surroundings.main_site(request.user)
    return institutions.centres_of(place) if place else []


def _chosen(request: HttpRequest, centres: list[Institution]) -> Institution | None:
    """The centre that the address names, else the first. Raises Http404 for one of another alliance."""
    wanted = request.GET.get("centre")
    if wanted is None:
        return centres[0] if centres else None
    for centre in centres:
        if str(centre.code) == wanted:
            return centre
    raise Http404


def address(centre: Institution) -> str:
    return f"{reverse('alliance:duty')}?centre={centre.code}"


def _add(request: StaffRequest, centre: Institution, form: ShiftForm) -> bool:
    facts = {key: value for key, value in form.cleaned_data.items() if key != "ends"}
    try:
        rostering.add(centre, **facts, by=request.user, at=now())
    except rostering.HourTaken:
        form.add_error("begins", _("Another shift begins at this time on one of these days. Remove that one first."))
        return False
    messages.success(request, _("%(name)s is now on the roster.") % {"name": facts["person"].name})
    return True


@require_POST
@login_required
def remove(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes a shift out of the week."""
    shift = access.fetch(DutyShift.objects.all(), code, by=request.user, to=Permission.KEEP_ROSTER)
    try:
        rostering.remove(shift, by=request.user, at=now())
        messages.success(request, _("The shift is removed. Check that its hours are covered."))
    except rostering.AlreadyRemoved:
        messages.info(request, _("Somebody else has already removed this shift."))
    return redirect(address(shift.institution))
