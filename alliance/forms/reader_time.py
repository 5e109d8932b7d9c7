"""In which zone somebody reads times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance import telling_time

if TYPE_CHECKING:
    from alliance.models import Person


class ReaderTimeForm(forms.Form):
    """One zone, or that of the main site."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["time_zone"] = person.time_zone
        usual = _("That of my main site: %(zone)s") % {"zone": telling_time.zone_at_work(person).key}
        field: Any = self.fields["time_zone"]
        field.choices = [("", usual), *((name, name) for name in telling_time.zones())]
        field.need = ""
