"""What the server says on a room's socket."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from teleconsult.call.ice import IceServer
from teleconsult.call.models import Seat, Visitor
from teleconsult.call.protocol import Candidate, Description, Rung, Strict


class Why(StrEnum):
    """Why something was refused, in a word; the browser has the sentences."""

    MALFORMED = "malformed"
    TOO_FAST = "too_fast"
    NOT_OPEN = "not_open"
    NOT_ADMITTED = "not_admitted"
    NOT_HOST = "not_host"
    NOBODY_KNOCKING = "nobody_knocking"
    NOBODY_THERE = "nobody_there"
    CODE_TAKEN = "code_taken"


class SeatFacts(Strict):
    """Who sits there. `polite` says whether the reader gives way to them when both offer at once."""

    seat: UUID
    name: str
    place: str
    visits: Visitor.Kind | None = None  # as what somebody without an account comes
    part: Seat.Part
    polite: bool


class PeerFacts(Strict):
    """Which tab of a seat is in the room."""

    seat: UUID
    page: UUID


class Line(Strict):
    """Something written, by whom and when."""

    client_code: UUID
    by: str
    mine: bool
    body: str
    at: datetime


class Waiting(Strict):
    """Somebody in the lobby."""

    seat: UUID
    name: str
    place: str
    visits: Visitor.Kind | None = None
    since: datetime


class Said(Strict):
    """Whatever the server says; `kind` comes first."""

    def content(self) -> dict[str, Any]:
        """Ready for the socket."""
        return self.model_dump(mode="json", exclude_none=True)


class Welcome(Said):
    """The first word: who you are, who is expected, who is there, when the room opens (and what time it is here)."""

    kind: Literal["welcome"] = "welcome"
    you: UUID
    part: Seat.Part
    seats: list[SeatFacts]
    present: list[UUID]
    now: datetime
    opens_at: datetime
    starts_at: datetime


class Expected(Said):
    """Who is expected now: somebody was given a seat, or lost one."""

    kind: Literal["expected"] = "expected"
    seats: list[SeatFacts]


class Lobby(Said):
    """Where the reader stands, and (for the host) who waits."""

    kind: Literal["lobby"] = "lobby"
    standing: Seat.Standing
    waiting: list[Waiting]


class Entered(Said):
    """You are in: your ways through the network, who is there, what was written."""

    kind: Literal["entered"] = "entered"
    ice: list[IceServer]
    peers: list[PeerFacts]
    messages: list[Line]


class Joined(Said):
    """Somebody is in, or their socket is back (then with the same page)."""

    kind: Literal["joined"] = "joined"
    seat: UUID
    page: UUID


class Left(Said):
    """Somebody hung up or was removed (`for_good`), or their socket is lost: then their picture may well go on."""

    kind: Literal["left"] = "left"
    seat: UUID
    page: UUID
    for_good: bool


class Signalled(Said):
    """Negotiation from another tab."""

    kind: Literal["signal"] = "signal"
    by: UUID
    page: UUID
    description: Description | None = None
    candidate: Candidate | None = None


class Shown(Said):
    """What somebody's microphone and camera do, whether it is a screen, how much picture their device can take."""

    kind: Literal["show"] = "show"
    seat: UUID
    microphone: bool
    camera: bool
    screen: bool
    wants: Rung


class Written(Said):
    """A line in the room's conversation; to its author also the receipt."""

    kind: Literal["chat"] = "chat"
    line: Line


class Times(Said):
    """The meeting was moved."""

    kind: Literal["times"] = "times"
    now: datetime
    opens_at: datetime
    starts_at: datetime


class Papers(Said):
    """What lies beside the picture has changed; `withdrawn`: consent is gone, and so are the papers."""

    kind: Literal["papers"] = "papers"
    withdrawn: bool


class Alive(Said):
    """The answer to a heartbeat."""

    kind: Literal["heartbeat"] = "heartbeat"


class Moved(Said):
    """You are in another tab; this one stops."""

    kind: Literal["moved"] = "moved"


class Removed(Said):
    """The seat is gone: taken back, or the membership behind it has ended."""

    kind: Literal["removed"] = "removed"
    why: Literal["revoked", "membership"]


class Closed(Said):
    """The meeting is over for everybody; a code of `rooms.Because`."""

    kind: Literal["closed"] = "closed"
    why: str


class Refused(Said):
    """What was asked has not happened. `client_code` where it was a written line."""

    kind: Literal["refused"] = "refused"
    why: Why
    client_code: UUID | None = None
