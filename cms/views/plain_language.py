"""What is found in the text of a page while it is written."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.views.pages.preview import PreviewOnEditView

from cms.models.base import SitePage
from cms.plain_language import findings


class Look(PreviewOnEditView):
    """The page as its editor's preview shows it, unsaved words included; before there is one, the saved draft.

    Only who may change the page gets it; nothing is kept.
    """

    http_method_names = ("get",)
    object: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The findings, to be put into the side panel."""
        if not isinstance(self.object, SitePage):
            raise Http404
        form = self.get_form(self._get_form_data(self._get_form_state()))
        if self.validate_form(form):
            form.save(commit=False)
        else:
            self.object = self.get_object()  # half-written: the form has spoilt this copy
        return render(request, "cms/editing/findings.html", {"groups": findings.of_page(self.object)})
