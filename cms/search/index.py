"""What goes into the index: Wagtail's own fields, their text with a space between any two Han characters."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from cms.search.text import spaced


class SpacedIndex:
    """Mixed into the index of each database, whose own indexer stays as it is."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Adds or replaces these objects."""
        super().add_items(model, [_Spaced(each) for each in objs])  # type: ignore[misc]  # the database's index is next


class _Spaced:
    """An object whose search fields speak spaced text."""

    def __init__(self, wrapped: Any) -> None:
        self.wrapped, self.pk = wrapped, wrapped.pk

    def get_search_fields(self) -> list[Any]:
        """As Wagtail asks for them."""
        return [_wrap(field) for field in self.wrapped.get_search_fields()]


def _wrap(field: Any) -> Any:
    new = copy.copy(field)
    if isinstance(field, RelatedFields):
        new.fields = [_wrap(each) for each in field.fields]
        new.get_value = lambda given: field.get_value(getattr(given, "wrapped", given))
    elif isinstance(field, SearchField | AutocompleteField):
        new.get_value = lambda given: _texts(field.get_value(getattr(given, "wrapped", given)))
    return new


def _texts(value: Any) -> Any:
    """Spaced; nothing is nothing, not the word “None”."""
    if isinstance(value, dict):
        return [_texts(each) for each in value.values()]
    if isinstance(value, list | tuple):
        return [_texts(each) for each in value]
    return "" if value is None else spaced(str(value))
