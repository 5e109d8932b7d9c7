"""The page behind an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance import joining, signing_in
from alliance.forms import PasswordForm
from alliance.models import Invitation, Person

GONE = {
    joining.NoInvitation: ("unknown", 404),
    joining.InvitationUsed: ("used", 410),
    joining.InvitationExpired: ("expired", 410),
    joining.InvitationWithdrawn: ("withdrawn", 410),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites whom to what; accepts with a first password or with the account that is signed in."""
    try:
        invitation = joining.find(token, now())
    except tuple(GONE) as gone:
        why, status = GONE[type(gone)]
        return render(request, "alliance/join_closed.html", {"why": why}, status=status)
    if isinstance(request.user, Person):
        return _join_again(request, token, invitation, request.user)
    if joining.known_person(invitation):
        return render(request, "alliance/join.html", {"invitation": invitation, "known": True})
    return _join_first(request, token, invitation)


def _join_first(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    person = Person(name=invitation.name, email=invitation.email or None, mobile=invitation.mobile or None)
    form = PasswordForm(request.POST or None, person=person)
    if request.method != "POST" or not form.is_valid():
        facts = {"invitation": invitation, "form": form}
        return render(request, "alliance/join.html", facts, status=422 if form.errors else 200)
    language = translation.get_language() or ""
    try:
        membership = joining.accept(token, at=now(), password=form.cleaned_data["password"], language=language)
    except (*GONE, joining.MustSignIn, joining.AlreadyMember):
        return redirect(request.path)  # somebody was quicker; the page says what is true now
    signing_in.enter(request, membership.person)
    return _welcome(request, invitation)


def _join_again(request: HttpRequest, token: str, invitation: Invitation, person: Person) -> HttpResponse:
    facts = {"invitation": invitation, "known": True, "account": person}
    if request.method != "POST":
        known = joining.known_person(invitation)
        return render(
            request, "alliance/join.html", {**facts, "not_yours": known is not None and known.pk != person.pk}
        )
    try:
        joining.accept(token, at=now(), by=person)
    except joining.NotYours:
        return render(request, "alliance/join.html", {**facts, "not_yours": True}, status=403)
    except joining.AlreadyMember:
        messages.info(request, _("You already have this role there."))
        return redirect("alliance:desk")
    return _welcome(request, invitation)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, _("Welcome to %(place)s.") % {"place": invitation.institution.name})
    return redirect("alliance:desk")
