"""What is entered about the shared list: an entry of the catalogue, and the lines of an institution's own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.models import LocalTest, Medicine

if TYPE_CHECKING:
    from datetime import datetime

_NAMES = {
    "name_zh": _("The generic name alone, without salt, form or strength."),
    "also": _("Brand names and abbreviations by which people write it, with commas between them."),
}


class _EntryForm(forms.ModelForm[Any]):
    """An entry; ticking `retired` takes it off every list to come."""

    retired = forms.BooleanField(
        label=_("No longer used"),
        required=False,
        help_text=_("It disappears from all lists. Signed opinions keep it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["retired"]
        else:
            self.fields["retired"].initial = self.instance.retired_at is not None

    def entry(self, at: datetime) -> Any:
        """The entry as it is to be kept."""
        gone = self.cleaned_data.get("retired", False)
        self.instance.retired_at = (self.instance.retired_at or at) if gone else None
        return self.instance


class MedicineForm(_EntryForm):
    """A generic medicine."""

    class Meta:
        model = Medicine
        fields = ("name_zh", "name_en", "also", "kind", "strengths", "controlled")
        help_texts = {**_NAMES, "controlled": _("As your pharmacist confirms it.")}


class LocalTestForm(_EntryForm):
    """A test."""

    class Meta:
        model = LocalTest
        fields = ("name_zh", "name_en", "also")
        help_texts = {"also": _NAMES["also"]}


class StockForm(forms.Form):
    """The ticks of an institution's list, and lines to be read into it."""

    lines = forms.CharField(
        label=_("Lines"),
        required=False,
        max_length=64 * 1024,
        help_text=_("One medicine or test per line, as your pharmacy's system prints them."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
