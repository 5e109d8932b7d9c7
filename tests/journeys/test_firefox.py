"""Two browsers that are not of one family meet: Firefox as the guest, Chromium as the host, and back after a reload."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from alliance.models import Person
from teleconsult.call.models import LineCheck, Room
from tests import firefox
from tests.call.factories import make_room
from tests.journeys.people import Reader, moving_picture

pytestmark = pytest.mark.skipif(firefox.PROGRAM is None, reason="Firefox is not installed")


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    made = make_room(expert, community_doctor)
    made.seats.update(standing="admitted")
    return made


@pytest.fixture
def guest(server: str, tmp_path: Path, community_doctor: Person) -> Iterator[firefox.Firefox]:
    client = Client()
    client.force_login(community_doctor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with firefox.opened(server, tmp_path) as fox:
        fox.sign_in((settings.SESSION_COOKIE_NAME, cookie))
        yield fox


def moves(fox: firefox.Firefox) -> None:
    """Frames of the other are unpacked, and more of them later."""

    def frames() -> int:
        return int((fox.ask("window.xinqiao?.callStats?.()") or {}).get("framesDecoded", 0))

    first = fox.until(frames)
    fox.until(lambda: frames() > first + 10)


def test_firefox_and_chromium_see_each_other_and_come_back(
    guest: firefox.Firefox, at_browser: Callable[..., Reader], expert: Person, room: Room
) -> None:
    host = at_browser(expert, language="en")
    host.page.goto(room.get_absolute_url())
    host.press("Enter the room")
    guest.goto(room.get_absolute_url())
    guest.press("Enter the room")
    moves(guest)
    moving_picture(host.page)
    guest.reload()
    moves(guest)
    moving_picture(host.page)


def test_firefox_is_checked_before_entry(guest: firefox.Firefox, room: Room) -> None:
    guest.goto(f"{room.get_absolute_url()}check/")
    guest.press("Start the check")
    guest.press("Yes")
    check = guest.until(lambda: LineCheck.objects.first())
    assert check.verdict == "picture"
    assert (check.findings["camera"], check.findings["direct"]) == ("good", True)
