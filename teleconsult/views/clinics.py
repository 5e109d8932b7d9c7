"""Fixed clinics at community sites: sessions for whoever sends patients there, opened and ended by coordinators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access
from alliance.models import Institution, Membership, Person
from alliance.reach import places_around
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import clinics
from teleconsult.forms.clinics import ClinicForm
from teleconsult.models import Clinic


def _experts(person: Person) -> QuerySet[Person]:
    places = person.ids_where(Permission.TRIAGE)
    posts = Membership.objects.carrying(Permission.ANSWER).filter(institution__in=places)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name")


def _sites(person: Person) -> QuerySet[Institution]:
    live = Institution.objects.filter(pk__in=places_around(person), left_on=None)
    return live.exclude(kind=Institution.Kind.ALLIANCE).order_by("name")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinics_(request: StaffRequest) -> HttpResponse:
    """The sessions of the next two weeks; a coordinator opens a clinic."""
    person, at = request.user, now()
    access.require(person, Permission.READ_CONSULTATIONS)
    keeps = person.may_anywhere(Permission.TRIAGE)
    form = None
    if keeps:
        posted = request.POST if request.method == "POST" else None
        form = ClinicForm(posted, experts=_experts(person), sites=_sites(person))
        if form.is_bound and form.is_valid() and _open(request, form):
            messages.success(request, _("Opened. The doctors of the site can book from now on."))
            return redirect("teleconsult:clinics")
    elif request.method == "POST":
        access.require(person, Permission.TRIAGE)
    rows = Clinic.objects.within_reach_of(person).filter(ended_at=None).select_related("expert", "site")
    shown = {
        "form": form,
        "keeps": keeps,
        "clinics": rows,
        "sessions": clinics.ahead(person, at=at),
        "ending": clinics.ending_soon({row.expert for row in rows}, at=at),
        "zones": _zones(form, rows),
        "today": localdate(),
    }
    return render(request, "teleconsult/clinics.html", shown, status=422 if form and form.errors else 200)


def _zones(form: ClinicForm | None, rows: Iterable[Clinic]) -> list[str]:
    """The zones of the sites that can be chosen, or of those shown."""
    field: Any = form.fields["site"] if form else None
    sites = field.queryset.values_list("time_zone", flat=True) if form else (row.site.time_zone for row in rows)
    return sorted(set(sites))


def _open(request: StaffRequest, form: ClinicForm) -> bool:
    expert = form.cleaned_data["expert"]
    kept = request.user.ids_where(Permission.TRIAGE)
    centre = next(place for place in expert.places_where(Permission.ANSWER) if place.pk in kept)
    try:
        clinics.open_clinic(centre=centre, **form.cleaned_data, by=request.user, at=now())
    except clinics.NotRegistered:
        form.add_error("site", _("The expert has no leave to practise at this site on the first day."))
    except clinics.Overlaps:
        form.add_error("begins", _("The expert has another clinic at that time."))
    else:
        return True
    return False


@login_required
@require_POST
def end(request: StaffRequest, code: UUID) -> HttpResponse:
    """No more sessions; booked places stay."""
    clinic = access.fetch(Clinic.objects.all(), code, by=request.user, to=Permission.TRIAGE)
    try:
        clinics.end_clinic(clinic, by=request.user, at=now())
        messages.success(request, _("Ended. What is already booked stays booked."))
    except clinics.Ended:
        messages.info(request, _("Somebody else has ended it in the meantime."))
    return redirect("teleconsult:clinics")
