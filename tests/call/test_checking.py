"""The check before entry: nonsense is refused, the verdict follows from what was seen, and the last check is kept."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance.models import Person
from teleconsult.call import checking, rooms
from teleconsult.call.checking import Verdict
from teleconsult.call.models import LineCheck, Room
from tests.call.factories import make_room

GOOD: dict[str, Any] = {
    "browser": "good",
    "camera": "good",
    "microphone": "good",
    "speaker": "good",
    "socket_ms": 40,
    "direct": True,
    "relays": {"udp": True, "tcp": True, "tls": True},
    "echo": None,
    "line": {"kbps": 1800, "lost": 0.0, "ms": 80},
}
NONE = {"udp": None, "tcp": None, "tls": None}
BLOCKED = {"udp": False, "tcp": False, "tls": False}


def weighed(**other: Any) -> Verdict:
    return checking.verdict(checking.read(json.dumps({**GOOD, **other})))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "null",
        "[]",
        "{}",
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "camera": "broken"}),
        json.dumps({**GOOD, "socket_ms": -1}),
        json.dumps({**GOOD, "line": {"kbps": 1, "lost": 2, "ms": 1}}),
        json.dumps({**GOOD, "echo": {"kbps": 1, "lost": 2, "ms": 1}}),
        json.dumps({**GOOD, "line": {"kbps": "1", "lost": 0.1, "ms": 1}}),
        json.dumps(GOOD) + " " * checking.LONGEST,
        "[" * 3000,
    ],
)
def test_what_is_no_report_is_refused(content: str) -> None:
    with pytest.raises(checking.Malformed):
        checking.read(content)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        ({}, Verdict.PICTURE),
        ({"camera": "refused", "speaker": "unheard"}, Verdict.PICTURE),
        ({"microphone": "silent"}, Verdict.PICTURE),
        ({"microphone": "missing"}, Verdict.PHONE),
        ({"browser": "in_app"}, Verdict.PHONE),
        ({"socket_ms": None}, Verdict.PHONE),
        ({"line": None}, Verdict.PICTURE),
        ({"line": None, "relays": NONE}, Verdict.PICTURE),
        ({"direct": False, "relays": NONE, "line": None}, Verdict.PHONE),
        ({"relays": BLOCKED, "line": None}, Verdict.PHONE),
        ({"relays": {**BLOCKED, "tls": True}}, Verdict.PICTURE),
        ({"line": {"kbps": 200, "lost": 0.0, "ms": 80}}, Verdict.SOUND),
        ({"line": {"kbps": 2000, "lost": 0.2, "ms": 80}}, Verdict.SOUND),
        ({"line": {"kbps": 2000, "lost": 0.0, "ms": 900}}, Verdict.SOUND),
        ({"line": {"kbps": 30, "lost": 0.0, "ms": 80}}, Verdict.PHONE),
        ({"line": {"kbps": 2000, "lost": 0.5, "ms": 80}}, Verdict.PHONE),
        ({"line": None, "echo": {"kbps": 200, "lost": 0.0, "ms": 80}}, Verdict.SOUND),
        ({"line": {"kbps": 30, "lost": 0.0, "ms": 80}, "echo": {"kbps": 900, "lost": 0.0, "ms": 80}}, Verdict.PICTURE),
        ({"echo": {"kbps": 30, "lost": 0.0, "ms": 80}}, Verdict.PHONE),
        ({"echo": {"kbps": 900, "lost": 0.0, "ms": 80}, "relays": BLOCKED}, Verdict.PHONE),
    ],
)
def test_the_verdict(other: dict[str, Any], verdict: Verdict) -> None:
    assert weighed(**other) == verdict


RANK = [Verdict.PHONE, Verdict.SOUND, Verdict.PICTURE]


@given(
    kbps=st.integers(0, 5000), lost=st.floats(0, 1), ms=st.integers(0, 3000),
    more=st.integers(0, 2000), less=st.floats(0, 1), sooner=st.integers(0, 3000),
)  # fmt: skip
def test_a_better_line_is_never_judged_worse(
    kbps: int, lost: float, ms: int, more: int, less: float, sooner: int
) -> None:
    worse = weighed(line={"kbps": kbps, "lost": lost, "ms": ms})
    better = weighed(line={"kbps": kbps + more, "lost": lost * less, "ms": min(ms, sooner)})
    assert RANK.index(better) >= RANK.index(worse)


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    return make_room(expert, community_doctor)


def post(client: Client, room: Room, report: Any) -> Any:
    return client.post(reverse("call:check", args=[room.code]), {"report": json.dumps(report)})


def test_the_last_check_of_a_seat_is_kept_and_told(room: Room, community_doctor: Person, client: Client) -> None:
    client.force_login(community_doctor)
    told = post(client, room, {**GOOD, "line": {"kbps": 100, "lost": 0.0, "ms": 80}}).content.decode()
    assert str(checking.ADVICE[Verdict.SOUND].title) in told
    post(client, room, GOOD)
    check = LineCheck.objects.get()
    assert (check.seat.person, check.verdict, check.findings) == (community_doctor, "picture", GOOD)
    assert check.get_verdict_display() in client.get(reverse("call:check", args=[room.code])).content.decode()


def test_nonsense_is_refused_and_keeps_nothing(room: Room, community_doctor: Person, client: Client) -> None:
    client.force_login(community_doctor)
    assert post(client, room, {"browser": "good"}).status_code == 400
    assert not LineCheck.objects.exists()


def test_the_check_of_a_closed_room_leads_to_the_room(room: Room, expert: Person, client: Client) -> None:
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    client.force_login(expert)
    assert client.get(reverse("call:check", args=[room.code]))["Location"] == room.get_absolute_url()


def test_whoever_lost_their_seat_is_no_longer_shown(room: Room, community_doctor: Person) -> None:
    checking.record(room, community_doctor, checking.read(json.dumps(GOOD)), at=timezone.now())
    assert [check.seat.person for check in checking.of(room)] == [community_doctor]
    room.seats.update(revoked_at=timezone.now())
    assert list(checking.of(room)) == []
    assert list(checking.of(None)) == []
