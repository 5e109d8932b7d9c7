"""Who gets a socket at all, and who loses it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.utils import timezone

from alliance import sockets
from alliance.models import AuditEntry, Membership
from teleconsult.call import allowance, presence, rooms
from teleconsult.call.allowance import BURST, NONSENSE
from teleconsult.call.models import Attendance, Seat
from teleconsult.call.protocol import Close

pytestmark = pytest.mark.django_db(transaction=True)
in_thread: Any = sync_to_async


@pytest.mark.parametrize("origin", [None, b"https://elsewhere.test", b"null", b"http://testserver.elsewhere.test"])
async def test_a_page_of_another_site_gets_no_socket(room, expert, socket, origin):
    assert not (await socket(room, expert, origin=origin)).connected


async def test_somebody_signed_out_gets_no_socket(room, socket):
    refused = await socket(room, None)
    assert (refused.connected, refused.code) == (False, sockets.SIGNED_OUT)


async def test_people_without_a_seat_get_no_socket_and_learn_nothing(room, cast, socket):
    for name in ("colleague", "coordinator", "leader", "outsider", "trainee", "editor"):
        refused = await socket(room, cast[name])
        assert (name, refused.connected, refused.code) == (name, False, Close.NO_SEAT)


async def test_whoever_sees_patients_needs_the_second_factor(room, expert, socket, settings):
    settings.REQUIRE_MFA = True
    refused = await socket(room, expert)
    assert (refused.connected, refused.code) == (False, sockets.NO_SECOND_FACTOR)


async def test_a_closed_room_says_why_and_lets_go(room, expert, socket):
    await in_thread(rooms.close)(room, because=rooms.Because.TECHNICAL, by=expert, at=timezone.now())
    late = await socket(room, expert)
    assert (await late.hear("closed"))["why"] == "technical"
    assert await late.closes() == Close.ROOM_CLOSED


async def test_nobody_enters_before_the_room_opens(room, expert, socket):
    await in_thread(rooms.move)(room, timezone.now() + timedelta(days=1))
    early = await socket(room, expert)
    await early.say("enter", page=early.page)
    assert (await early.hear("refused"))["why"] == "not_open"


async def test_opening_a_socket_is_written_down(room, expert, socket):
    await socket(room, expert)
    assert await AuditEntry.objects.filter(action="read", person=expert.code, subject_code=room.code).aexists()


async def test_leaving_the_institution_closes_the_socket_at_once(room, expert, socket, community_doctor):
    host = await socket(room, expert)
    await host.enter()
    await Membership.objects.filter(person=expert).aupdate(ended_at=timezone.now())
    await get_channel_layer().group_send(sockets.group_of(expert), {"type": "membership.ended"})
    assert (await host.hear("removed"))["why"] == "membership"
    assert await host.closes() == Close.ENDED
    assert not await Attendance.objects.filter(left_at=None).aexists()


async def test_leaving_another_institution_closes_nothing(room, expert, socket):
    host = await socket(room, expert)
    await host.enter()
    await get_channel_layer().group_send(sockets.group_of(expert), {"type": "membership.ended"})
    await host.say("heartbeat")
    assert await host.hear("heartbeat")


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "heartbeat"},
        {"kind": "chat", "client_code": "6f0d4f0e-54c4-4a2a-9df0-5a3d1a0d9b11", "body": "还在吗"},
        {"kind": "show", "microphone": True, "camera": True},
    ],
    ids=lambda message: message["kind"],
)
async def test_a_lost_seat_is_noticed_at_the_next_word_even_when_nobody_told(room, expert, socket, message):
    host = await socket(room, expert)
    await host.enter()
    await Seat.objects.filter(person=expert).aupdate(revoked_at=timezone.now())
    await asyncio.sleep(1)  # negotiation may ride on an answer of the last second
    await host.line.send_json_to(message)
    assert await host.hear("removed")
    assert await host.closes() == Close.ENDED


async def test_a_seat_taken_back_closes_the_socket_and_the_others_see_it_go(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    await Seat.objects.filter(person=community_doctor).aupdate(standing=Seat.Standing.ADMITTED)
    await host.enter()
    await guest.enter()
    await in_thread(rooms.revoke)(room, community_doctor, timezone.now())
    assert (await guest.hear("removed"))["why"] == "revoked"
    assert await guest.closes() == Close.ENDED
    assert (await host.hear("left"))["for_good"]


async def test_signing_out_ends_the_socket_at_the_next_heartbeat(room, expert, socket):
    host = await socket(room, expert)
    await Session.objects.all().adelete()
    await host.say("heartbeat")
    assert await host.closes() == Close.SIGNED_OUT


async def test_closing_tells_everybody_why(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    await host.enter()
    await in_thread(rooms.close)(room, because=rooms.Because.CONSENT_WITHDRAWN, by=expert, at=timezone.now())
    for each in (host, guest):
        assert (await each.hear("closed"))["why"] == "consent_withdrawn"
        assert await each.closes() == Close.ROOM_CLOSED


async def test_nonsense_is_refused_and_repeated_closes_the_socket(room, expert, socket):
    host = await socket(room, expert)
    for text in ["{", "[]", '{"kind":"record"}', '{"kind":"knock","more":1}', "null", "7", '"knock"', "x" * 70_000]:
        await host.line.send_to(text_data=text)
        assert (await host.hear("refused"))["why"] == "malformed"
    assert await host.closes() == Close.NOT_ASKED


async def test_bytes_are_read_as_any_other_frame(room, expert, socket):
    host = await socket(room, expert)
    await host.line.send_to(bytes_data=b"\xff\xfe")
    assert (await host.hear("refused"))["why"] == "malformed"


async def test_too_much_at_once_is_refused(room, expert, socket, monkeypatch):
    monkeypatch.setattr(allowance, "PER_SECOND", 0.0)  # however slow the machine: the bucket does not refill
    host = await socket(room, expert)
    for _ in range(BURST + NONSENSE + 20):
        await host.say("show", microphone=True, camera=True)
    assert (await host.hear("refused", within=20))["why"] == "too_fast"


async def test_the_clock_ends_what_died_without_a_word_and_tells_the_others(room, expert, community_doctor, socket):
    host, guest = await socket(room, expert), await socket(room, community_doctor)
    await host.enter()
    await Attendance.objects.aupdate(seen_at=timezone.now() - presence.LIFETIME * 2)
    await in_thread(presence.sweep)(timezone.now())
    assert not (await guest.hear("left"))["for_good"]
    await host.say("heartbeat")  # the tab was asleep, not gone
    assert (await guest.hear("joined"))["page"] == host.page
