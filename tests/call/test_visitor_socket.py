"""What a visitor may say on the room's socket, and what they hear: no papers, no hosting, no other room."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils import timezone

from alliance import sockets
from config.asgi import application
from teleconsult.call import rooms, visiting
from teleconsult.call.protocol import Close
from tests.call.factories import admit, make_room
from tests.call.sockets import Socket
from tests.call.visitors import come, cookie
from tests.sockets import Line, cookie_of, headers

pytestmark = pytest.mark.django_db(transaction=True)
in_thread: Any = sync_to_async


def with_pass(ticket: str, origin: bytes = b"http://testserver") -> list[tuple[bytes, bytes]]:
    """What a visitor's browser sends."""
    return [*headers("", origin), (b"cookie", ticket.encode())]


class VisitorSocket(Socket):
    """A visitor's tab."""

    def __init__(self, room, ticket, origin=b"http://testserver"):
        super().__init__(room, "", origin)
        self.line = Line(application, f"/visit/{room.code}/socket/", headers=with_pass(ticket, origin))


@pytest.fixture
async def visit(transactional_db):
    opened = []

    async def open_one(room, ticket, **how):
        made = VisitorSocket(room, ticket, **how)
        opened.append(made)
        await made.open()
        return made

    yield open_one
    for each in opened:
        await each.end()


@pytest.fixture
async def seat(room, community_doctor):
    """The relative's, who waits outside."""
    await in_thread(admit)(room, community_doctor)
    return await in_thread(come)(room, community_doctor)


@pytest.fixture
async def inside(room, expert, seat, socket, visit):
    """The host and the relative, both in the call."""
    host, guest = await socket(room, expert), await visit(room, cookie(seat))
    host.seat, guest.seat = (await host.hear("welcome"))["you"], (await guest.hear("welcome"))["you"]
    await host.enter()
    await guest.say("knock")
    while not (lobby := await host.hear("lobby"))["waiting"]:
        pass
    assert (lobby["waiting"][0]["name"], lobby["waiting"][0]["visits"]) == ("许桂兰", "relative")
    await host.say("admit", seat=guest.seat)
    while (await guest.hear("lobby"))["standing"] != "admitted":
        pass
    guest.entered = await guest.enter()
    await host.hear("joined")
    return host, guest


async def test_without_a_pass_for_this_room_there_is_no_socket(room, expert, community_doctor, seat, visit):
    other = await in_thread(make_room)(expert, community_doctor)
    ticket = await in_thread(cookie)(seat)
    for place, wrong in ((room, ""), (room, f"{visiting.PASS}=forged"), (other, ticket), (room, ticket[:-1])):
        refused = await visit(place, wrong)
        assert (refused.connected, refused.code) == (False, Close.NO_SEAT)


async def test_a_page_of_another_site_gets_no_socket(room, seat, visit):
    assert not (await visit(room, cookie(seat), origin=b"https://elsewhere.test")).connected


async def test_the_pass_opens_no_socket_of_the_staff(room, seat):
    for path in (f"/ws/rooms/{room.code}/", "/ws/notices/"):
        line = Line(application, path, headers=with_pass(cookie(seat)))
        assert await line.connect() == (False, sockets.SIGNED_OUT)


async def test_nobody_signed_in_sits_down_by_the_visitors_address(room, expert, visit):
    session = f"{settings.SESSION_COOKIE_NAME}={await cookie_of(expert)}"
    assert not (await visit(room, session)).connected


async def test_until_they_are_let_in_they_get_in_nowhere(room, expert, seat, socket, visit):
    host, guest = await socket(room, expert), await visit(room, cookie(seat))
    await host.enter()
    for message in [
        {"kind": "enter", "page": guest.page},
        {"kind": "signal", "to": str(uuid4()), "page": host.page, "description": {"type": "offer", "sdp": "v=0"}},
        {"kind": "chat", "client_code": str(uuid4()), "body": "让我进来"},
    ]:
        await guest.line.send_json_to(message)
        assert (await guest.hear("refused"))["why"] == "not_admitted"


@pytest.mark.parametrize("kind", ["admit", "turn_away"])
async def test_they_let_nobody_in_and_turn_nobody_away(inside, kind):
    host, guest = inside
    await guest.say(kind, seat=host.seat)
    assert (await guest.hear("refused"))["why"] == "not_host"


async def test_they_hear_nothing_of_papers_and_not_why_a_patient_takes_consent_back(inside, room, expert):
    host, guest = inside
    await in_thread(rooms.nudge)(room)
    await in_thread(rooms.stop_sharing)(room)
    await host.hear("papers")
    assert await guest.silent("papers")
    await in_thread(rooms.close)(room, because=rooms.Because.CONSENT_WITHDRAWN, by=expert, at=timezone.now())
    assert (await host.hear("closed"))["why"] == "consent_withdrawn"
    assert (await guest.hear("closed"))["why"] == "done"


async def test_what_was_written_before_stays_unread_and_what_follows_is_shared(room, expert, seat, socket, visit):
    host, guest = await socket(room, expert), await visit(room, cookie(seat))
    me = (await guest.hear("welcome"))["you"]
    await host.enter()
    await host.say("chat", client_code=str(uuid4()), body="她还没进来")
    await host.hear("chat")
    await guest.say("knock")
    while not (await host.hear("lobby"))["waiting"]:
        pass
    await host.say("admit", seat=me)
    while (await guest.hear("lobby"))["standing"] != "admitted":
        pass
    assert (await guest.enter())["messages"] == []
    await guest.say("chat", client_code=str(uuid4()), body="我是她姐姐")
    heard = (await host.hear("chat"))["line"]
    assert (heard["by"], heard["body"]) == ("许桂兰", "我是她姐姐")
    again = await visit(room, cookie(seat))
    assert [line["body"] for line in (await again.enter())["messages"]] == ["我是她姐姐"]


async def test_put_out_they_are_gone_at_once_and_do_not_come_back(inside, room, expert, seat, visit):
    host, guest = inside
    await in_thread(visiting.end)(room, seat.visitor.code, by=expert, at=timezone.now())
    assert (await guest.hear("removed"))["why"] == "revoked"
    assert await guest.closes() == Close.ENDED
    assert (await host.hear("left"))["for_good"]
    assert not (await visit(room, cookie(seat))).connected


async def test_their_way_through_the_relay_is_their_own(inside, settings, room, seat, visit):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.test"], "secret"
    again = await visit(room, cookie(seat))
    (server,) = (await again.enter())["ice"]
    assert server["username"].split(":")[1:] == [room.code.hex, seat.visitor.code.hex]
