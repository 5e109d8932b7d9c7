"""A leader keeps how somebody is reached. The address names one of the person's memberships."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance import access, contacting
from alliance.forms import ContactForm
from alliance.models import Membership, Person
from alliance.roles import Permission
from alliance.staff import StaffRequest

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def contact(request: StaffRequest, code: UUID) -> HttpResponse:
    """Mobile number and email address; whoever does not manage people everywhere the person works only reads them."""
    membership = access.fetch(Membership.objects.live(), code, by=request.user, to=Permission.MANAGE_PEOPLE)
    person = membership.person
    form = ContactForm(request.POST or None, person=person, own=person == request.user)
    if request.method == "POST" and form.is_valid() and _change(request, person, form):
        return redirect("alliance:contact", code)
    person.refresh_from_db()  # as it is kept, not as it was just typed
    facts = {"membership": membership, "person": person, "form": form}
    facts["beyond"] = contacting.beyond(person, request.user)
    return render(request, "alliance/contact.html", facts, status=422 if form.errors else 200)


def _change(request: StaffRequest, person: Person, form: ContactForm) -> bool:
    facts = {"name": person.name}
    try:
        changed = contacting.change(person, **{"email": None, **form.cleaned_data}, by=request.user, at=now())
    except contacting.Unreachable:
        form.add_error(None, _("Enter at least one of the two: it is needed to sign in."))
    except contacting.MobileTaken:
        form.add_error("mobile", _("Somebody else already signs in with this number."))
    except contacting.EmailTaken:
        form.add_error("email", _("Somebody else already signs in with this address."))
    else:
        if changed.email and not _mail(request, person, changed.before):
            messages.warning(request, _("Saved, but no email could be sent. Please tell %(name)s yourself.") % facts)
        else:
            messages.success(request, _("Saved. %(name)s has been notified.") % facts)
    return not form.errors


def _mail(request: StaffRequest, person: Person, before: str) -> bool:
    """The old address is told, the new one asked whether it is theirs. A mail server that is down undoes nothing."""
    try:
        if before:
            contacting.mail_before(person, before, by=request.user)
        if new := contacting.unproved(person):
            with translation.override(person.language or settings.LANGUAGE_CODE):
                new.send_confirmation(request)
    except (OSError, SMTPException):
        log.exception("the new address of %s could not be mailed", person.code)
        return False
    return True
