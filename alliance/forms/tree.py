"""How a leader arranges the alliance: zones, where an institution belongs, and that it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance import zoning
from alliance.models import Institution, Person, Zone


class ZoneForm(forms.Form):
    """What a zone is called and who answers for it; of which alliance it is, where one leads several."""

    alliance = forms.ModelChoiceField(Institution.objects.none(), label=_("Alliance"), empty_label=None)
    name = forms.CharField(label=_("Name of the zone"), max_length=60)
    leader = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Leader"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Somebody who leads the alliance or one of its institutions."),
    )

    def __init__(self, data: Any = None, *, alliances: Sequence[Institution], zone: Zone | None = None) -> None:
        super().__init__(data, initial={"name": zone.name, "leader": zone.leader_id} if zone else {})
        self.alliances = alliances
        of = cast("forms.ModelChoiceField[Institution]", self.fields["alliance"])
        leader = cast("forms.ModelChoiceField[Person]", self.fields["leader"])
        of.queryset = Institution.objects.filter(pk__in=[each.pk for each in alliances])
        if len(alliances) == 1:
            del self.fields["alliance"]
        able = zoning.leaders(alliances)
        # Whoever answers for it now stays to be chosen, also when they lead nothing any more.
        answering = [zone.leader.pk] if zone and zone.leader else []
        leader.queryset = able | Person.objects.filter(pk__in=answering)


class MoveForm(forms.Form):
    """What an institution belongs to from now on."""

    to = forms.ModelChoiceField(Institution.objects.none(), label=_("Belongs to"), empty_label=None)

    def __init__(self, data: Any = None, *, places: Iterable[int], institution: Institution) -> None:
        super().__init__(data, initial={"to": institution.parent_id})
        field: Any = self.fields["to"]
        field.queryset = Institution.objects.filter(pk__in=list(places), left_on=None)


class DepartureForm(forms.Form):
    """Why an institution leaves, and that what is open there may be lost."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("for example: joins another alliance")}),
    )
    anyway = forms.BooleanField(label=_("Remove it although work is still open there"), required=False)

    def __init__(self, data: Any = None, *, work: int) -> None:
        super().__init__(data)
        if work:
            self.fields["anyway"].required = True
        else:
            del self.fields["anyway"]
