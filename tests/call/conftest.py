"""A room for two: the expert hosts, the community doctor is the guest; and sockets as browsers open them."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from alliance.models import Person
from teleconsult.call.models import Room
from tests.call.factories import make_room
from tests.call.sockets import Socket
from tests.sockets import cookie_of


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    """Open since a quarter of an hour; begins in a quarter of an hour."""
    return make_room(expert, community_doctor)


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
