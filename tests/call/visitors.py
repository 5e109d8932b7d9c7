"""Relatives and interpreters in tests: invited, and come."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from alliance.models import Person
from teleconsult.call import visiting
from teleconsult.call.models import Room, Seat, Visitor


def invite(room: Room, by: Person, *, at: datetime | None = None, **fields: Any) -> tuple[Visitor, str]:
    """With the patient's word: a link, and its token."""
    words: dict[str, Any] = {"kind": "relative", "name": "许桂兰", "agreed": True, **fields}
    return visiting.invite(room, **words, by=by, at=at or timezone.now())


def come(room: Room, by: Person) -> Seat:
    """Invited, and come by the link."""
    return visiting.come(invite(room, by)[1], timezone.now())


def cookie(seat: Seat) -> str:
    """What the visitor's browser sends."""
    return f"{visiting.PASS}={visiting.pass_for(seat)}"
