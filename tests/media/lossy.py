"""Run in a network of its own (`test_loss.py`): Chromium measures its line against a worker, with our own code.

Prints what `measuring.echo` made of it, as JSON. Arguments: the worker's socket, the relays as JSON.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

from launch import ROOT
from teleconsult.media import asking
from teleconsult.media.messages import Answer, Echo
from tests import browsers
from tests.media.conftest import running

PAGE = """<script>globalThis.gettext = (words) => words</script>
<script type="importmap">{"imports": {"app/": "https://line.test/js/"}}</script>"""
MEASURE = """async (relays) => {
  const { echo } = await import("app/call/measuring.js");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
  return await echo(relays, stream.getTracks(), (offer) => window.answer(offer));
}"""


def served(route: Route) -> None:
    """An empty page, and the product's modules."""
    name = route.request.url.removeprefix("https://line.test/")
    if name.startswith("js/"):
        path = ROOT / "frontend" / "static" / "js" / name.removeprefix("js/")
        route.fulfill(path=path, content_type="text/javascript")
    else:
        route.fulfill(body=PAGE, content_type="text/html")


def answer(socket: Path, offer: str) -> dict[str, str]:
    """As `call/echoing.py` does it, without a seat."""
    reply = asking.ask(socket, Echo(offer=offer))
    return {"sdp": reply.sdp} if isinstance(reply, Answer) else {"words": str(reply)}


def main(socket: Path, relays: list[dict[str, str]]) -> None:
    """One measurement."""
    with running(socket), sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        page = browser.new_context(permissions=["camera", "microphone"]).new_page()
        page.route("https://line.test/**", served)
        page.expose_function("answer", lambda offer: answer(socket, offer))
        page.goto("https://line.test/")
        print(json.dumps(page.evaluate(MEASURE, relays)))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
