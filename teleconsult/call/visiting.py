"""A relative or an interpreter takes part: by a link that works once, on one device, for one room.

The token of the link is exchanged for a pass, which the browser keeps out of reach of scripts and sends to the
visitor's own addresses only. The host, or whoever invited them, may withdraw the link or put them out at any time.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from alliance import audit
from teleconsult.call import rooms
from teleconsult.call.models import Room, Seat, Visitor
from teleconsult.call.rooms import NoSeat, RoomClosed, RoomFull, seat_of
from teleconsult.call.seating import Sitting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alliance.models import Person

PASS = "xinqiao_visit"  # noqa: S105 -- the name of a cookie
PASS_LASTS = timedelta(hours=12)
_SALT = "teleconsult.call.visiting"
DOCTORS = 2  # whose places a visitor never takes


class NoSuchLink(Exception):
    """No link has this token."""


class LinkUsed(Exception):
    """Somebody came by it before; on another device it needs another link."""


class LinkExpired(Exception):
    """Nobody came by it in time."""


class LinkWithdrawn(Exception):
    """The inviter or the host took it back."""


class NotYours(Exception):
    """Only the host and whoever invited them withdraw a link or put somebody out."""


@dataclass(frozen=True)
class Guests:
    """Who was invited to a room and is not out again, and whether one more may be."""

    visitors: list[Visitor]
    full: bool


def of(room: Room, at: datetime) -> Guests:
    """Whoever may come by a link, or has come."""
    return Guests(list(_live(room, at)), _free(room, at) < 1)


def _live(room: Room, at: datetime) -> QuerySet[Visitor]:
    came_or_may = Q(came_at__isnull=False) | Q(expires_at__gt=at)
    return room.visitors.filter(came_or_may, ended_at=None).select_related("invited_by")


def _free(room: Room, at: datetime) -> int:
    doctors = room.seats.filter(revoked_at=None, visitor=None).count()
    return rooms.MOST - max(DOCTORS, doctors) - _live(room, at).count()


def invite(room: Room, *, kind: str, name: str, agreed: bool, by: Person, at: datetime) -> tuple[Visitor, str]:
    """One more may come; the token in clear is shown once and kept nowhere. `agreed`: the patient agrees.

    Raises NoSeat, RoomClosed, RoomFull.
    """
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        seat = seat_of(room, by)
        if Room.objects.select_for_update().get(pk=room.pk).closed_at is not None:
            raise RoomClosed
        if _free(room, at) < 1:
            raise RoomFull
        visitor = Visitor.objects.create(
            room=room,
            kind=Visitor.Kind(kind),
            name=name,
            agreed=agreed,
            invited_by=by,
            institution=seat.institution,
            token_hash=_hash(token),
            invited_at=at,
            expires_at=at + settings.XINQIAO["VISITOR_LINK"],
        )
        _write_down("visitor.invited", visitor, by=by, at=at)
    return visitor, token


def link(token: str) -> str:
    """The whole address. What stands behind # goes to no server, into no log and no referrer."""
    return f"{settings.PUBLIC_URL}{reverse('visit:door')}#{token}"


def find(token: str, at: datetime) -> Visitor:
    """Whose link it is. Raises NoSuchLink, LinkWithdrawn, RoomClosed, LinkUsed, LinkExpired."""
    rows = Visitor.objects.select_related("room", "invited_by", "institution")
    visitor = rows.filter(token_hash=_hash(token)).first()
    if visitor is None:
        raise NoSuchLink
    if visitor.ended_at is not None:
        raise LinkWithdrawn
    if visitor.room.closed_at is not None:
        raise RoomClosed
    if visitor.came_at is not None:
        raise LinkUsed
    if at >= visitor.expires_at:
        raise LinkExpired
    return visitor


def come(token: str, at: datetime) -> Seat:
    """Exchanges the link for a seat; they still knock. Raises what `find` raises, and RoomFull."""
    visitor = find(token, at)
    with transaction.atomic():
        unused = Visitor.objects.filter(pk=visitor.pk, came_at=None, ended_at=None, expires_at__gt=at)
        if not unused.update(came_at=at):
            raise LinkUsed  # by the other of two clicks
        seat = rooms.give_seat(visitor.room, visitor, visitor.institution)
        _write_down("visitor.came", visitor, by=None, at=at)
    return seat


def end(room: Room, code: UUID, *, by: Person, at: datetime) -> Visitor:
    """Withdraws the link, or puts out whoever came by it. Raises NoSuchLink, NotYours; a second time is the same."""
    with transaction.atomic():
        visitor = room.visitors.select_related("room").filter(code=code).first()
        if visitor is None:
            raise NoSuchLink
        if visitor.invited_by_id != by.pk and seat_of(room, by).part != Seat.Part.HOST:
            raise NotYours
        if Visitor.objects.filter(pk=visitor.pk, ended_at=None).update(ended_at=at, ended_by=by):
            rooms.revoke(room, visitor, at, by=by)
            _write_down("visitor.ended", visitor, by=by, at=at)
    return visitor


def _write_down(what: str, visitor: Visitor, *, by: Person | None, at: datetime) -> None:
    audit.record(
        by, what, about=visitor, at=at, institution=visitor.institution, purpose="consultation", kind=visitor.kind
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- the pass -------------------------------------------------------------------------------------------------------
def pass_for(seat: Seat) -> str:
    """What the browser keeps instead of the link: signed, for this seat of this room."""
    return signing.dumps(str(seat.code), salt=_SALT)


def sit(ticket: str, code: UUID) -> Sitting:
    """The visitor with this pass, on their seat in the room with this code. Raises NoSeat."""
    seat = _seat_behind(ticket)
    if seat is None or seat.room.code != code:
        raise NoSeat
    return Sitting(seat.who, seat.room, seat)


def back_in(token: str, ticket: str) -> Seat | None:
    """The seat of whoever opens their own link again in the browser that they came with."""
    seat = _seat_behind(ticket)
    return seat if seat and seat.visitor and seat.visitor.token_hash == _hash(token) else None


def _seat_behind(ticket: str) -> Seat | None:
    try:
        code = signing.loads(ticket, salt=_SALT, max_age=PASS_LASTS)
    except signing.BadSignature:
        return None
    return Seat.objects.held().filter(code=code, visitor__isnull=False).first()
