"""What the web process and the media worker say to each other: one line of JSON there, one back, per connection."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST = 64 * 1024  # bytes of one line
LONGEST_OFFER = 32 * 1024  # characters; a browser's has some six thousand


class Malformed(Exception):
    """Not a message of ours."""


class Message(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Echo(Message):
    """Send back whatever comes from whoever made this offer."""

    kind: Literal["echo"] = "echo"
    offer: Annotated[str, Field(max_length=LONGEST_OFFER)]


class Ask(Message):
    """How are you?"""

    kind: Literal["ask"] = "ask"


class Answer(Message):
    """The session description to set as the remote one; the peer lives so many seconds."""

    kind: Literal["answer"] = "answer"
    sdp: str
    seconds: int


class Refused(Message):
    """`full`: no room for one more; `malformed`: nothing to answer; `nowhere`: the worker has no address."""

    kind: Literal["refused"] = "refused"
    why: Literal["full", "malformed", "nowhere"]


class State(Message):
    """How many peers there are and how many there may be; how late the worker's loop is, in milliseconds."""

    kind: Literal["state"] = "state"
    echoes: int
    most: int
    late_ms: int


Request = Echo | Ask
Reply = Answer | Refused | State
_REQUESTS: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
_REPLIES: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def read_request(line: bytes) -> Request:
    """What the web process asks. Raises Malformed."""
    try:
        return _REQUESTS.validate_json(line)
    except (ValidationError, ValueError) as error:
        raise Malformed from error


def read_reply(line: bytes) -> Reply:
    """What the worker answers. Raises Malformed."""
    try:
        return _REPLIES.validate_json(line)
    except (ValidationError, ValueError) as error:
        raise Malformed from error


def written(message: Message) -> bytes:
    """One line."""
    return message.model_dump_json().encode() + b"\n"
