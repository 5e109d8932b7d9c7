"""The medicines and tests of an alliance, and which institution has which (同库药品目录, domain.md §1 row 54, §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alliance.models.institution import Institution
from alliance.models.person import Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class EntryQuerySet(ReachQuerySet[Any]):
    """Entries of the catalogue: one for everybody, as the calendar is."""

    def within_reach_of(self, person: Person) -> EntryQuerySet:
        """All of them, for whoever may read the lists."""
        return self.all() if person.may_anywhere(Permission.READ_FORMULARY) else self.none()


class Entry(models.Model):
    """What medicines and tests have in common: a name in both languages, and other names by which people write it."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    name_zh = models.CharField(_("Chinese name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    also = models.CharField(_("other names"), max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)  # None: as it came with the product
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return self.name_zh if chinese or not self.name_en else self.name_en

    @property
    def names(self) -> list[str]:
        """Every name by which it is recognised."""
        others = self.also.replace("，", "、").replace(",", "、").split("、")
        return [name for name in (self.name_zh, self.name_en, *(other.strip() for other in others)) if name]

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Kept by whoever leads an alliance."""
        return Institution.objects.filter(parent=None)


class Medicine(Entry):
    """A generic medicine of the alliance's shared list.

    .. no_pii: a catalogue
    """

    class Kind(models.TextChoices):
        ANTIPSYCHOTIC = "antipsychotic", _("Antipsychotics")
        LONG_ACTING = "long_acting", _("Long-acting injections")
        ANTIDEPRESSANT = "antidepressant", _("Antidepressants")
        MOOD = "mood", _("Mood stabilisers")
        ANXIETY = "anxiety", _("For anxiety")
        SLEEP = "sleep", _("For sleep")
        ATTENTION = "attention", _("For attention disorders")
        MEMORY = "memory", _("For dementia")
        SIDE_EFFECTS = "side_effects", _("Against side effects")
        OTHER = "other", _("Other")

    class Controlled(models.TextChoices):
        """Classes of 《麻醉药品和精神药品管理条例》; which medicine is in which is for the pharmacist to confirm."""

        NO = "", _("Not controlled")
        SECOND = "psychotropic_2", _("Psychotropic, class II")
        FIRST = "psychotropic_1", _("Psychotropic, class I")
        NARCOTIC = "narcotic", _("Narcotic")

    kind = models.CharField(_("class"), max_length=16, choices=Kind)
    strengths = models.CharField(_("strengths"), max_length=80, blank=True)
    controlled = models.CharField(_("controlled"), max_length=16, choices=Controlled, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(controlled__in=["", "psychotropic_1", "psychotropic_2", "narcotic"]),
                name="medicine_controlled_known",
            )
        ]


class LocalTest(Entry):
    """A test that advice may ask for.

    .. no_pii: a catalogue
    """


class Stocked(models.Model):
    """Whether an institution has a medicine, or can do a test. No row: nobody there has said.

    What was true on an earlier day stands in the audit, and in every signed opinion as it was seen then.

    .. pii: who keeps the list -- kept while the entry stands
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="stock")
    medicine = models.ForeignKey(Medicine, models.CASCADE, null=True, blank=True, related_name="stock")
    test = models.ForeignKey(LocalTest, models.CASCADE, null=True, blank=True, related_name="stock")
    available = models.BooleanField(_("available"))
    since = models.DateTimeField()
    kept_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "medicine"], name="stocked_medicine_once"),
            models.UniqueConstraint(fields=["institution", "test"], name="stocked_test_once"),
            models.CheckConstraint(
                condition=Q(medicine=None, test__isnull=False) | Q(medicine__isnull=False, test=None),
                name="stocked_medicine_or_test",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.medicine_id or self.test_id} {self.available}"
