"""The eight people one can be in the demo, told to a terminal: as JSON for scripts, as a table for people."""

from __future__ import annotations

import unicodedata

from django.utils import translation
from django.utils.translation import gettext as _

from alliance.roles import Role
from config.demo.accounts import TRY
from config.demo.seed.institutions import PLACES
from config.demo.seed.people import CAST, PASSWORD, WORKERS


def accounts() -> list[dict[str, str]]:
    """Role, address, password, name, institution of the cast, in its order. Asks no database."""
    workers = {worker.key: worker for worker in WORKERS}
    names = {place.key: place.name for place in PLACES}
    return [
        {
            "role": role,
            "email": workers[key].email,
            "password": PASSWORD,
            "name": workers[key].name,
            "institution": names[place],
        }
        for role, (key, place) in CAST.items()
    ]


def table(language: str) -> str:
    """Aligned columns in that language, with what to try; a Chinese character counts double."""
    with translation.override(language):
        rows = [(_("Role"), _("Name"), _("Institution"), _("Email"), _("Password"), _("What to try"))]
        rows += [
            (_label(one["role"]), one["name"], one["institution"], one["email"], one["password"], str(TRY[one["role"]]))
            for one in accounts()
        ]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(map(_padded, row, widths)).rstrip() for row in rows)


def _label(role: str) -> str:
    """The part's name; two of the cast are community doctors too."""
    extra = {"colleague": _("Colleague"), "outsider": _("Outsider")}
    return extra.get(role) or str(Role(role).label)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
