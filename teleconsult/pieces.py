"""What a hand-over consists of: one row per thing, whom it may go to, and why others may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from alliance.models import Deadline, Person
from alliance.roles import Permission
from teleconsult.models import Consultation

Verb = Callable[[Person, Person, datetime, str], None]  # to, by, at, because


class NotForThem(Exception):
    """The guards do not let this person have it. `why` says so in the reader's language."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Candidate:
    """Somebody of the same institution, and what stands in the way."""

    person: Person
    why_not: str = ""


@dataclass
class Row:
    """One thing that is handed over. `barred` says why nobody can have it now; `note` what comes of it."""

    key: str
    what: str
    name: str
    needs: Permission  # the right without which nobody holds such a thing
    verb: Verb
    candidates: list[Candidate] = field(default_factory=list)
    case: Consultation | None = None
    clock: Deadline | None = None
    barred: str = ""
    note: str = ""

    @property
    def able(self) -> list[Person]:
        """Whom it may go to, the likeliest first."""
        return [] if self.barred else [one.person for one in self.candidates if not one.why_not]

    @property
    def unable(self) -> list[Candidate]:
        """Who cannot have it, and why."""
        return [one for one in self.candidates if one.why_not]
