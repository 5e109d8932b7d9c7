"""Who gets a socket: the same people who get the page."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from config.asgi import application
from tests.access import table, walking, world
from tests.access.world import COLUMNS, World
from tests.sockets import Line, cookie_of, headers

LINES = [line.split() for line in table.SOCKETS.strip().splitlines()]


def test_every_socket_stands_in_the_table():
    assert {pattern for pattern, *_rest in LINES} == set(walking.sockets())


async def _cookies(built: World) -> dict[str, str]:
    people = {name: await cookie_of(person) for name, person in built.people.items()}
    return {"anonymous": "", **people}


async def _outcome(path: str, cookie: str) -> str:
    """`open`, or the code of the refusal."""
    line = Line(application, path, headers=headers(cookie))
    connected, code = await line.connect()
    await line.disconnect()
    return "open" if connected else str(code)


@pytest.mark.django_db(transaction=True)
async def test_each_socket_opens_for_whom_the_table_says():
    built = await sync_to_async(world.build)()
    cookies = await _cookies(built)
    expected: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], str] = {}
    for pattern, subject, *answers in LINES:
        parts: dict[str, Any] = built.subjects[subject]
        path = "/" + pattern.replace("<uuid:code>", str(parts.get("code", "")))
        for who, answer in zip(COLUMNS, answers, strict=True):
            expected[subject, who] = answer
            found[subject, who] = await _outcome(path, cookies[who])
    assert found == expected
