"""What a browser may say on a room's socket: every kind of message, every field, every length. All else is refused.

    browser → server   enter knock admit turn_away signal show chat heartbeat leave
    server → browser   welcome expected lobby entered joined left signal show chat times papers heartbeat
                       moved removed closed refused
                       (those are in `answers`)

A `seat` is somebody's place in the room. A `page` is the browser tab that sits in it: it stays while its socket comes
and goes, so that pictures go on while signalling is away, and it changes with a reload.
"""

from __future__ import annotations

import json
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from alliance import sockets
from teleconsult.call.chatting import LONGEST

LONGEST_MESSAGE = 64 * 1024  # characters of one frame; a browser's offer has 4–10 thousand


class Close:
    """Codes with which the server closes a room's socket. Each is final: the browser does not come back."""

    NORMAL = 1000
    NOT_ASKED = sockets.NOT_ASKED
    SIGNED_OUT = sockets.SIGNED_OUT
    NO_RIGHT = 4403
    NO_SEAT = 4404
    MOVED = 4409
    ENDED = sockets.ENDED
    ROOM_CLOSED = 4412


class Malformed(Exception):
    """Not a message of this protocol."""


class Strict(BaseModel):
    """No field too many, no type bent into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


# --- browser → server -----------------------------------------------------------------------------------------------
class Enter(Strict):
    """I am ready to be seen and heard; `page` is my tab."""

    kind: Literal["enter"]
    page: UUID


class Knock(Strict):
    """Let me in, please."""

    kind: Literal["knock"]


class Admit(Strict):
    """The host lets somebody in."""

    kind: Literal["admit"]
    seat: UUID


class TurnAway(Strict):
    """The host does not let somebody in."""

    kind: Literal["turn_away"]
    seat: UUID


class Description(Strict):
    """RTCSessionDescription."""

    type: Literal["offer", "answer"]
    sdp: Annotated[str, StringConstraints(max_length=48_000)]


class Candidate(Strict):
    """RTCIceCandidate, as its toJSON gives it."""

    candidate: Annotated[str, StringConstraints(max_length=1000)]
    sdpMid: Annotated[str, StringConstraints(max_length=64)] | None = None
    sdpMLineIndex: Annotated[int, Field(ge=0, le=255)] | None = None
    usernameFragment: Annotated[str, StringConstraints(max_length=256)] | None = None


class Signal(Strict):
    """Part of the negotiation between two tabs; exactly one of description and candidate."""

    kind: Literal["signal"]
    to: UUID
    page: UUID
    description: Description | None = None
    candidate: Candidate | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Signal:
        if (self.description is None) == (self.candidate is None):
            raise ValueError("either a description or a candidate")
        return self


# How much picture is sent: 720, 360 or 180 lines, or sound alone (the browser's `ladder.js`).
Rung = Literal["sound", "low", "middle", "high"]


class Show(Strict):
    """Whether my microphone and my camera are on, whether a screen is shown, how much picture my device can take."""

    kind: Literal["show"]
    microphone: bool
    camera: bool
    screen: bool = False
    wants: Rung = "high"


# PostgreSQL keeps no NUL in a text.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=r"^[^\x00]*$")]


class Chat(Strict):
    """Something written. `client_code` is made once per message and stays when it is sent again."""

    kind: Literal["chat"]
    client_code: UUID
    body: Text


class Carried(Strict):
    """The worst of the line in the last minute: what was lost and guessed (shares), what fitted, what was sent."""

    lost: Annotated[float, Field(ge=0, le=1)]
    concealed: Annotated[float, Field(ge=0, le=1)]
    kbps: Annotated[int, Field(ge=0, le=1_000_000)] | None
    rung: Rung


class Heartbeat(Strict):
    """A sign of life, answered with the same; once a minute with what the line carried."""

    kind: Literal["heartbeat"]
    line: Carried | None = None


class Leave(Strict):
    """I hang up."""

    kind: Literal["leave"]


Asked = Annotated[
    Enter | Knock | Admit | TurnAway | Signal | Show | Chat | Heartbeat | Leave, Field(discriminator="kind")
]
_asked: TypeAdapter[Asked] = TypeAdapter(Asked)


def read(content: str | bytes) -> Asked:
    """The message in one frame. Raises Malformed for everything that is not exactly one of the above."""
    if len(content) > LONGEST_MESSAGE:
        raise Malformed
    try:
        return _asked.validate_json(content)
    except (ValidationError, ValueError, RecursionError) as error:
        raise Malformed from error


def as_text(content: dict[str, object]) -> str:
    """One frame for the browser."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
