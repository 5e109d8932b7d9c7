"""Two people in a room, in two real browsers: pictures, reload, two tabs, a lost line, devices, the end."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError

from alliance.models import Person
from teleconsult.call import rooms
from teleconsult.call.models import Attendance, ChatMessage, LineCheck, Room
from tests.call.factories import admit, make_room
from tests.journeys.people import Reader, apart, moving_picture, situation, until

if TYPE_CHECKING:
    from playwright.sync_api import WebSocketRoute

Opener = Callable[..., Reader]
# An empty page, where every context begins, has no devices.
REFUSING = """
const door = navigator.mediaDevices;
if (door) door.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError") };
"""
WITHOUT_CAMERA = """
const door = navigator.mediaDevices;
const real = door?.getUserMedia.bind(door);
if (door) door.getUserMedia = async (wanted) => {
  if (wanted.video) throw new DOMException("no camera", "NotFoundError");
  return real(wanted);
};
"""
DEAF_RELAY = {"TURN_URLS": "turn:127.0.0.1:9?transport=udp", "TURN_SECRET": "only-for-tests-" + "t" * 30}
# A browser on a line that takes `window.narrow` bits each second, as far as it can tell.
NARROW = """
const real = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function () {
  const rows = await real.call(this);
  const thin = (row) => row.type === "candidate-pair" ? {...row, availableOutgoingBitrate: window.narrow} : row;
  return window.narrow ? new Map([...rows].map(([id, row]) => [id, thin(row)])) : rows;
};
"""


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    """For the expert and the doctor, who has been let in before."""
    made = make_room(expert, community_doctor)
    admit(made, community_doctor)
    return made


@pytest.fixture
def at_room(server: str, new_context: Callable[..., Any], room: Room) -> Opener:
    """Opens the room's page for somebody who is signed in."""

    def opened(person: Person, *, script: str = "", **more: Any) -> Reader:
        client = Client()
        client.force_login(person)
        context = new_context(language="en", **more)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
        if script:
            context.add_init_script(script)
        reader = Reader(context, person, "en")
        reader.page.goto(room.get_absolute_url())
        return reader

    return opened


@pytest.fixture
def both(at_room: Opener, expert: Person, community_doctor: Person) -> tuple[Reader, Reader]:
    """Host and guest, each seeing the other move."""
    host, guest = at_room(expert), at_room(community_doctor)
    for reader in (host, guest):
        reader.press("Enter the room")
    for reader in (host, guest):
        moving_picture(reader.page)
    return host, guest


def test_a_guest_knocks_and_is_let_in_by_keyboard_and_names_alone(
    at_room: Opener, room: Room, expert: Person, community_doctor: Person
) -> None:
    room.seats.update(standing="outside")
    host, guest = at_room(expert), at_room(community_doctor)
    guest.press("Knock")
    guest.sees("You have knocked")
    host.press("Turn away %(name)s".replace("%(name)s", community_doctor.name))
    guest.press("Knock again")
    host.button("Enter the room").press("Enter")
    host.button("Admit %(name)s", name=community_doctor.name).press("Enter")
    for reader in (host, guest):
        assert moving_picture(reader.page)["pair"].startswith("host/")
    host.page.keyboard.press("m")
    host.button("Unmute microphone").wait_for()
    guest.page.get_by_role("img", name="Microphone off").first.wait_for()
    host.page.get_by_role("button", name="Messages").click()
    host.page.get_by_label("Write a message").type("mv")  # letters, not switches
    host.button("Unmute microphone").wait_for()


def test_the_check_before_entry_names_what_is_wrong_and_keeps_its_verdict(
    at_room: Opener, room: Room, community_doctor: Person
) -> None:
    guest = at_room(community_doctor)
    guest.page.goto(f"{room.get_absolute_url()}check/")
    guest.press("Start the check")
    guest.press("No")
    guest.sees("Turn the volume up")
    guest.sees("You are ready for a video consultation")
    guest.sees("Nothing on this server measures it at the moment.")
    guest.sees("How much the line carries could not be measured.")
    check = LineCheck.objects.get(seat__person=community_doctor)
    seen = check.findings
    assert (check.verdict, seen["speaker"], seen["direct"], seen["line"]) == ("picture", "unheard", True, None)
    assert (seen["camera"], seen["microphone"]) == ("good", "good")
    assert seen["socket_ms"] is not None
    guest.press("Check again")
    guest.press("Yes")
    guest.sees("You are ready for a video consultation")
    check.refresh_from_db()
    assert check.findings["speaker"] == "good"


def test_a_reload_in_mid_call_comes_straight_back(both: tuple[Reader, Reader], room: Room) -> None:
    host, guest = both
    guest.press("Turn camera off")
    guest.page.reload()
    situation(guest.page, "connected")
    moving_picture(guest.page)
    guest.button("Turn camera on").click()
    moving_picture(host.page)
    assert Attendance.objects.filter(seat__room=room, left_at=None).count() == 2
    assert Attendance.objects.filter(seat__room=room).count() == 3


@pytest.mark.parametrize("server_settings", [{"XINQIAO_REQUIRE_MFA": "0", **DEAF_RELAY}])
def test_a_relay_that_does_not_answer_hinders_nobody_who_reaches_the_other(both: tuple[Reader, Reader]) -> None:
    for reader in both:
        assert moving_picture(reader.page)["pair"].startswith("host/")


def test_the_later_of_two_tabs_goes_on_and_the_earlier_stops(both: tuple[Reader, Reader], room: Room) -> None:
    host, guest = both
    later = guest.context.new_page()
    later.goto(room.get_absolute_url())
    later.get_by_role("button", name="Enter the room").click()
    guest.sees("You are in another tab")
    moving_picture(later)
    moving_picture(host.page)
    guest.press("Continue here")
    later.get_by_text("You are in another tab").wait_for()
    moving_picture(guest.page)


