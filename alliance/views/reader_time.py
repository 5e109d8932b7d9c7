"""Everybody chooses in which zone they read times."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import telling_time
from alliance.forms.reader_time import ReaderTimeForm
from alliance.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choice(request: StaffRequest) -> HttpResponse:
    """The zone of one's own pages, mails and text messages."""
    form = ReaderTimeForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        telling_time.choose(request.user, form.cleaned_data["time_zone"])
        messages.success(request, _("Saved. Times on your pages and in your messages are in this zone from now on."))
        return redirect("alliance:reader_time")
    return render(request, "alliance/reader_time.html", {"form": form}, status=422 if form.errors else 200)
