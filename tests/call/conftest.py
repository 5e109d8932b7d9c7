"""A room for two: the expert hosts, the community doctor is the guest; and sockets as browsers open them."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alliance.models import Institution, Person
from teleconsult.call import rooms
from teleconsult.call.models import Room
from tests.call.sockets import Socket, cookie_of


@pytest.fixture
def room(expert: Person, centre: Institution, community_doctor: Person, beiqiao: Institution) -> Room:
    """Open since a quarter of an hour; begins in a quarter of an hour."""
    at = timezone.now()
    return rooms.open_room(
        title="北桥 ↔ 区二院 · 26-0001",
        starts_at=at + timedelta(minutes=15),
        host=(expert, centre),
        guests=[(community_doctor, beiqiao)],
        at=at - timedelta(days=1),
    )


@pytest.fixture
async def socket(transactional_db: None) -> AsyncIterator[Callable[..., Any]]:
    """Opens sockets through the real application; all are closed at the end."""
    opened: list[Socket] = []

    async def open_one(room: Room, person: Person | None, *, origin: bytes | None = b"http://testserver") -> Socket:
        made = Socket(room, await cookie_of(person), origin)
        opened.append(made)
        await made.open()
        return made

    yield open_one
    for each in opened:
        await each.end()
