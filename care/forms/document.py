"""A paper that goes with a case: one file at a time, errors in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from care import filing

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from alliance.models import Person
    from care.models import Document, Patient


class DocumentForm(forms.Form):
    """The file and what it is, within the form of a case. The file's own name is not kept: it may name the patient."""

    prefix = "paper"
    use_required_attribute = False  # the form around it is sent without a paper, too
    title = forms.CharField(
        label=_("What is this document?"),
        help_text=_("For example: blood count of 3 March, ECG, discharge letter. No patient name."),
        max_length=120,
        error_messages={"required": _("Say what it is, and choose the file again.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-unsaved": ""}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def take_in(self, *, patient: Patient, about: UUID, by: Person, at: datetime) -> Document | None:
        """Keeps the file of a valid form; None, with the error said in the form, where it cannot be kept."""
        upload = cast("UploadedFile[bytes]", self.cleaned_data["file"])
        try:
            return filing.take_in(upload, patient=patient, about=about, title=self.cleaned_data["title"], by=by, at=at)
        except filing.TooLarge:
            most = {"most": filesizeformat(settings.XINQIAO["ATTACHMENT_BYTES"])}
            self.add_error("file", _("This file is larger than %(most)s. Make it smaller or split it.") % most)
        except filing.WrongKind:
            self.add_error("file", _("This is not a PDF, JPEG or PNG. Take a photo of it, or save it as PDF."))
        return None
