"""What one reader may see and do of one case: asked once, used by every page of the case.

The door has let the reader in; this says which parts they get (domain.md §5.6). Coordinators route by question, urgency
and danger and never read clinical notes, medicines or the opinion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alliance import access
from alliance.roles import Permission
from teleconsult import asking, doors, panels
from teleconsult.models import UNSEEN, WRITING, Consultation, PanelSeat, Request, State

if TYPE_CHECKING:
    from alliance.models import Person

DRAFTING = (State.DRAFT, State.CONSENT_PENDING, State.RETURNED)


@dataclass
class Reader:
    """One person before one case."""

    person: Person
    case: Consultation

    @cached_property
    def is_doctor(self) -> bool:
        """Belongs to the inviting side."""
        return access.allows(self.case, by=self.person, to=Permission.REQUEST_CONSULTATIONS)

    @cached_property
    def is_owner(self) -> bool:
        """Answers for the case on the inviting side."""
        return self.is_doctor and self.case.owner_id == self.person.pk

    @cached_property
    def is_coordinator(self) -> bool:
        """Routes cases at the invited centre."""
        return access.allows(self.case, by=self.person, to=Permission.TRIAGE) and self.case.state not in UNSEEN

    @cached_property
    def is_expert(self) -> bool:
        """The case is theirs to answer."""
        return self.case.expert_id == self.person.pk and access.allows(self.case, by=self.person, to=Permission.ANSWER)

    @cached_property
    def panel_seat(self) -> PanelSeat | None:
        """Where they read along, beside the lead."""
        if not access.allows(self.case, by=self.person, to=Permission.ANSWER):
            return None
        return panels.seats(self.case).filter(person=self.person).first()

    @cached_property
    def sees_request(self) -> bool:
        """May read what the doctor wrote."""
        if self.is_doctor:
            return True
        return (self.is_expert or self.panel_seat is not None) and self.case.consent_withdrawn_at is None

    @cached_property
    def sees_panel(self) -> bool:
        """May read what the readers wrote: they themselves and the lead, never the asking side."""
        on_the_case = self.is_expert or self.panel_seat is not None
        return on_the_case and self.case.consent_withdrawn_at is None

    @cached_property
    def sees_papers(self) -> bool:
        """May read record summary and attachments; for the expert only where sharing them was agreed to."""
        return self.is_doctor or (self.sees_request and asking.shares_record(self.case))

    @cached_property
    def sees_identity(self) -> bool:
        """May know who the patient is."""
        return self.sees_request

    @cached_property
    def sees_opinion(self) -> bool:
        """A signed opinion: both doctors' sides."""
        return self.sees_request

    @cached_property
    def request(self) -> Request | None:
        """The latest submitted version of the request."""
        return asking.latest_request(self.case)

    @property
    def may_edit(self) -> bool:
        """The request is still being written, by this person."""
        return self.is_owner and self.case.state in DRAFTING

    @property
    def may_take_over(self) -> bool:
        """A colleague may step in, and must where nobody answers."""
        takes_part = self.is_owner or self.is_expert or self.panel_seat is not None
        return self.is_doctor and not takes_part and self.case.is_open

    @property
    def may_comment(self) -> bool:
        """Reads along, and the opinion is not signed."""
        return self.panel_seat is not None and panels.is_open(self.case)

    @property
    def may_seat(self) -> bool:
        """The coordinator may ask experts to read along, or release them."""
        return self.is_coordinator and panels.is_open(self.case)

    @property
    def may_end_departed(self) -> bool:
        """The asking institution has left the alliance: the coordinator ends what nobody there can finish."""
        return self.is_coordinator and self.case.is_open and self.case.inviting.left_on is not None

    @property
    def may_book(self) -> bool:
        """The inviting doctor, or the coordinator for her."""
        if self.case.is_written:
            return False
        return (self.is_owner or self.is_coordinator) and self.case.state in (State.ACCEPTED, State.SCHEDULED)

    @property
    def may_change_door(self) -> bool:
        """Either side, or the coordinator, while the other door is open."""
        return (self.is_owner or self.is_expert or self.is_coordinator) and doors.may_change(self.case)

    @property
    def may_write(self) -> bool:
        """Belongs to the thread: the two doctors of the case, once the centre has it."""
        return (self.is_owner or self.is_expert) and self.case.state not in UNSEEN and self.case.is_open

    @property
    def may_assign(self) -> bool:
        """The coordinator may give it to somebody (else)."""
        writing = self.case.is_written or self.case.expert_id is None
        if self.is_coordinator and self.case.state in WRITING:
            return writing
        return self.is_coordinator and self.case.state in (
            State.SUBMITTED,
            State.TRIAGED,
            State.DECLINED,
            State.ACCEPTED,
            State.SCHEDULED,
        )
