"""The demo's own page: be somebody else in one click, and read the mail that went out."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance import signing_in
from alliance.models import Person
from config.demo import accounts, mail
from config.demo.seed.people import PASSWORD


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The cast, the other side in a private window, the mail."""
    known = accounts.cast()
    other = accounts.other_side(known, request.user if isinstance(request.user, Person) else None)
    address = settings.PUBLIC_URL + reverse("demo:be", args=[other.person.code]) if other else ""
    facts = {"cast": known, "others": accounts.others(known), "other": other, "address": address}
    return render(request, "demo/page.html", {**facts, "letters": mail.letters(), "password": PASSWORD})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def be(request: HttpRequest, code: UUID) -> HttpResponse:
    """GET asks, for an address that was pasted into a private window; POST signs in, without a password."""
    person = accounts.somebody(code)
    if person is None or not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return render(request, "demo/be.html", {"person": person})
    signing_in.enter(request, person)
    return redirect("alliance:desk")
