"""What two people do on their sockets: wait, come in, negotiate, write, come back, move to another tab."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from teleconsult.call import rooms
from teleconsult.call.models import Attendance, ChatMessage, LineMinute, Seat
from teleconsult.call.protocol import Close

pytestmark = pytest.mark.django_db(transaction=True)
in_thread: Any = sync_to_async
OFFER = {"type": "offer", "sdp": "v=0"}


@pytest.fixture
async def both(room, expert, community_doctor, socket):
    """Host and guest, both in the call."""
    await Seat.objects.filter(person=community_doctor).aupdate(standing=Seat.Standing.ADMITTED)
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    host.seat = (await host.hear("welcome"))["you"]
    guest.seat = (await guest.hear("welcome"))["you"]
    await host.enter()
    await guest.hear("joined")
    await guest.enter()
    await host.hear("joined")
    return host, guest


async def test_a_guest_who_was_not_admitted_gets_in_nowhere(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    host_seat = (await host.hear("welcome"))["you"]
    await host.enter()
    await guest.say("knock")
    await guest.hear("lobby")
    for message in [
        {"kind": "enter", "page": guest.page},
        {"kind": "signal", "to": host_seat, "page": host.page, "description": OFFER},
        {"kind": "chat", "client_code": str(uuid4()), "body": "让我进来"},
    ]:
        await guest.line.send_json_to(message)
        assert (await guest.hear("refused"))["why"] == "not_admitted"
    assert await host.silent("signal", "chat", "joined")


async def test_a_guest_in_the_lobby_hears_no_signal_and_no_word(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    guest_seat = (await guest.hear("welcome"))["you"]
    await host.enter()
    await guest.say("knock")
    await host.say("signal", to=guest_seat, page=guest.page, description=OFFER)
    await host.say("chat", client_code=str(uuid4()), body="她还没进来，先看量表")
    await host.say("show", microphone=False, camera=True)
    assert await guest.silent("signal", "chat", "show")


async def test_a_guest_cannot_admit_herself(room, community_doctor, socket):
    guest = await socket(room, community_doctor)
    seat = (await guest.hear("welcome"))["you"]
    await guest.say("knock")
    await guest.say("admit", seat=seat)
    assert (await guest.hear("refused"))["why"] == "not_host"


async def test_knocking_admitting_entering(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    await guest.say("knock")
    lobby = await host.hear("lobby")
    while not lobby["waiting"]:
        lobby = await host.hear("lobby")
    assert [waiting["name"] for waiting in lobby["waiting"]] == [community_doctor.name]
    await host.say("admit", seat=lobby["waiting"][0]["seat"])
    while (await guest.hear("lobby"))["standing"] != "admitted":
        pass
    await host.enter()
    peers = (await guest.enter())["peers"]
    assert [peer["page"] for peer in peers] == [host.page]
    assert (await host.hear("joined"))["page"] == guest.page


async def test_turning_away_is_told(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    seat = (await guest.hear("welcome"))["you"]
    await guest.say("knock")
    await host.hear("lobby")
    await host.hear("lobby")
    await host.say("turn_away", seat=seat)
    while (await guest.hear("lobby"))["standing"] != "turned_away":
        pass


async def test_whoever_closes_the_tab_while_waiting_waits_no_longer(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    await guest.say("knock")
    while not (await host.hear("lobby"))["waiting"]:
        pass
    await guest.end()
    while (await host.hear("lobby"))["waiting"]:
        pass


async def test_of_two_knocking_tabs_the_earlier_is_told_and_the_later_waits(room, community_doctor, socket):
    first, second = await socket(room, community_doctor), await socket(room, community_doctor)
    await first.say("knock")
    await first.hear("lobby")
    await first.hear("lobby")
    await second.say("knock")
    assert await first.hear("moved")
    assert await first.closes() == Close.MOVED
    assert await Seat.objects.filter(person=community_doctor, standing=Seat.Standing.KNOCKING).aexists()


async def test_signals_go_to_the_one_tab_they_are_meant_for(both):
    host, guest = both
    await host.say("signal", to=guest.seat, page=guest.page, description=OFFER)
    told = await guest.hear("signal")
    assert (told["by"], told["page"], told["description"]) == (host.seat, host.page, OFFER)
    await host.say("signal", to=guest.seat, page=str(uuid4()), description=OFFER)
    assert await guest.silent("signal")


async def test_a_signal_to_nobody_is_refused(both):
    host, _guest = both
    await host.say("signal", to=str(uuid4()), page=str(uuid4()), description=OFFER)
    assert (await host.hear("refused"))["why"] == "nobody_there"


async def test_the_guest_is_the_polite_one(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    seen_by_guest = {seat["part"]: seat["polite"] for seat in (await guest.hear("welcome"))["seats"]}
    seen_by_host = {seat["part"]: seat["polite"] for seat in (await host.hear("welcome"))["seats"]}
    assert (seen_by_guest["host"], seen_by_host["guest"]) == (True, False)


async def test_something_written_is_kept_once_however_often_it_is_sent(both):
    host, guest = both
    code = str(uuid4())
    for _ in range(3):
        await guest.say("chat", client_code=code, body="药盒上写的是 25 毫克")
        assert (await guest.hear("chat"))["line"]["mine"] is True
    heard = (await host.hear("chat"))["line"]
    assert (heard["client_code"], heard["body"], heard["mine"]) == (code, "药盒上写的是 25 毫克", False)
    assert await host.silent("chat")
    assert await ChatMessage.objects.acount() == 1


async def test_what_was_written_is_there_for_whoever_comes_later(both, room, expert, socket):
    _host, guest = both
    await guest.say("chat", client_code=str(uuid4()), body="先说一句")
    await guest.hear("chat")
    later = await socket(room, expert)
    assert [line["body"] for line in (await later.enter())["messages"]] == ["先说一句"]


async def test_the_later_of_two_tabs_takes_over(both, room, expert, socket):
    host, guest = both
    second = await socket(room, expert)
    await second.enter()
    assert await host.hear("moved")
    assert await host.closes() == Close.MOVED
    assert (await guest.hear("joined"))["page"] == second.page
    assert await guest.silent("left")
    assert await Attendance.objects.filter(left_at=None, page=second.page).acount() == 1


async def test_a_tab_that_only_looks_leaves_the_other_alone(both, room, expert, socket):
    host, _guest = both
    await socket(room, expert)
    assert await host.silent("moved")


async def test_a_lost_line_comes_back_as_the_same_tab(both, room, community_doctor, socket):
    host, guest = both
    await guest.end()
    left = await host.hear("left")
    assert (left["page"], left["for_good"]) == (guest.page, False)
    again = await socket(room, community_doctor)
    again.page = guest.page
    await again.enter()
    assert (await host.hear("joined"))["page"] == guest.page


async def test_hanging_up_is_for_good_and_ends_the_attendance(both):
    host, guest = both
    await guest.say("leave")
    assert (await host.hear("left"))["for_good"]
    assert await Attendance.objects.filter(left_at=None).acount() == 1


async def test_a_heartbeat_is_answered_and_noted(both):
    host, _guest = both
    await Attendance.objects.filter(page=host.page).aupdate(seen_at=timezone.now() - timedelta(seconds=20))
    await host.say("heartbeat")
    await host.hear("heartbeat")
    attendance = await Attendance.objects.aget(page=host.page)
    assert timezone.now() - attendance.seen_at < timedelta(seconds=10)


async def test_what_the_line_carried_is_kept_by_the_minute(both):
    host, _guest = both
    for lost in (0.4, 0.1):
        await host.say("heartbeat", line={"lost": lost, "concealed": 0.02, "kbps": 310, "rung": "low"})
        await host.hear("heartbeat")
    kept = [row async for row in LineMinute.objects.filter(attendance__page=host.page).values("lost", "kbps", "rung")]
    assert kept[-1] == {"lost": 0.1, "kbps": 310, "rung": "low"}
    assert len(kept) <= 2  # one, unless a minute ended in between


async def test_a_switched_off_microphone_is_seen_by_the_other(both):
    host, guest = both
    await guest.say("show", microphone=False, camera=True, screen=True, wants="low")
    shown = {
        "kind": "show",
        "seat": guest.seat,
        "microphone": False,
        "camera": True,
        "screen": True,
        "wants": "low",
    }
    assert await host.hear("show") == shown


async def test_both_are_told_when_the_meeting_moves_and_when_the_papers_change(both, room):
    host, guest = both
    await in_thread(rooms.move)(room, room.starts_at + timedelta(minutes=5))
    await in_thread(rooms.nudge)(room)
    await in_thread(rooms.stop_sharing)(room)
    for each in (host, guest):
        assert await each.hear("times")
        assert (await each.hear("papers"))["withdrawn"] is False
        assert (await each.hear("papers"))["withdrawn"] is True
