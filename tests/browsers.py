"""Real Chromium for the journeys, with a made-up camera and microphone.

On failure the pages' pictures and Playwright's trace stay in `var/journeys/<test>/`.
"""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from launch import ROOT, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

LONGEST = 300  # seconds for one journey; every other test has the limit of pyproject.toml
KEPT = ROOT / "var" / "journeys"
FLAGS = [
    "--use-fake-device-for-media-stream=fps=30",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-dev-shm-usage",
    "--allow-loopback-in-peer-connection",
]
FAILED = pytest.StashKey[bool]()
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
REFUSED = ("Content Security Policy", "Refused to ")


def flags(*more: str) -> list[str]:
    """Chromium's command line; root cannot have its sandbox."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), *more]


def launch(playwright: Any, *more: str, headless: bool = True) -> "Browser":
    """The Chromium that is there."""
    opened: Browser = playwright.chromium.launch(executable_path=browser.find(), headless=headless, args=flags(*more))
    return opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys carry their marker and come last: their browser keeps this thread's event loop."""
    for item in items:
        if "journeys" in Path(str(item.path)).parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(LONGEST))
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember failures until the contexts close."""
    report: Any = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    """What drives every browser of this process."""
    if browser.find() is None:
        pytest.fail("No Chromium or Chrome found. Set XINQIAO_CHROMIUM, or let bin/test get one.")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, so Django would refuse the database to the journey itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: "Playwright") -> Iterator["Browser"]:
    """One browser for all journeys of this process."""
    opened = launch(playwright)
    yield opened
    opened.close()


class Contexts:
    """The browser windows of one journey; each context is another person's browser."""

    def __init__(self, chromium: "Browser", address: str, folder: Path) -> None:
        self.chromium, self.address, self.folder = chromium, address, folder
        self.open: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        *,
        language: str = "zh-hans",
        width: int = 1280,
        height: int = 800,
        theme: str = "light",
        permissions: tuple[str, ...] = ("camera", "microphone"),
        **more: Any,
    ) -> "BrowserContext":
        """A fresh context; relative addresses lead to the server under test."""
        context = self.chromium.new_context(
            base_url=self.address or None,
            locale=LOCALES.get(language, language),
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            timezone_id=more.pop("timezone_id", "Asia/Shanghai"),
            permissions=list(permissions),
            **more,
        )
        if self.address:
            context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        context.set_default_timeout(40_000)
        context.tracing.start(screenshots=True, snapshots=True)
        context.on("page", self._listen)
        self.open.append(context)
        return context

    def _listen(self, page: "Page") -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page.url, said.text))

    def _hear(self, url: str, text: str) -> None:
        if any(word in text for word in REFUSED):
            self.complaints.append(f"{url}: {text}")

    def close(self, *, keep: bool) -> None:
        """Close all; keep pictures and traces where the journey failed."""
        for number, context in enumerate(self.open, 1):
            if keep:
                self._keep(number, context)
            context.close()

    def _keep(self, number: int, context: "BrowserContext") -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for count, page in enumerate(context.pages, 1):
            if not page.is_closed():
                page.screenshot(path=self.folder / f"person-{number}-page-{count}.png", timeout=10_000)
        context.tracing.stop(path=self.folder / f"person-{number}-trace.zip")


@pytest.fixture
def new_context(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator[Callable[..., "BrowserContext"]]:
    """Opens browsers; at the end no page may have had an uncaught error or a refused resource.

    A journey that provokes one on purpose empties `new_context.complaints` itself.
    """
    address = request.getfixturevalue("server") if "server" in request.fixturenames else ""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:80]
    contexts = Contexts(chromium, address, KEPT / name)
    yield contexts
    failed = request.node.stash.get(FAILED, False)
    contexts.close(keep=failed or bool(contexts.complaints))
    assert failed or not contexts.complaints, contexts.complaints
