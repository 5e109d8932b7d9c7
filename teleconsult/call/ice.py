"""Which servers a browser may use to find a way to the other. Never a foreign one: none is better than Google's.

Credentials follow coturn's `use-auth-secret` (draft-uberti-behave-turn-rest): the user name says until when and for
whom, the password is its HMAC. coturn needs no list of users, and a leaked credential dies by itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from pydantic import BaseModel

if TYPE_CHECKING:
    from alliance.models import Person
    from teleconsult.call.models import Room, Visitor

LIFETIME = timedelta(hours=4)


class IceServer(BaseModel):
    """One entry of RTCConfiguration.iceServers."""

    urls: list[str]
    username: str
    credential: str


def servers_for(who: Person | Visitor, room: Room, at: datetime) -> list[IceServer]:
    """The relay with credentials for one of those in this room, for `LIFETIME`; nothing where no relay is set."""
    if not settings.TURN_URLS:
        return []
    username = f"{int((at + LIFETIME).timestamp())}:{room.code.hex}:{who.code.hex}"
    return [IceServer(urls=list(settings.TURN_URLS), username=username, credential=password(username))]


def password(username: str) -> str:
    """What coturn computes for a user name: base64 of HMAC-SHA1 with the shared secret."""
    digest = hmac.new(settings.TURN_SECRET.encode(), username.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
