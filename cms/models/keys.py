"""A field that holds several of a few known keys: for whom an article is, in which situation of life it helps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models


class KeysField(models.CharField):  # type: ignore[type-arg]
    """Keys between commas, `,family,young,`; read as a list. `keys__contains=",young,"` asks for one of them."""

    def __init__(self, *args: Any, keys: Iterable[tuple[str, Any]] = (), **options: Any) -> None:
        self.keys = list(keys)
        super().__init__(*args, **{"max_length": 200, "blank": True, "default": list, **options})

    def deconstruct(self) -> Any:
        """Migrations need not know the keys."""
        name, path, args, options = super().deconstruct()
        for taken_for_granted in ("max_length", "blank", "default"):
            options.pop(taken_for_granted, None)
        return name, path, args, options

    def to_python(self, value: Any) -> list[str]:
        """Always a list."""
        given = value.split(",") if isinstance(value, str) else value or []
        return [key for key in given if key]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[str]:
        """As `to_python`."""
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> str:
        """A text is a piece to look for, and stays as it is."""
        if isinstance(value, str):
            return value
        return f",{','.join(value)}," if value else ""

    def value_to_string(self, obj: Any) -> str:
        """For revisions."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: Any) -> None:
        """The form offers known keys only."""

    def run_validators(self, value: Any) -> None:
        """The length is that of the stored text."""
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        """A box to tick for each key."""
        return forms.MultipleChoiceField(
            choices=self.keys,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
