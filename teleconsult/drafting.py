"""Saves a long form as it is typed, right or wrong, and tells a tab that another one has written since.

A save carries the tab's name, the version it began from and only the fields that changed. Fields merge; where two tabs
wrote the same version, the later save wins its fields and is told about the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict

from teleconsult.models import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.models import Person
    from teleconsult.models import Consultation

FIELDS_LIMIT = 400
TEXT_LIMIT = 20_000  # characters of one field


class TooMuch(Exception):
    """More fields or longer texts than any form of ours sends."""


@dataclass(frozen=True)
class Saved:
    """What the server now holds. `other_tab`: another tab or person wrote after the version this save began from."""

    version: int
    saved_at: datetime
    other_tab: bool
    fields: dict[str, list[str]]


def of(consultation: Consultation, sort: str) -> Draft | None:
    """The draft of this sort, if anything was typed yet."""
    return consultation.drafts.filter(sort=sort).first()


def save(
    consultation: Consultation,
    sort: str,
    changed: Mapping[str, Sequence[str]],
    *,
    by: Person,
    at: datetime,
    tab: str = "",
    began_from: int = 0,
    whole: bool = False,
) -> Saved:
    """Keeps the changed fields (all of them when `whole`). Raises TooMuch."""
    clean = {_plain(name)[:60]: [_plain(value) for value in values] for name, values in changed.items()}
    _check_size(clean)
    with transaction.atomic():
        draft, _ = Draft.objects.select_for_update().get_or_create(
            consultation=consultation, sort=sort, defaults={"saved_at": at, "saved_by": by}
        )
        other = draft.version > began_from and bool(draft.tab) and draft.tab != tab
        draft.fields = clean if whole else {**draft.fields, **clean}
        _check_size(draft.fields)
        draft.version, draft.tab, draft.saved_at, draft.saved_by = draft.version + 1, _plain(tab)[:36], at, by
        draft.save()
    return Saved(draft.version, at, other, draft.fields)


def _check_size(fields: Mapping[str, Sequence[str]]) -> None:
    if max(len(fields), *map(len, fields.values()), 0) > FIELDS_LIMIT:
        raise TooMuch
    if any(len(value) > TEXT_LIMIT for values in fields.values() for value in values):
        raise TooMuch


def _plain(text: object) -> str:
    """Without NUL and half characters, which no keyboard writes and no database stores."""
    return str(text).replace("\0", "").encode("utf-8", "ignore").decode()


def as_form_data(draft: Draft | None) -> QueryDict | None:
    """The draft as a browser would have sent it; None where nothing was typed."""
    if draft is None or not draft.fields:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def discard(consultation: Consultation, sort: str) -> None:
    """The text has been sent or signed; the draft is no longer needed."""
    consultation.drafts.filter(sort=sort).delete()
