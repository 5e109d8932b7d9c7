"""The inviting doctor records what was done with each line of advice (domain.md §2.2 DISPOSED)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from alliance import audit, notices
from teleconsult import asking, drafting, rechecking, timers
from teleconsult.models import AdviceItem, CloseOut, Consultation, Disposition, Draft, State

if TYPE_CHECKING:
    from alliance.models import Person


class DecisionMissing(Exception):
    """A line of advice has no answer yet."""


class ReasonMissing(Exception):
    """Partly or not adopted advice says why."""


@dataclass(frozen=True)
class Decision:
    """What was done with one line."""

    decision: str
    because: str = ""


def dispose(
    consultation: Consultation,
    decisions: Mapping[int, Decision],
    *,
    patient_told: bool,
    progress_note: str,
    by: Person,
    at: datetime,
) -> None:
    """Records a decision for every advice item (by primary key). Raises DecisionMissing, ReasonMissing, NotTheOwner."""
    asking.check_owner(consultation, by)
    items = list(AdviceItem.objects.filter(opinion__consultation=consultation))
    if any(item.pk not in decisions for item in items):
        raise DecisionMissing
    if any(one.decision != Disposition.Decision.ADOPTED and not one.because for one in decisions.values()):
        raise ReasonMissing
    with transaction.atomic():
        consultation.move(State.DISPOSED, by=by, at=at, only_from=[State.SIGNED], disposed_at=at)
        Disposition.objects.bulk_create(
            Disposition(
                item=item,
                decision=decisions[item.pk].decision,
                because=decisions[item.pk].because,
                decided_at=at,
                decided_by=by,
            )
            for item in items
        )
        CloseOut.objects.create(
            consultation=consultation, progress_note=progress_note, patient_told=patient_told, told_at=at, told_by=by
        )
        refused = [item for item in items if decisions[item.pk].decision == Disposition.Decision.NOT]
        rechecking.end(refused, at=at)
        drafting.discard(consultation, Draft.Sort.DISPOSITION)
        timers.stop(consultation, timers.DISPOSE, at=at)
        timers.start(timers.SURVEY, consultation, at=at, owed_by=consultation.inviting, owner=consultation.owner)
        if consultation.expert:
            facts = {"number": consultation.number or "", "place": consultation.inviting.label}
            url = consultation.get_absolute_url()
            notices.send(consultation.expert, "opinion-acted-on", about=consultation, at=at, url=url, **facts)
        audit.record(
            by, "consultation.disposed", about=consultation, at=at, institution=consultation.inviting, purpose="care"
        )
