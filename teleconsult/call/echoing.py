"""A browser's line, measured against the media worker: its offer is passed on, whoever holds a seat may ask.

The worker is a convenience: where there is none, the check says that this was not tested, and everything goes on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from teleconsult.media import asking
from teleconsult.media.messages import LONGEST_OFFER, Answer, Echo, Refused

if TYPE_CHECKING:
    from teleconsult.call.models import Seat

MOST = 6  # echoes of one seat
WITHIN = timedelta(minutes=5)


class NobodyThere(Exception):
    """No media worker answers here."""


class Full(Exception):
    """It measures for others right now."""


class TooOften(Exception):
    """This seat has asked enough for a while."""


class NoOffer(Exception):
    """What was sent cannot be answered."""


def answer(seat: Seat, offer: str, *, at: datetime) -> str:
    """The session description of an echo for this seat. Raises NoOffer, TooOften, NobodyThere, Full."""
    if not offer or len(offer) > LONGEST_OFFER:
        raise NoOffer
    if not settings.MEDIA_ECHOES:
        raise NobodyThere
    if not _may_ask(seat, at):
        raise TooOften
    try:
        reply = asking.ask(settings.MEDIA_SOCKET, Echo(offer=offer))
    except asking.NoWorker as error:
        raise NobodyThere from error
    match reply:
        case Answer():
            return reply.sdp
        case Refused(why="full"):
            raise Full
        case Refused(why="malformed"):
            raise NoOffer
    raise NobodyThere


def _may_ask(seat: Seat, at: datetime) -> bool:
    """Counts the asking, in stretches of `WITHIN`."""
    stretch = int(at.timestamp() // WITHIN.total_seconds())
    key = f"call.echo.{seat.pk}.{stretch}"
    cache.add(key, 0, WITHIN.total_seconds())
    try:
        return bool(cache.incr(key) <= MOST)
    except ValueError:  # it ended in between
        return True
