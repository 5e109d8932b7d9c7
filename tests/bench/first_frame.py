"""From “Enter the room” to the other's first frame, beside two bare peer connections in the same browser.

Both have camera and microphone open before the clock starts. The bare pair lives in one page and hands descriptions
and candidates over directly: there is no server to ask and nobody to look up. Promise: the room within 1.3 times.
"""

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from alliance.models import Person
from alliance.roles import Role
from teleconsult.call.models import Room
from tests import browsers, environment, factories, servers
from tests.bench import Figure
from tests.call.factories import admit, make_room

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 7

WATCH = """() => { window.firstFrame = new Promise((done) => {
  let began = 0;
  addEventListener("click", () => { began = performance.now(); }, { capture: true, once: true });
  const look = () => {
    const video = document.querySelector("call-stage .video:not(.video--own) video");
    if (video?.srcObject) video.requestVideoFrameCallback(() => done(performance.now() - began));
    else requestAnimationFrame(look);
  };
  look();
}); }"""

OPEN = """async () => {
  const wanted = { video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: true };
  window.media = await navigator.mediaDevices.getUserMedia(wanted);
  document.body.innerHTML = "<video autoplay playsinline></video>";
}"""

BARE = """async (how) => {
  const began = performance.now();
  const [one, other] = [new RTCPeerConnection(how), new RTCPeerConnection()];
  const hand = (from, to) => { from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate); };
  hand(one, other);
  hand(other, one);
  const video = document.querySelector("video");
  other.ontrack = ({ streams }) => { video.srcObject = streams[0]; };
  const first = new Promise((done) => video.requestVideoFrameCallback(() => done(performance.now() - began)));
  for (const end of [one, other]) for (const track of media.getTracks()) end.addTrack(track, media);
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription);
  const took = await first;
  video.srcObject = null;
  one.close();
  other.close();
  return took;
}"""


def measure() -> Iterator[Figure]:
    """Medians of alternating rounds, in one browser, on one machine."""
    host, guest, room = people()
    connection.close()
    log = environment.VAR / "first-frame.log"
    with servers.serving(log, XINQIAO_REQUIRE_MFA="0") as url, sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        entered, bare = _rounds(browser, url, room, host, guest)
        browser.close()
    yield Figure("enter the room to the first frame, median", round(median(entered)), "ms")
    yield Figure("two bare peer connections to the first frame, median", round(median(bare)), "ms")
    yield Figure("room / bare", round(median(entered) / median(bare), 2), "times")


def people() -> tuple[str, str, Room]:
    """Session cookies of both, and a room into which the guest has been let."""
    centre, place = factories.make_centre(), factories.make_institution()
    people = factories.make_expert(centre), factories.make_member(Role.COMMUNITY_DOCTOR, place)
    room = make_room(*people)
    admit(room, people[1])
    host, guest = (_cookie(person) for person in people)
    return host, guest, room


def _cookie(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _rounds(browser: "Browser", url: str, room: Room, host: str, guest: str) -> tuple[list[float], list[float]]:
    waiting, coming = _page(browser, url, host), _page(browser, url, guest)
    alone = _page(browser, url, "")
    alone.goto("/healthz")
    alone.evaluate(OPEN)
    waiting.goto(room.get_absolute_url())
    waiting.get_by_role("button", name="Enter the room").click()
    waiting.locator("[data-live]").wait_for()
    entered, bare = [], []
    for _ in range(ROUNDS):
        entered.append(enter(coming, room))
        bare.append(float(alone.evaluate(BARE, {})))
    return entered[1:], bare[1:]  # the first of each warms the caches of both


def _page(browser: "Browser", url: str, cookie: str) -> "Page":
    context = browser.new_context(base_url=url, permissions=["camera", "microphone"])
    cookies: list[Any] = [{"name": "django_language", "value": "en", "url": url}]
    if cookie:
        cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url})
    context.add_cookies(cookies)
    return context.new_page()


def enter(page: "Page", room: Room) -> float:
    """Opens the room with everything ready, presses the button; milliseconds to the other's first frame. Leaves."""
    page.goto(room.get_absolute_url())
    page.locator("device-preview video:not([hidden])").wait_for()
    page.wait_for_function("document.querySelector('device-preview video').videoWidth > 0")
    page.evaluate(WATCH)
    page.get_by_role("button", name="Enter the room").click()
    took = float(page.evaluate("window.firstFrame"))
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url(lambda address: "/rooms/" not in address)
    return took
