"""The check before entry, in a real browser against a real media worker."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alliance.models import Person
from teleconsult.call.models import LineCheck, Room
from tests.call.factories import make_room
from tests.journeys.people import Reader


@pytest.fixture
def socket() -> Iterator[Path]:
    with TemporaryDirectory(prefix="xq") as folder:
        yield Path(folder) / "worker.sock"


@pytest.fixture
def server_settings(socket: Path) -> dict[str, str]:
    """This server begins a media worker of its own."""
    return {"XINQIAO_REQUIRE_MFA": "0", "XINQIAO_MEDIA_ECHOES": "2", "XINQIAO_MEDIA_SOCKET": str(socket)}


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    return make_room(expert, community_doctor)


@pytest.fixture
def guest(server: str, new_context: Callable[..., Any], room: Room, community_doctor: Person) -> Reader:
    client = Client()
    client.force_login(community_doctor)
    context = new_context(language="en")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
    reader = Reader(context, community_doctor, "en")
    reader.page.goto(f"{room.get_absolute_url()}check/")
    return reader


def test_the_line_is_measured_against_the_server_and_the_verdict_follows_it(guest: Reader) -> None:
    guest.sees("Direct route")  # the steps are there: the page's script is, too
    guest.press("Start the check")
    guest.press("Yes")
    guest.sees("You are ready for a video consultation")
    check = LineCheck.objects.get()
    echo = check.findings["echo"]
    assert check.weighed == echo
    assert echo["kbps"] > 300
    assert echo["lost"] < 0.05
    assert echo["ms"] < 200
    assert check.findings["line"] is None
    guest.sees(f"{echo['kbps']} kbit/s, 0% lost, {echo['ms']} ms")
