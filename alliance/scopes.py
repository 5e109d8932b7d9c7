"""What an agreement can cover. The kinds of consultation belong to the app that offers them; it names them here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_scopes: dict[str, str | _StrPromise] = {}


def register(value: str, label: str | _StrPromise) -> None:
    """Lets agreements cover `value`; upper apps call it in `apps.py`. `label` is what people read."""
    _scopes[value] = label


def choices() -> list[tuple[str, str | _StrPromise]]:
    """Everything that can be agreed on, in the order of registration."""
    return list(_scopes.items())


def label(value: str) -> str:
    """What people read; the value itself where no app offers it any more."""
    return str(_scopes.get(value, value))
