"""What a person should know, newest first."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, notices, surroundings
from alliance.models import Notice
from alliance.roles import Permission
from alliance.staff import StaffRequest

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: StaffRequest) -> HttpResponse:
    """One's own notices; a POST marks them all as read, but for danger that nobody has seen to."""
    access.require(request.user, Permission.READ_NOTICES)
    if request.method == "POST":
        notices.mark_all_read(request.user, at=now())
        return redirect("alliance:notices")
    page = Paginator(Notice.objects.within_reach_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(notice, *notices.words(notice)) for notice in page]
    return render(request, "alliance/notices.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice(request: StaffRequest, code: UUID) -> HttpResponse:
    """GET goes to what the notice is about and marks it read; POST only marks it.

    Opening an alarm does not silence it: it stays until somebody deals with the danger. A POST does, for this person.
    """
    row = access.fetch(Notice.objects.all(), code, by=request.user, to=Permission.READ_NOTICES)
    if request.method == "POST" or not row.is_alarm:
        notices.mark_read(row, at=now())
    return redirect(row.url if row.url and request.method != "POST" else "alliance:notices")


@require_safe
@login_required
@never_cache
def count(request: StaffRequest) -> JsonResponse:
    """What the bell shows, for pages without a socket."""
    return JsonResponse(surroundings.waiting_for(request.user))
