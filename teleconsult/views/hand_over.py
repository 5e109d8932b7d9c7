"""One screen on which everything of one person goes over to others: all to one, or each to another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.models import Membership
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import handing_over
from teleconsult.forms.triage import ReasonForm
from teleconsult.pieces import NotForThem, Row

if TYPE_CHECKING:
    from alliance.models import Institution, Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_over(request: StaffRequest, code: UUID) -> HttpResponse:
    """Everything open, whom each may go to and why others may not; a POST hands over what has a name beside it."""
    posts = Membership.objects.live().select_related("person", "institution")
    membership = access.fetch(posts, code, by=request.user, to=Permission.HAND_OVER)
    places = _places(request.user, membership)
    rows = _rows(membership.person, places)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, rows)
        if not chosen:
            form.add_error(None, _("Choose who takes over at least one of the rows."))
        elif _hand_all(request, chosen, form.cleaned_data["because"]):
            return redirect("teleconsult:hand_over", code=code)
        rows = _rows(membership.person, places)
    everybody = {one.pk: one for row in rows for one in row.able}
    facts = {
        "membership": membership,
        "places": places,
        "rows": rows,
        "form": form,
        "everybody": everybody.values(),
        "at": now(),
    }
    facts["may_end"] = access.allows(membership, by=request.user, to=Permission.MANAGE_PEOPLE)
    return render(request, "teleconsult/hand_over.html", facts, status=422 if form.errors else 200)


def _places(by: Person, membership: Membership) -> list[Institution]:
    """Wherever the person works, as far as the reader may hand over there."""
    posts = Membership.objects.within_reach_of(by).live().filter(person=membership.person)
    posts = posts.select_related("institution__parent").order_by("pk")
    allowed = [post for post in posts if access.allows(post, by=by, to=Permission.HAND_OVER)]
    return list({post.institution_id: post.institution for post in allowed}.values())


def _rows(person: Person, places: list[Institution]) -> list[Row]:
    return [row for place in places for row in handing_over.held(person, place, at=now())]


def _chosen(request: StaffRequest, rows: list[Row]) -> list[tuple[Row, Person]]:
    """Who takes what: the one person for all where that button was pressed, else whoever stands beside the row."""
    to_all = request.POST.get("to_all", "") if request.POST.get("action") == "all" else ""
    found = []
    for row in rows:
        wanted = to_all or request.POST.get(f"to_{row.key}", "")
        known = {str(one.person.code): one.person for one in row.candidates}
        if wanted in known:
            found.append((row, known[wanted]))
    return found


def _hand_all(request: StaffRequest, chosen: list[tuple[Row, Person]], because: str) -> int:
    """How many went over; whatever did not is told, with why."""
    done = 0
    for row, to in chosen:
        said = {"what": row.what, "name": row.name, "to": to.name}
        try:
            handing_over.hand(row, to=to, by=request.user, at=now(), because=because)
            done += 1
        except NotForThem as refused:
            messages.warning(request, _("%(what)s %(name)s stays: %(to)s %(why)s.") % {**said, "why": refused.why})
        except handing_over.REFUSED:
            messages.warning(request, _("%(what)s %(name)s stays: somebody acted first.") % said)
    if done:
        messages.success(request, _("Handed over: %(n)d. Everybody concerned has been notified.") % {"n": done})
    return done
