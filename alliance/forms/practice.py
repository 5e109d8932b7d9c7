"""A person's professional data, as their leader enters them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.forms.furnishing import date_field, in_order
from alliance.models import Institution, Licence, SiteRegistration, Specialty, Title

if TYPE_CHECKING:
    from django.db.models import QuerySet


class LicenceForm(forms.Form):
    """What the register of doctors says."""

    number = forms.CharField(
        label=_("Licence number"), max_length=32, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    scope = forms.ChoiceField(
        label=_("Scope of practice"),
        choices=[("", _("Choose…")), *Licence.Scope.choices],
        help_text=_("Only psychiatrists may answer consultations and make diagnoses."),
    )
    title = forms.ChoiceField(label=_("Professional title"), choices=[("", _("Choose…")), *Title.choices])
    independent_since = date_field(label=_("In independent practice since"))
    specialties = forms.MultipleChoiceField(
        label=_("Specialties"),
        required=False,
        choices=Specialty.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
    )
    suspended = forms.BooleanField(
        label=_("The licence is suspended"), required=False, help_text=_("No cases are assigned while it is.")
    )

    def __init__(self, data: Any = None, *, licence: Licence | None) -> None:
        initial: dict[str, Any] = {}
        if licence:
            names = ("number", "scope", "title", "independent_since", "specialties")
            initial = {name: getattr(licence, name) for name in names}
            initial["suspended"] = licence.suspended_at is not None
        super().__init__(data, initial=initial)


class SiteForm(forms.Form):
    """Leave to practise at one more site."""

    prefix = "site"
    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Site"), empty_label=_("Choose…"))
    is_main = forms.BooleanField(label=_("This is the main site"), required=False)
    valid_from = date_field(label=_("First day"))
    valid_until = date_field(
        label=_("Last day"), required=False, help_text=_("Leave it empty if there is no end date.")
    )

    def __init__(self, *args: Any, places: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["institution"]
        live = Institution.objects.filter(pk__in=list(places), left_on=None)
        field.queryset = live.exclude(kind=Institution.Kind.ALLIANCE)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        in_order(self)
        return cleaned


class SiteChangeForm(forms.Form):
    """Another last day, or another main site; `sites` are those that the leader may change."""

    site = forms.ModelChoiceField(SiteRegistration.objects.none())
    is_main = forms.BooleanField(required=False)
    valid_until = forms.DateField(required=False)

    def __init__(self, *args: Any, sites: QuerySet[SiteRegistration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.queryset = sites
