"""An expert's own words, kept to be used again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class PhraseQuerySet(ReachQuerySet["Phrase"]):
    """Phrases; everybody has their own."""

    def within_reach_of(self, person: Person) -> PhraseQuerySet:
        """One's own."""
        return self.filter(person=person)


class Phrase(models.Model):
    """A sentence or a paragraph that its owner puts into opinions; about no patient.

    .. no_pii: general words of staff; the form asks for no names
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="phrases")
    title = models.CharField(_("short name"), max_length=60)
    text = models.TextField(_("text"))

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "title"], name="phrase_title_once_per_person")]

    def __str__(self) -> str:
        return self.title

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Wherever its owner answers."""
        return self.person.places_where(Permission.ANSWER)
