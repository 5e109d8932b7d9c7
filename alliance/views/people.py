"""The people of the institutions that one leads: who they are, who is invited, who leaves."""

from __future__ import annotations

import logging
from io import BytesIO
from smtplib import SMTPException
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, institutions, joining, leaving, staffing
from alliance.forms import InvitationForm, LeavingForm
from alliance.models import Invitation, Membership
from alliance.reach import places_below
from alliance.roles import Permission
from alliance.staff import StaffRequest

log = logging.getLogger(__name__)
PER_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def people(request: StaffRequest) -> HttpResponse:
    """The list, the open invitations, and the form that invites."""
    access.require(request.user, Permission.MANAGE_PEOPLE)
    places = places_below(request.user, Permission.MANAGE_PEOPLE)
    form = InvitationForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid() and (answer := _invite(request, form)):
        return answer
    sought = request.GET.get("q", "").strip()[:60]
    page = Paginator(staffing.people_at(places, sought), PER_PAGE).get_page(request.GET.get("page"))
    open_invitations = staffing.open_invitations(request.user, now())
    facts = {"form": form, "page": page, "sought": sought, "invitations": open_invitations, "leaving": LeavingForm()}
    return render(request, "alliance/people.html", facts, status=422 if form.errors else 200)


def _invite(request: StaffRequest, form: InvitationForm) -> HttpResponse | None:
    """The page with the link, which is shown this once; nothing where the person is a member already."""
    try:
        invitation, token = joining.invite(**form.cleaned_data, by=request.user, at=now())
    except joining.AlreadyMember:
        form.add_error(None, _("This person already has that role there."))
        return None
    except institutions.HasLeft:
        form.add_error("institution", _("It has already left the alliance."))
        return None
    facts = {"invitation": invitation, "link": joining.link(token), "qr": _qr(joining.link(token))}
    return render(request, "alliance/invited.html", {**facts, "mailed": _mail(invitation, token)})


def _mail(invitation: Invitation, token: str) -> bool:
    """Whether the link went out by e-mail; a mail server that is down does not take the invitation back."""
    if not invitation.email:
        return False
    try:
        joining.mail(invitation, token)
    except (OSError, SMTPException):
        log.exception("invitation %s could not be mailed", invitation.code)
        return False
    return True


def _qr(text: str) -> SafeString:
    drawing = BytesIO()
    segno.make(text, micro=False).save(drawing, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True)
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 -- drawn here, from our own address


@require_POST
@login_required
def withdraw(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes an invitation back."""
    invitation = access.fetch(Invitation.objects.all(), code, by=request.user, to=Permission.MANAGE_PEOPLE)
    try:
        joining.withdraw(invitation, by=request.user, at=now())
        messages.success(request, _("The invitation for %(name)s no longer works.") % {"name": invitation.name})
    except joining.InvitationUsed:
        messages.info(request, _("Too late: the invitation has already been accepted or withdrawn, or has expired."))
    return redirect("alliance:people")


@require_POST
@login_required
def end(request: StaffRequest, code: UUID) -> HttpResponse:
    """Somebody leaves an institution; asks once more where they would leave open work behind."""
    membership = access.fetch(Membership.objects.live(), code, by=request.user, to=Permission.MANAGE_PEOPLE)
    form = LeavingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: enter the reason why the membership ends."))
        return redirect("alliance:people")
    if "anyway" not in request.POST and (open_things := leaving.told(membership, now())):
        facts = {"membership": membership, "open": open_things, "because": form.cleaned_data["because"]}
        return render(request, "alliance/leave_open.html", facts, status=409)
    try:
        leaving.leave(membership, by=request.user, at=now(), because=form.cleaned_data["because"])
        facts = {"name": membership.person.name, "place": membership.institution.label}
        messages.success(request, _("%(name)s has left %(place)s and is signed out everywhere.") % facts)
    except leaving.AlreadyLeft:
        messages.info(request, _("This membership had already ended."))
    return redirect("alliance:people")
