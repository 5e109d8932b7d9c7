"""How a text and its translation stand to each other in time."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

from alliance.models import Person


class TextStanding(models.Model):
    """When the published text of a page last changed; when somebody last compared a translation with its original.

    .. no_pii: an editor is named in her office
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField(null=True, blank=True)  # empty: not since it was first published
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.changed_at}"
