"""The nouns of a consultation."""

from teleconsult.models.booking import Booking, Slot
from teleconsult.models.clinic import Clinic, RegistrationWarning
from teleconsult.models.consultation import (
    ANSWERED_BY,
    ENDED,
    MOVES,
    READ_ALONG,
    UNSEEN,
    WRITING,
    Consultation,
    Door,
    Kind,
    MovedOn,
    State,
    Step,
    Urgency,
)
from teleconsult.models.dossier import Dossier, Retention
from teleconsult.models.hand_over import HandOver
from teleconsult.models.hours import Absence, Availability, BookingRule, ExtraHours
from teleconsult.models.insight import Counting, Supply, Tally
from teleconsult.models.opinion import Addendum, AdviceItem, CloseOut, Disposition, Opinion, RiskLevel, SigningKey
from teleconsult.models.outcome import ItemOutcome, Outcome, OutcomeRound, RequestRating, Survey, Worth
from teleconsult.models.panel import MOST_READERS, PanelComment, PanelSeat
from teleconsult.models.phrase import Phrase
from teleconsult.models.plan import PlanCheck, PlanStep, Stock
from teleconsult.models.request import Answer, Draft, Insight, MedicineLine, Purpose, Request, Symptom
from teleconsult.models.session import EmergencyApproval, StartCheck
from teleconsult.models.thread import Entry
from teleconsult.models.waiting_list import Offer, WaitingEntry

__all__ = [
    "ANSWERED_BY",
    "ENDED",
    "MOST_READERS",
    "MOVES",
    "READ_ALONG",
    "UNSEEN",
    "WRITING",
    "Absence",
    "Addendum",
    "AdviceItem",
    "Answer",
    "Availability",
    "Booking",
    "BookingRule",
    "Clinic",
    "CloseOut",
    "Consultation",
    "Counting",
    "Disposition",
    "Door",
    "Dossier",
    "Draft",
    "EmergencyApproval",
    "Entry",
    "ExtraHours",
    "HandOver",
    "Insight",
    "ItemOutcome",
    "Kind",
    "MedicineLine",
    "MovedOn",
    "Offer",
    "Opinion",
    "Outcome",
    "OutcomeRound",
    "PanelComment",
    "PanelSeat",
    "Phrase",
    "PlanCheck",
    "PlanStep",
    "Purpose",
    "RegistrationWarning",
    "Request",
    "RequestRating",
    "Retention",
    "RiskLevel",
    "SigningKey",
    "Slot",
    "StartCheck",
    "State",
    "Step",
    "Stock",
    "Supply",
    "Survey",
    "Symptom",
    "Tally",
    "Urgency",
    "WaitingEntry",
    "Worth",
]
