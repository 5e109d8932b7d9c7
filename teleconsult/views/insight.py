"""The leader's page, and its figures as a file."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from alliance import access, audit
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult.forms.insight import FiguresForm
from teleconsult.insight import figures, files, hours, periods, sheet, words
from teleconsult.insight.hiding import SUM


@login_required
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """What waits, how long it takes and what becomes of it, for everything below where the reader leads."""
    access.require(request.user, Permission.READ_FIGURES)
    scope, form = _asked(request)
    chosen = replace(scope, institution=form.place())
    found = sheet.read(chosen, form.chosen(), now())
    facts = {
        "form": form,
        "period": form.chosen(),
        "place": chosen.institution,
        "outside": periods.outside(localdate()),
        "sheet": found,
        "limit": round(100 * found.hours.full_at),
        "wait": None if found.hours.wait is None else words.minutes(round(found.hours.wait)),
        "opens": request.user.may_anywhere(Permission.KEEP_ALLIANCE),
        "few": figures.within() - 1,
        "few_outside": figures.outside() - 1,
        "query": request.GET.urlencode(),
    }
    return render(request, "teleconsult/insight.html", facts, status=200 if form.is_valid() else 422)


@login_required
@require_safe
def file(request: StaffRequest) -> HttpResponse:
    """The figures as CSV: those of the page, or (`?for=outside`) those of the last quarter to pass on."""
    access.require(request.user, Permission.READ_FIGURES)
    scope, form = _asked(request)
    leaves = request.GET.get("for") == "outside"
    period = periods.outside(localdate()) if leaves else form.chosen()
    place = None if leaves else form.place()
    found = figures.read(scope, period, least=figures.outside() if leaves else figures.within())
    rows = [str(place.pk)] if place else [SUM, *found.rows]
    supply = [] if place else hours.read(scope, localdate()).months
    content = files.write(found, rows, supply, as_of=figures.as_of()[0])
    purpose = "disclosure" if leaves else Permission.READ_FIGURES.purpose
    audit.record(request.user, "figures.exported", at=now(), institution=place, purpose=purpose, period=period.label)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"xinqiao-{period.label.replace('–', '_')}{'-outside' if leaves else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(request: StaffRequest) -> tuple[figures.Scope, FiguresForm]:
    scope = figures.scope_of(request.user)
    form = FiguresForm(request.GET, today=localdate(), places=figures.asking(scope))
    return scope, form
