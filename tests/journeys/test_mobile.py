"""A phone: what the call costs of a data plan, small pictures when asked for, and a telephone call in the middle."""

import re
from collections.abc import Callable

from alliance.models import Person
from tests.call.factories import make_room
from tests.journeys.people import Reader, mark, moving_picture, situation, until

SMALL = 320  # columns
# What a phone does to a microphone while somebody telephones.
TAKEN = """(taken) => {
  const track = window.microphone;
  Object.defineProperty(track, "muted", { value: taken, configurable: true });
  track.dispatchEvent(new Event(taken ? "mute" : "unmute"));
}"""
WATCHED = """
const door = navigator.mediaDevices;
const real = door?.getUserMedia.bind(door);
if (door) door.getUserMedia = async (wanted) => {
  const stream = await real(wanted);
  window.microphone = stream.getAudioTracks()[0] ?? window.microphone;
  return stream;
};
"""


def test_whoever_wants_to_spend_less_sends_and_gets_small_pictures(
    server: str, at_browser: Callable[..., Reader], expert: Person, community_doctor: Person
) -> None:
    room = make_room(expert, community_doctor)
    room.seats.update(standing="admitted")
    host = at_browser(expert, language="en")
    guest = at_browser(community_doctor, language="en", width=360)
    for reader in (host, guest):
        reader.page.goto(room.get_absolute_url())
        reader.press("Enter the room")
    for reader in (host, guest):
        until(reader.page, lambda figures: figures["frameWidth"] > SMALL)
    guest.press("Devices")
    guest.page.get_by_text(re.compile(r"^Used since you came in: \d+\.\d MB, at present about")).wait_for()
    mark(guest.page.get_by_label("Use less data"))
    guest.press("Done")
    for reader in (host, guest):
        until(reader.page, lambda figures: 0 < figures["frameWidth"] <= SMALL)
        situation(reader.page, "connected")  # nothing is wrong with the line
    guest.page.reload()
    moving_picture(guest.page)
    until(host.page, lambda figures: 0 < figures["frameWidth"] <= SMALL)
    guest.press("Devices")
    guest.page.get_by_label("Use less data").uncheck(force=True)
    until(host.page, lambda figures: figures["frameWidth"] > SMALL)


def test_a_telephone_call_takes_the_microphone_and_gives_it_back(
    server: str, at_browser: Callable[..., Reader], expert: Person, community_doctor: Person
) -> None:
    room = make_room(expert, community_doctor)
    room.seats.update(standing="admitted")
    host = at_browser(expert, language="en")
    guest = at_browser(community_doctor, language="en", width=360)
    guest.context.add_init_script(WATCHED)
    for reader in (host, guest):
        reader.page.goto(room.get_absolute_url())
        reader.press("Enter the room")
    moving_picture(host.page)
    told = guest.page.get_by_text("Something else has the microphone, a telephone call perhaps").first
    silent = host.page.get_by_role("img", name="Microphone off").first
    guest.page.evaluate(TAKEN, True)
    told.wait_for()
    silent.wait_for()
    guest.page.evaluate(TAKEN, False)
    told.wait_for(state="hidden")
    silent.wait_for(state="hidden")
    guest.page.evaluate(TAKEN, True)  # and now it does not come back by itself
    told.wait_for()
    guest.press("Try again")
    told.wait_for(state="hidden")
    silent.wait_for(state="hidden")
    situation(host.page, "connected")
