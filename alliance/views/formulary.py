"""The medicines and tests of the alliance: who has what, one institution's own list, and the catalogue behind both."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, formulary, formulary_lines, institutions
from alliance.forms.formulary import LocalTestForm, MedicineForm, StockForm
from alliance.formulary import Item, Shelves
from alliance.models import Institution, LocalTest, Medicine
from alliance.roles import Permission
from alliance.staff import StaffRequest

UNKNOWN = 20  # lines named; whoever has more has pasted something else


@require_safe
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """Medicine by institution: who has what, who has not, and who has not said."""
    access.require(request.user, Permission.READ_FORMULARY)
    home = request.user.places_where(Permission.READ_FORMULARY)[0]
    shelves = Shelves.around(home)
    places = sorted(formulary.stocking(shelves.places), key=lambda place: place.pk != home.pk)  # one's own first
    rows = [(item, [(place, shelves.has(item, place)) for place in places]) for item in shelves.items]
    shown = {
        "groups": [(name, list(group)) for name, group in groupby(rows, key=lambda row: _group(row[0]))],
        "places": places,
        "entered": {place.pk for place in places if shelves.said.get(place.pk)},
        "mine": [place for place in places if access.allows(place, by=request.user, to=Permission.KEEP_FORMULARY)],
        "keeps": request.user.may_anywhere(Permission.KEEP_ALLIANCE),
        "unreviewed": sum(item.reviewed_at is None for item in shelves.items),
        "satisfaction": formulary.satisfaction(request.user),
    }
    return render(request, "alliance/formulary.html", shown)


def _group(item: Item) -> str:
    return str(item.get_kind_display()) if isinstance(item, Medicine) else _("Tests")


# --- one institution's list -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stock(request: StaffRequest, code: UUID) -> HttpResponse:
    """Ticks for what is there. Pasted lines and the centre's list only set ticks; saving is a press of its own."""
    place = access.fetch(Institution.objects.all(), code, by=request.user, to=Permission.KEEP_FORMULARY)
    shelves = Shelves.around(place)
    if request.method != "POST":
        return _stock_page(request, shelves, _ticked(shelves))
    ticked = set(request.POST.getlist("have"))
    match request.POST.get("action"):
        case "read":
            return _read(request, shelves, ticked)
        case "as-centre":
            return _as_centre(request, shelves, ticked)
        case _:
            return _save(request, shelves, ticked)


def _ticked(shelves: Shelves, place: Institution | None = None) -> set[str]:
    return {formulary.key(item) for item in shelves.items if shelves.has(item, place)}


def _save(request: StaffRequest, shelves: Shelves, ticked: set[str]) -> HttpResponse:
    try:
        gained, lost = formulary.enter(shelves.place, shelves.items, ticked, by=request.user, at=now())
    except institutions.HasLeft:
        messages.error(request, _("This institution has left the alliance; its list is no longer kept."))
        return redirect("alliance:formulary")
    words = _("The list is saved: %(gained)d newly there, %(lost)d no longer there.")
    messages.success(request, words % {"gained": gained, "lost": lost})
    return redirect("alliance:stock", shelves.place.code)


def _read(request: StaffRequest, shelves: Shelves, ticked: set[str]) -> HttpResponse:
    form = StockForm(request.POST)
    if not form.is_valid():
        return _stock_page(request, shelves, ticked, form)
    try:
        read = formulary_lines.read(form.cleaned_data["lines"], shelves.names)
    except formulary_lines.TooMany:
        form.add_error("lines", _("These are more than %(n)d lines.") % {"n": formulary_lines.MOST})
        return _stock_page(request, shelves, ticked, form)
    ticked = (ticked | set(map(formulary.key, read.there))) - set(map(formulary.key, read.absent))
    told = {"read": read, "unknown": read.unknown[:UNKNOWN], "more": max(0, len(read.unknown) - UNKNOWN)}
    return _stock_page(request, shelves, ticked, form, **told)


def _as_centre(request: StaffRequest, shelves: Shelves, ticked: set[str]) -> HttpResponse:
    for centre in _centres(shelves):
        ticked |= _ticked(shelves, centre)
    return _stock_page(request, shelves, ticked, copied=True)


def _centres(shelves: Shelves) -> list[Institution]:
    """Consultation centres of the alliance, other than this institution, that have entered a list."""
    centre, here = Institution.Function.CENTRE, shelves.place.pk
    return [
        each
        for each in shelves.places.values()
        if each.function == centre and each.pk != here and shelves.said.get(each.pk)
    ]


def _stock_page(
    request: StaffRequest, shelves: Shelves, ticked: set[str], form: StockForm | None = None, **more: Any
) -> HttpResponse:
    said = shelves.said.get(shelves.place.pk, {})
    lines = [
        (item, formulary.key(item), formulary.key(item) in ticked, formulary.key(item) not in said)
        for item in shelves.items
    ]
    shown = {
        "place": shelves.place,
        "groups": [(name, list(group)) for name, group in groupby(lines, key=lambda line: _group(line[0]))],
        "said": said,
        "has": sum(said.values()),
        "changed": sum(ticks != bool(said.get(key)) for _item, key, ticks, _new in lines),
        "centres": _centres(shelves),
        "form": form or StockForm(),
        **more,
    }
    return render(request, "alliance/stock.html", shown, status=422 if form and form.errors else 200)


# --- the catalogue --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def medicine_new(request: StaffRequest) -> HttpResponse:
    """A medicine more."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    return _entry(request, MedicineForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def medicine(request: StaffRequest, code: UUID) -> HttpResponse:
    """A medicine put right, reviewed, or retired."""
    row = access.fetch(Medicine.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    return _entry(request, MedicineForm(request.POST or None, instance=row), str(row))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def test_new(request: StaffRequest) -> HttpResponse:
    """A test more."""
    access.require(request.user, Permission.KEEP_ALLIANCE)
    return _entry(request, LocalTestForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def test(request: StaffRequest, code: UUID) -> HttpResponse:
    """A test put right, reviewed, or retired."""
    row = access.fetch(LocalTest.objects.all(), code, by=request.user, to=Permission.KEEP_ALLIANCE)
    return _entry(request, LocalTestForm(request.POST or None, instance=row), str(row))


def _entry(request: StaffRequest, form: MedicineForm | LocalTestForm, name: str = "") -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        kept = formulary.keep(form.entry(now()), by=request.user, at=now())
        messages.success(request, _("“%(name)s” is in the list.") % {"name": kept})
        return redirect("alliance:formulary")
    shown = {"form": form, "name": name, "is_test": isinstance(form, LocalTestForm)}
    return render(request, "alliance/entry.html", shown, status=422 if form.errors else 200)
