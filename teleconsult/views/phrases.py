"""The expert's own phrases: kept, changed, taken out; the opinion's form puts them in."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access
from alliance.roles import Permission
from alliance.staff import StaffRequest
from teleconsult import phrasing
from teleconsult.models import Phrase


class PhraseForm(forms.Form):
    """A short name to find it by, and the words."""

    title = forms.CharField(label=gettext_lazy("Short name"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("General words only: nothing about a patient."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: StaffRequest) -> HttpResponse:
    """All of one's own; a new one, or the same short name again, which changes it."""
    access.require(request.user, Permission.ANSWER)
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phrasing.keep(form.cleaned_data["title"], form.cleaned_data["text"], by=request.user)
        except phrasing.TooMany:
            form.add_error("title", _("You have %(n)d phrases. Remove one first.") % {"n": phrasing.MOST})
        else:
            messages.success(request, _("Saved. You will find it beside the form of every opinion."))
            return redirect("teleconsult:phrases")
    shown = {"form": form, "phrases": Phrase.objects.within_reach_of(request.user)}
    return render(request, "teleconsult/phrases.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: StaffRequest, code: UUID) -> HttpResponse:
    """Takes one out; opinions that used it keep their words."""
    phrase = access.fetch(Phrase.objects.all(), code, by=request.user, to=Permission.ANSWER)
    phrase.delete()
    messages.success(request, _("Removed. Opinions that used it keep their words."))
    return redirect("teleconsult:phrases")
