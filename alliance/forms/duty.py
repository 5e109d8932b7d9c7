"""What changes in the duty roster: every week, on one date, for a leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from alliance.forms.furnishing import date_field
from alliance.models import DutyShift, Membership, Person
from alliance.roles import Permission

if TYPE_CHECKING:
    from alliance.models import Institution

LONGEST_LEAVE = 60  # days
NOBODY = "nobody"
AWAY = "away-"  # before the key of somebody who has said that they are away


def _is_near(day: date) -> bool:
    return abs(day - localdate()) <= timedelta(days=366)


def able_at(centre: Institution) -> Any:
    """Whoever may be on duty there, by name."""
    able = Membership.objects.carrying(Permission.ANSWER_DANGER).filter(institution=centre)
    return Person.objects.filter(pk__in=able.values("person")).order_by("name")


def offer(able: Iterable[Person], *among: forms.Form) -> None:
    """The people to choose from in these forms, read once for all of them; what is chosen is checked as ever."""
    choices = [(one.pk, str(one)) for one in able]
    for field in (form.fields[name] for form in among for name in ("person", "to") if name in form.fields):
        if isinstance(field, forms.ModelChoiceField):
            field.choices = [("", field.empty_label or ""), *choices]


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _phone() -> forms.CharField:
    return forms.CharField(
        label=_("Phone number while on duty"),
        required=False,
        max_length=32,
        help_text=_("If left empty, their mobile number is used."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class ShiftForm(forms.Form):
    """Who is on duty, on which days, from when to when."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("Choose…"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"}),
    )
    begins = _hour(_("From"))
    ends = _hour(_("Until"))
    phone = _phone()

    def __init__(self, *args: Any, centre: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = able_at(centre)

    def clean(self) -> dict[str, Any]:
        """Whole hours, one to twenty-four."""
        cleaned = super().clean() or {}
        if "begins" in cleaned and "ends" in cleaned:
            length = _length(cleaned["begins"], cleaned["ends"])
            if length.seconds % 3600:
                self.add_error(
                    "ends", _("A shift lasts whole hours. Choose an end with the same minutes as the start.")
                )
            cleaned["hours"] = length // timedelta(hours=1)
        return cleaned


def _length(begins: Any, ends: Any) -> timedelta:
    day = date(2027, 1, 4)
    span = datetime.combine(day, ends) - datetime.combine(day, begins)
    return span if span > timedelta(0) else span + timedelta(days=1)


class OneDateForm(forms.Form):
    """Somebody on duty on one date, besides the weekly roster."""

    prefix = "date"
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("Choose…"))
    day = date_field(label=_("Date"))
    begins = _hour(_("From"))
    ends = _hour(_("Until"))
    phone = _phone()
    because = forms.CharField(label=_("Reason"), required=False, max_length=120)

    def __init__(self, *args: Any, centre: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        field: Any = self.fields["person"]
        field.queryset = able_at(centre)

    def clean(self) -> dict[str, Any]:
        """Moments by the clock of the centre; an earlier end means the next morning."""
        cleaned = super().clean() or {}
        if "day" in cleaned and not _is_near(cleaned["day"]):
            self.add_error("day", _("Choose a day within a year from today."))
        if {"day", "begins", "ends"} <= cleaned.keys():
            start = datetime.combine(cleaned["day"], cleaned["begins"])
            cleaned["from"] = start.replace(tzinfo=self.centre.tz).astimezone(UTC)
            end = start + _length(cleaned["begins"], cleaned["ends"])
            cleaned["to"] = end.replace(tzinfo=self.centre.tz).astimezone(UTC)
        return cleaned


class DutyLeaveForm(forms.Form):
    """Somebody's turns of some days go to somebody else, or fall away."""

    prefix = "leave"
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("Choose…"))
    first = date_field(label=_("First day"))
    last = date_field(label=_("Last day"), required=False, help_text=_("Empty: the first day only."))
    to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Stands in"), required=False, empty_label=_("Nobody: the shifts fall away")
    )

    def __init__(self, *args: Any, centre: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        for name in ("person", "to"):
            field: Any = self.fields[name]
            field.queryset = able_at(centre)

    def clean(self) -> dict[str, Any]:
        """Whole days by the clock of the centre, at most two months."""
        cleaned = super().clean() or {}
        first = cleaned.get("first")
        if first is None or "last" not in cleaned:
            return cleaned
        if not _is_near(first):
            self.add_error("first", _("Choose a day within a year from today."))
            return cleaned
        last = cleaned["last"] or first
        if not first <= last <= first + timedelta(days=LONGEST_LEAVE):
            self.add_error("last", _("The last day is not before the first, and at most 60 days after it."))
            return cleaned
        if cleaned.get("to") is not None and cleaned.get("to") == cleaned.get("person"):
            self.add_error("to", _("Nobody stands in for themselves. Choose somebody else."))
        days = (first, last + timedelta(days=1))
        cleaned["begins"], cleaned["ends"] = (
            datetime(day.year, day.month, day.day, tzinfo=self.centre.tz).astimezone(UTC) for day in days
        )
        return cleaned


class ChangeForm(forms.Form):
    """One turn of one date goes to somebody else, or falls away; an uncovered one is filled."""

    shift = forms.CharField(required=False, max_length=36)
    begins = forms.CharField(max_length=40)
    ends = forms.CharField(max_length=40)
    to = forms.CharField(max_length=24)

    def __init__(self, *args: Any, centre: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre

    def clean_shift(self) -> DutyShift | None:
        """The weekly shift of the centre. Raises ValidationError where it is gone."""
        if not (code := self.cleaned_data["shift"]):
            return None
        try:
            shift = DutyShift.objects.select_related("person").filter(institution=self.centre, code=UUID(code)).first()
        except ValueError:
            shift = None
        if shift is None:
            raise ValidationError("gone")
        return shift

    def _moment(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.cleaned_data[name])
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("not a moment") from error

    def clean_begins(self) -> datetime:
        """Aware."""
        return self._moment("begins")

    def clean_ends(self) -> datetime:
        """Aware."""
        return self._moment("ends")

    def clean(self) -> dict[str, Any]:
        """`person` (None: nobody) and `although_away`."""
        cleaned = super().clean() or {}
        if not all(_is_near(cleaned[name].date()) for name in ("begins", "ends") if name in cleaned):
            raise ValidationError("too far")
        chosen = cleaned.get("to", "")
        cleaned["although_away"] = chosen.startswith(AWAY)
        key = chosen.removeprefix(AWAY)
        cleaned["person"] = None
        if key != NOBODY:
            able = {str(person.pk): person for person in able_at(self.centre)}
            if key not in able:
                raise ValidationError("nobody of that name")
            cleaned["person"] = able[key]
        return cleaned
