"""Closing gives a case its dossier number (domain.md §2.2 CLOSED) and says until when it must be kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from alliance import institutions
from alliance.models import Institution
from teleconsult.models import Dossier, Outcome

if TYPE_CHECKING:
    from teleconsult.models import Consultation


def number(consultation: Consultation, *, at: datetime) -> Dossier:
    """The next number of the inviting side's alliance in this year; without gaps, whoever else closes meanwhile.

    The caller's transaction holds the alliance until it ends: a number that is given back is given again.
    """
    with transaction.atomic():
        root = institutions.root_of(consultation.inviting)
        Institution.objects.select_for_update().get(pk=root.pk)  # others wait here for the number before theirs
        year = at.astimezone(root.tz).year
        taken = Dossier.objects.filter(alliance=root, year=year).aggregate(last=Max("sequence"))["last"] or 0
        return Dossier.objects.create(
            consultation=consultation, alliance=root, year=year, sequence=taken + 1, filed_at=at
        )


def of(consultation: Consultation) -> Dossier | None:
    """The dossier of a closed case."""
    return Dossier.objects.filter(consultation=consultation).first()


def keep_until(dossier: Dossier) -> date:
    """The day before which nothing of it may be removed: so many years after the last contact (精神卫生法 art 47).

    The last contact is the closing, or a later answer that was asked of the patient. Nothing in the product removes a
    dossier, also afterwards.
    """
    reached = Outcome.objects.filter(round__consultation=dossier.consultation_id, unreachable="")
    later = reached.aggregate(last=Max("answered_at"))["last"]
    last = max(dossier.filed_at, later or dossier.filed_at).astimezone(dossier.alliance.tz).date()
    years: int = settings.XINQIAO["RETENTION_YEARS"][dossier.retention]
    try:
        return last.replace(year=last.year + years)
    except ValueError:  # the 29th of February
        return date(last.year + years, 3, 1)
