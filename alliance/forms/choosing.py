"""Choosing rows of the database."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Several rows by their keys. A number larger than any database counts names no row; it does not break the page."""

    def clean(self, value: Any) -> QuerySet[Model]:
        """The chosen rows. Raises ValidationError."""
        try:
            return super().clean(value)
        except OverflowError as error:  # of SQLite; Django catches it for a single row only
            message = self.error_messages["invalid_list"]
            raise forms.ValidationError(message, code="invalid_list") from error