def test_pictures_go_on_while_the_server_is_away_and_words_wait(
    at_room: Opener, expert: Person, community_doctor: Person, room: Room
) -> None:
    host, guest = at_room(expert), at_room(community_doctor)
    lines: list[WebSocketRoute] = []
    cut: list[bool] = []

    def proxy(line: "WebSocketRoute") -> None:
        if cut:
            line.close()
            return
        line.connect_to_server()
        lines.append(line)

    guest.context.route_web_socket("**/ws/rooms/**", proxy)
    guest.page.reload()
    for reader in (host, guest):
        reader.press("Enter the room")
    moving_picture(guest.page)
    cut.append(True)
    for line in lines:
        line.close()
    situation(guest.page, "signalling_away")
    guest.sees("The server cannot be reached; sound and video continue")
    moving_picture(guest.page)
    moving_picture(host.page)
    guest.page.get_by_role("button", name="Messages").click()
    guest.page.get_by_label("Write a message").fill("药盒上写的是 2.5 毫克")
    guest.press("Send")
    guest.sees("not sent yet")
    assert not ChatMessage.objects.exists()
    cut.clear()  # the page tries again by itself
    situation(guest.page, "connected")
    host.page.get_by_role("button", name="Messages").click()
    host.sees("药盒上写的是 2.5 毫克")
    assert ChatMessage.objects.get().room == room


def test_a_weak_line_keeps_the_sound_and_the_picture_comes_back_by_itself(
    at_room: Opener, expert: Person, community_doctor: Person
) -> None:
    host, guest = at_room(expert), at_room(community_doctor, script=NARROW)
    for reader in (host, guest):
        reader.press("Enter the room")
    full = moving_picture(host.page)["frameWidth"]
    guest.page.evaluate("window.narrow = 200_000")
    guest.sees("Your connection is weak")
    until(host.page, lambda figures: 0 < figures["frameWidth"] <= full / 2)
    guest.page.evaluate("window.narrow = 60_000")
    guest.sees("Your connection is too weak for a picture")
    host.page.get_by_text("No picture for the moment, sound goes on").wait_for()
    heard = host.page.evaluate("window.xinqiao.callStats()")["audioPackets"]
    until(host.page, lambda figures: figures["audioPackets"] > heard + 20)
    situation(host.page, "connected")
    moving_picture(guest.page)  # the other way is as wide as before
    guest.page.evaluate("window.narrow = 0")
    until(host.page, lambda figures: figures["frameWidth"] >= full)
    host.page.get_by_text("No picture for the moment, sound goes on").wait_for(state="hidden")
    situation(guest.page, "connected")


def test_whoever_refuses_camera_and_microphone_still_sees_and_is_told_how_to_allow_them(
    at_room: Opener, expert: Person, community_doctor: Person
) -> None:
    host, guest = at_room(expert), at_room(community_doctor, script=REFUSING)
    guest.sees("The browser is not allowed to use camera or microphone")
    guest.sees("Press the icon next to the address")
    for reader in (host, guest):
        reader.press("Enter the room")
    moving_picture(guest.page)
    situation(host.page, "connected")
    host.page.get_by_text("Camera is off", exact=True).wait_for()
    host.page.get_by_role("img", name="Microphone off").first.wait_for()
    host.page.wait_for_timeout(4000)  # longer than a silence that would mean a broken line
    situation(host.page, "connected")


def test_without_a_camera_there_is_sound_and_an_unplugged_microphone_is_named(
    at_room: Opener, expert: Person, community_doctor: Person
) -> None:
    host, guest = at_room(expert), at_room(community_doctor, script=WITHOUT_CAMERA)
    guest.sees("No camera was found")
    for reader in (host, guest):
        reader.press("Enter the room")
    situation(host.page, "connected")
    until(host.page, lambda figures: figures["audioPackets"] > 20)
    guest.page.evaluate(
        """() => { const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
        navigator.mediaDevices.enumerateDevices = async () => (await list()).filter(
          (device) => device.kind !== "audioinput" || !device.label.includes("Default"));
        navigator.mediaDevices.dispatchEvent(new Event("devicechange")); }"""
    )
    guest.page.get_by_text("was unplugged").first.wait_for()
    guest.page.get_by_role("button", name="Use ").click()
    guest.page.get_by_text("was unplugged").first.wait_for(state="hidden")
    guest.button("Mute microphone").wait_for()


def test_a_closed_room_stops_both_and_says_why(both: tuple[Reader, Reader], room: Room, expert: Person) -> None:
    host, guest = both
    apart(lambda: rooms.close(room, because=rooms.Because.CONSENT_WITHDRAWN, by=expert, at=timezone.now()))
    for reader in (host, guest):
        with suppress(PlaywrightError):  # already told; else the next word of a browser meets the closed door
            reader.button("Mute microphone").click(timeout=2_000)
        reader.sees("The meeting was closed because consent was withdrawn")
    guest.page.reload()
    guest.sees("The meeting was closed because consent was withdrawn")


def test_leaving_leads_away_and_the_other_is_told(both: tuple[Reader, Reader], room: Room) -> None:
    host, guest = both
    guest.press("Leave")
    situation(host.page, "alone")
    host.sees("has left the room")
    assert room.get_absolute_url() not in guest.page.url
    host.press("Emergency")
    host.page.get_by_role("dialog", name="Safety first").wait_for()
    host.page.keyboard.press("Escape")
    host.page.get_by_role("dialog", name="Safety first").wait_for(state="hidden")
