"""The line against the media worker: whoever has no seat gets nothing, and without a worker the check goes on."""

import time
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.models import Person
from teleconsult.call import echoing, rooms
from teleconsult.call.models import Room
from teleconsult.call.views import rooms as pages
from teleconsult.media import asking
from teleconsult.media.messages import LONGEST_OFFER, Answer, Refused, Reply, State


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def worker(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Stands in for the worker; its answer is `return_value`."""
    settings.MEDIA_ECHOES = 2
    asked = Mock(return_value=Answer(sdp="v=0 answer", seconds=30))
    monkeypatch.setattr(asking, "ask", asked)
    return asked


def post(client: Client, room: Room, offer: str = "v=0 offer") -> Any:
    return client.post(reverse("call:echo", args=[room.code]), {"offer": offer})


def test_who_has_no_seat_asks_the_worker_nothing(room: Room, outsider: Person, worker: Mock, client: Client) -> None:
    assert post(client, room).status_code == 302
    client.force_login(outsider)
    assert post(client, room).status_code == 404
    assert not worker.called


def test_a_closed_room_measures_nothing(room: Room, expert: Person, worker: Mock, client: Client) -> None:
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    client.force_login(expert)
    assert post(client, room).status_code == 409
    assert not worker.called


@pytest.mark.parametrize("offer", ["", "x" * (LONGEST_OFFER + 1)])
def test_what_is_no_offer_never_reaches_the_worker(
    room: Room, expert: Person, worker: Mock, client: Client, offer: str
) -> None:
    client.force_login(expert)
    assert post(client, room, offer).status_code == 400
    assert not worker.called


@pytest.mark.parametrize(
    ("reply", "status"),
    [(Refused(why="full"), 409), (Refused(why="malformed"), 400), (Refused(why="nowhere"), 409),
     (State(echoes=0, most=1, late_ms=0), 409)],
)  # fmt: skip
def test_every_refusal_comes_with_words(
    room: Room, expert: Person, worker: Mock, client: Client, reply: Reply, status: int
) -> None:
    worker.return_value = reply
    client.force_login(expert)
    answer = post(client, room)
    assert answer.status_code == status
    assert answer.json()["words"]
    assert "sdp" not in answer.json()


def test_an_answer_is_passed_on_and_kept_by_nobody(room: Room, expert: Person, worker: Mock, client: Client) -> None:
    client.force_login(expert)
    answer = post(client, room)
    assert answer.json() == {"sdp": "v=0 answer"}
    assert "no-store" in answer["Cache-Control"]


def test_whoever_asks_too_often_waits_and_the_others_do_not(
    room: Room, expert: Person, community_doctor: Person, worker: Mock, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, at = room.seats.get(person=expert), timezone.now()
    for _ in range(echoing.MOST):
        assert echoing.answer(seat, "v=0", at=at) == "v=0 answer"
    with pytest.raises(echoing.TooOften):
        echoing.answer(seat, "v=0", at=at)
    monkeypatch.setattr(pages, "now", lambda: at)
    client.force_login(expert)
    assert post(client, room).status_code == 429
    client.force_login(community_doctor)
    assert post(client, room).status_code == 200
    assert echoing.answer(seat, "v=0", at=at + echoing.WITHIN) == "v=0 answer"


def test_without_a_worker_the_page_is_told_at_once(room: Room, expert: Person, settings: Any, client: Client) -> None:
    client.force_login(expert)
    began = time.monotonic()
    assert post(client, room).status_code == 409  # switched off
    settings.MEDIA_ECHOES, settings.MEDIA_SOCKET = 2, settings.VAR_DIR / "nobody.sock"
    told = post(client, room)
    assert (told.status_code, bool(told.json()["words"])) == (409, True)
    assert time.monotonic() - began < 3
