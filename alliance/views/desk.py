"""The front door, the way to one's own desk, and the switch of language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from alliance.models import Person
from alliance.roles import Permission
from alliance.staff import StaffRequest

# The first right that somebody holds decides where their day starts.
_DESKS = (
    (Permission.TRIAGE, "teleconsult:list"),
    (Permission.REQUEST_CONSULTATIONS, "teleconsult:list"),
    (Permission.ANSWER, "teleconsult:list"),
    (Permission.READ_OVERVIEW, "alliance:overview"),
    (Permission.READ_ESCALATIONS, "alliance:escalations"),
    (Permission.EDIT_SITE, "site_reviews"),
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, the way in, the numbers to call."""
    return render(request, "alliance/front.html")


@require_safe
@login_required
def desk(request: StaffRequest) -> HttpResponse:
    """Where the person's work waits; where none does, what they can do here today."""
    for right, name in _DESKS:
        if request.user.may_anywhere(right):
            return redirect(name)
    return render(request, "alliance/desk.html", {"memberships": request.user.live_memberships})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language: with the person where somebody is signed in, in a cookie for this browser anyway."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "")
    # A path of ours: `redirect` would look anything without a slash up as the name of a page.
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(target if safe else reverse("alliance:front"))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Person):
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
