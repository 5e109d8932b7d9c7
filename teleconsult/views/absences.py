"""An expert's absences: entered by the expert or a coordinator, after a look at the bookings they hit; lifted again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access
from alliance.models import Institution, Membership, Person
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import absences
from teleconsult.forms.hours import AbsenceForm
from teleconsult.models import Absence, MovedOn
from teleconsult.reading import Reader
from teleconsult.staff import case as fetch
from teleconsult.staff import too_late


def _experts(person: Person) -> QuerySet[Person]:
    """Oneself, or the experts of the centres that one coordinates."""
    if not person.may_anywhere(Permission.TRIAGE):
        return Person.objects.filter(pk=person.pk)
    places = person.ids_where(Permission.TRIAGE)
    posts = Membership.objects.carrying(Permission.KEEP_AVAILABILITY).filter(institution__in=places)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name")


def _place(expert: Person, by: Person) -> Institution:
    """The centre at which the expert answers; for a coordinator, the one that they coordinate."""
    places = expert.places_where(Permission.KEEP_AVAILABILITY)
    kept = by.ids_where(Permission.TRIAGE)
    return next((place for place in places if place.pk in kept), places[0])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences_(request: StaffRequest) -> HttpResponse:
    """What is entered; a POST shows whom a new one hits, and enters it once that has been seen."""
    person, at = request.user, now()
    if not person.may_anywhere(Permission.KEEP_AVAILABILITY):
        access.require(person, Permission.TRIAGE)
    experts = _experts(person)
    form = AbsenceForm(request.POST if request.method == "POST" else None, experts=experts)
    posts = Membership.objects.carrying(Permission.KEEP_AVAILABILITY).filter(person__in=experts)
    zones = sorted(set(posts.values_list("institution__time_zone", flat=True)))
    shown = {
        "form": form,
        "zones": zones,
        "absences": _with_posts(person, absences.current(experts, at=at)),
        "hits": None,
    }
    if form.is_bound and form.is_valid():
        expert = form.cleaned_data["expert"]
        place = _place(expert, person)
        begins_at, ends_at = form.span(place.tz)
        if request.POST.get("action") == "enter" and _enter(request, form, expert, place):
            return redirect("teleconsult:absences")
        shown["hits"] = absences.preview(expert, begins_at=begins_at, ends_at=ends_at, at=at)
    return render(request, "teleconsult/absences.html", shown, status=422 if form.errors else 200)


def _with_posts(by: Person, found: list[Absence]) -> list[tuple[Absence, UUID | None]]:
    """Each with the post from which their open cases can be handed over; None where the reader may not."""
    away = [absence.person_id for absence in found]
    posts = Membership.objects.within_reach_of(by).carrying(Permission.KEEP_AVAILABILITY).filter(person__in=away)
    codes = {(post.person_id, post.institution_id): post.code for post in posts}
    return [(absence, codes.get((absence.person_id, absence.institution_id))) for absence in found]


def _enter(request: StaffRequest, form: AbsenceForm, expert: Person, place: Institution) -> bool:
    begins_at, ends_at = form.span(place.tz)
    because = form.cleaned_data["because"]
    span = {"begins_at": begins_at, "ends_at": ends_at}
    try:
        absences.enter(expert, place, **span, because=because, by=request.user, at=now())
    except absences.EndsBeforeItBegins:
        form.add_error("first_day", _("This time is already over."))
        return False
    messages.success(request, _("Added. Every doctor concerned has been notified."))
    return True


@login_required
@require_POST
def lift(request: StaffRequest, code: UUID) -> HttpResponse:
    """The expert is there after all."""
    absence = access.fetch(Absence.objects.all(), code, by=request.user, to=Permission.READ_CONSULTATIONS)
    try:
        absences.lift(absence, by=request.user, at=now())
        messages.success(request, _("Lifted. Free times can be booked again; cases that were moved keep their times."))
    except absences.AlreadyLifted:
        messages.info(request, _("It had already been lifted."))
    return redirect("teleconsult:absences")


@login_required
@require_POST
def ask_another(request: StaffRequest, code: UUID) -> HttpResponse:
    """The doctor would rather have another expert."""
    consultation = fetch(request, code, Permission.REQUEST_CONSULTATIONS)
    if not Reader(request.user, consultation).is_owner:
        return redirect(consultation)
    try:
        absences.ask_another(consultation, by=request.user, at=now())
        messages.success(request, _("The coordinator has been asked to reassign the case."))
    except MovedOn as moved:
        return too_late(request, moved)
    return redirect(consultation)
