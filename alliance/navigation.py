"""Where each right leads: the links of the bar and the dock, in the order of a working day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alliance.roles import Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from alliance.models import Person


@dataclass(frozen=True)
class Link:
    """One place in the bar; `needs` are rights of which any one, held anywhere, shows it."""

    name: str
    label: _StrPromise
    icon: str
    needs: tuple[Permission, ...]


@dataclass(frozen=True)
class Item:
    """A link as one reader sees it."""

    url: str
    label: str
    icon: str
    current: bool
    count: int = 0


LINKS = (
    Link("alliance:overview", _("Alliance"), "alliance", (Permission.READ_OVERVIEW,)),
    Link("teleconsult:insight", _("Figures"), "chart", (Permission.READ_FIGURES,)),
    Link("alliance:escalations", _("Overdue"), "clock", (Permission.READ_ESCALATIONS,)),
    Link("teleconsult:board", _("Board"), "desk", (Permission.TRIAGE,)),
    Link("teleconsult:list", _("Consultations"), "consult", (Permission.REQUEST_CONSULTATIONS, Permission.ANSWER)),
    Link("care:patients", _("Patients"), "person", (Permission.KEEP_PATIENTS,)),
    Link("teleconsult:clinics", _("Clinics"), "clinic", (Permission.REQUEST_CONSULTATIONS, Permission.TRIAGE)),
    Link("teleconsult:availability", _("My hours"), "calendar", (Permission.KEEP_AVAILABILITY,)),
    Link("alliance:formulary", pgettext_lazy("the shared list", "Medicines"), "pill", (Permission.READ_FORMULARY,)),
    Link("alliance:duty", _("Duty"), "clock", (Permission.READ_DANGER,)),
    Link("site_reviews", _("Public site"), "doc", (Permission.APPROVE_SITE, Permission.EDIT_SITE)),
    Link("alliance:people", _("People"), "people", (Permission.MANAGE_PEOPLE,)),
)


def items(person: Person, path: str) -> list[Item]:
    """The links this person has a use for; the one that `path` lies under is marked."""
    useful = [link for link in LINKS if any(person.may_anywhere(need) for need in link.needs)]
    shown = [(link, reverse(link.name)) for link in useful]
    here = max((url for _link, url in shown if path.startswith(url)), key=len, default="")
    return [Item(url, str(link.label), link.icon, url == here) for link, url in shown]
