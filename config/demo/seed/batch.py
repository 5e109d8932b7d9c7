"""Collects rows and writes them in one order with a few large INSERTs; append-only tables get inserts only."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from alliance.models import AuditEntry, Deadline, Notice
from care.models import Consent, ConsentGrant, DangerAlarm, DangerCheck, Patient
from teleconsult.call.models import Attendance, ChatMessage, Room, Seat
from teleconsult.models import (
    AdviceItem,
    Booking,
    CloseOut,
    Consultation,
    Disposition,
    Dossier,
    Draft,
    Entry,
    ItemOutcome,
    MedicineLine,
    Opinion,
    Outcome,
    OutcomeRound,
    PlanCheck,
    PlanStep,
    Request,
    RequestRating,
    Slot,
    StartCheck,
    Step,
    Survey,
)

ORDER: tuple[type[models.Model], ...] = (
    Patient,
    Room,
    Consultation,
    Step,
    Request,
    MedicineLine,
    Draft,
    Entry,
    Consent,
    ConsentGrant,
    DangerAlarm,
    DangerCheck,
    Slot,
    Booking,
    Seat,
    Attendance,
    ChatMessage,
    StartCheck,
    Opinion,
    AdviceItem,
    PlanStep,
    PlanCheck,
    Disposition,
    CloseOut,
    Survey,
    OutcomeRound,
    Outcome,
    ItemOutcome,
    RequestRating,
    Dossier,
    Deadline,
    Notice,
    AuditEntry,
)
_BY_TIME = {Notice: "created_at", AuditEntry: "at", Slot: "begins_at"}
Row = TypeVar("Row", bound=models.Model)


class Batch:
    """Rows waiting to be written; a row may point at another one that waits too."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in ORDER}

    def add(self, row: Row) -> Row:
        """Keeps the row for `write`."""
        self.rows[type(row)].append(row)
        return row

    def write(self) -> None:
        """Inserts everything, parents first."""
        for model in ORDER:
            rows = self.rows[model]
            if moment := _BY_TIME.get(model):
                rows.sort(key=lambda row: getattr(row, moment))
            model._default_manager.bulk_create(rows)
