"""Three in one call, in three real browsers; the third may be a relative, who comes by a link from a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alliance.models import Person
from teleconsult.call.models import Attendance, Seat, Visitor
from tests.call.factories import admit, make_room
from tests.journeys.people import PATIENCE, Reader

PHONE = {"width": 360, "height": 740, "is_mobile": True, "has_touch": True}


def until_all_move(readers: list[Reader], others: int = 2) -> None:
    """Waits until each decodes frames and hears sound of so many others, by getStats."""
    for reader in readers:
        before: list[int] = []
        for _half_second in range(2 * PATIENCE):
            peers = (reader.page.evaluate("window.xinqiao?.callStats()") or {"peers": []})["peers"]
            frames = [peer["framesDecoded"] for peer in peers]
            heard = all(peer["audioPackets"] > 10 for peer in peers)
            before = before or (frames if len(frames) == others and all(frames) else [])
            if before and heard and all(now > then + 10 for now, then in zip(frames, before, strict=True)):
                break
            reader.page.wait_for_timeout(500)
        else:
            raise AssertionError(peers)


def side_by_side(reader: Reader) -> None:
    """Both others are large, whole and apart; oneself is small."""
    tiles = reader.page.evaluate(
        """[...document.querySelectorAll("call-stage .video")].map((tile) => ({
          own: tile.classList.contains("video--own"), ...tile.getBoundingClientRect().toJSON() }))"""
    )
    wide = reader.page.evaluate("document.documentElement.clientWidth")
    (own,) = [tile for tile in tiles if tile["own"]]
    one, other = [tile for tile in tiles if not tile["own"]]
    assert own["width"] < one["width"] == other["width"]
    assert all(tile["left"] >= 0 and tile["right"] <= wide for tile in tiles), tiles
    bar = reader.page.evaluate(
        "[...document.querySelectorAll('.call')].map((one) => one.getBoundingClientRect().right)"
    )
    assert max(bar) <= wide, bar
    assert one["right"] <= other["left"] or one["bottom"] <= other["top"], tiles


@pytest.fixture
def at_room(server: str, new_context: Callable[..., Any]) -> Callable[..., Reader]:
    """Opens a room's page for somebody who is signed in."""

    def opened(person: Person, room: Any, **more: Any) -> Reader:
        client = Client()
        client.force_login(person)
        context = new_context(language="en", **more)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
        reader = Reader(context, person, "en")
        reader.page.goto(room.get_absolute_url())
        return reader

    return opened


def test_three_see_and_hear_each_other_and_two_go_on_when_one_leaves(
    at_room: Callable[..., Reader], expert: Person, community_doctor: Person, colleague: Person
) -> None:
    room = make_room(expert, community_doctor, colleague)
    room.seats.update(standing=Seat.Standing.ADMITTED)
    readers = [at_room(expert, room), at_room(community_doctor, room), at_room(colleague, room, **PHONE)]
    for reader in readers:
        reader.press("Enter the room")
    until_all_move(readers)
    for width, height in ((360, 740), (740, 360), (1280, 800)):
        readers[1].page.set_viewport_size({"width": width, "height": height})
        side_by_side(readers[1])
    readers[2].press("Leave")
    until_all_move(readers[:2], others=1)


def invited(doctor: Reader) -> str:
    """The doctor makes the link beside the call, with the patient's word."""
    doctor.press("Invite")
    doctor.choose("Who is it?", "Relative")
    doctor.write("Name", "许桂兰")
    doctor.tick("The patient agrees that this person takes part")
    doctor.press("Make the link")
    doctor.page.get_by_role("img", name=doctor.say("QR code of the link")).wait_for()
    link = doctor.page.get_by_label(doctor.say("The link"), exact=True).input_value()
    doctor.press("Close")
    return link


def test_a_relative_comes_from_a_phone_by_a_link_is_let_in_and_put_out(
    at_room: Callable[..., Reader], new_context: Callable[..., Any], expert: Person, community_doctor: Person
) -> None:
    room = make_room(expert, community_doctor)
    admit(room, community_doctor)
    host, doctor = at_room(expert, room), at_room(community_doctor, room)
    for reader in (host, doctor):
        reader.press("Enter the room")
    until_all_move([host, doctor], others=1)
    link = invited(doctor)

    relative = Reader(new_context(language="en", **PHONE), community_doctor, "en")
    relative.page.goto(link)
    relative.sees("A medical consultation by video at %(centre)s", centre="澜江区第二人民医院")
    relative.press("Yes, I am %(name)s", name="许桂兰")
    relative.press("Knock")
    relative.sees("They have been notified. Keep this page open.")
    host.press("Admit %(name)s", name="许桂兰")
    until_all_move([host, doctor, relative])
    host.page.get_by_text("许桂兰 · Relative").wait_for()

    relative.page.reload()  # straight back in, in the browser that came by it
    until_all_move([relative])
    other = Reader(new_context(language="en", **PHONE), community_doctor, "en")
    other.page.goto(link)
    other.sees("This link has been used")
    relative.page.goto(link)
    relative.page.wait_for_url(f"**/visit/{room.code}/")
    until_all_move([relative])

    doctor.press("Invite")
    doctor.press("Remove %(name)s from the call", name="许桂兰")
    relative.sees("You no longer take part in the conversation")
    until_all_move([host, doctor], others=1)
    assert Attendance.objects.filter(seat__visitor__isnull=False, left_at=None).count() == 0
    assert Visitor.objects.get().ended_by == community_doctor
    relative.page.reload()
    relative.sees("You are not a participant in this room")


def test_whoever_waits_in_the_lobby_sees_a_relative_come_and_go(
    at_room: Callable[..., Reader], new_context: Callable[..., Any], expert: Person, community_doctor: Person
) -> None:
    room = make_room(expert, community_doctor)
    admit(room, community_doctor)
    host, doctor = at_room(expert, room), at_room(community_doctor, room)
    expected = host.page.get_by_role("listitem").filter(has_text="许桂兰, Relative")
    host.page.get_by_role("listitem").filter(has_text=community_doctor.name).wait_for()
    assert expected.count() == 0
    link = invited(doctor)
    relative = Reader(new_context(language="en", **PHONE), community_doctor, "en")
    relative.page.goto(link)
    relative.press("Yes, I am %(name)s", name="许桂兰")
    expected.wait_for()
    doctor.press("Invite")
    doctor.press("Remove %(name)s from the call", name="许桂兰")
    expected.wait_for(state="detached")
    assert host.page.get_by_role("listitem").filter(has_text=community_doctor.name).count() == 1
