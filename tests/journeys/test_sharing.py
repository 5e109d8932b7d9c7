"""A screen in place of the camera: seen sharp by the other, said to both, ended by either button."""

from collections.abc import Callable

from alliance.models import Person
from tests.call.factories import make_room
from tests.journeys.people import Reader, moving_picture, until

# A window of 1600 × 900 whose content changes, chosen without the browser's dialog.
WINDOW = """
navigator.mediaDevices && (navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1600, height: 900 });
  const paint = canvas.getContext("2d");
  setInterval(() => {
    paint.fillStyle = `hsl(${Date.now() / 20 % 360} 80% 50%)`;
    paint.fillRect(0, 0, 1600, 900);
  }, 66);
  return canvas.captureStream(15);
});
"""


def test_a_screen_is_shared_and_the_camera_comes_back(
    server: str, at_browser: Callable[..., Reader], expert: Person, community_doctor: Person
) -> None:
    room = make_room(expert, community_doctor)
    room.seats.update(standing="admitted")
    host = at_browser(expert, language="en")
    guest = at_browser(community_doctor, language="en")
    host.context.add_init_script(WINDOW)
    for reader in (host, guest):
        reader.page.goto(room.get_absolute_url())
        reader.press("Enter the room")
    moving_picture(guest.page)
    host.press("Share screen")
    host.sees("You are sharing your screen")
    guest.page.get_by_text(f"Screen of {expert.name}").first.wait_for()
    until(guest.page, lambda figures: figures["frameWidth"] == 1600)
    moving_picture(guest.page)
    host.press("Stop sharing")
    host.page.get_by_text("You are sharing your screen").wait_for(state="hidden")
    until(guest.page, lambda figures: 0 < figures["frameWidth"] < 1600)
    guest.page.get_by_text(f"Screen of {expert.name}").first.wait_for(state="hidden")
    moving_picture(guest.page)
