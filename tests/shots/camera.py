"""Opens each page as each person, in each language, width and theme, and presses the button."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tests import browsers
from tests.shots import Shot
from tests.shots.sheet import Look

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, StorageState

CODES = {"zh": "zh-hans", "en": "en"}
HEIGHTS = {360: 740, 1280: 800}
Places = Sequence[tuple[Shot, str]]


def take(
    url: str, places: Places, people: Mapping[str, Mapping[str, str]], looks: Sequence[Look], folder: Path
) -> list[str]:
    """Write `<name>-<look>.png` for all; gives one line for each page that could not be taken."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        studio = Studio(browser, url, people, folder)
        return list(studio.take(places, looks))


class Studio:
    """One browser in front of one server; each person signs in once."""

    def __init__(self, browser: "Browser", url: str, people: Mapping[str, Mapping[str, str]], folder: Path) -> None:
        self.browser, self.url, self.people, self.folder = browser, url, people, folder
        self.signed_in: dict[str, StorageState] = {}

    def take(self, places: Places, looks: Sequence[Look]) -> Iterator[str]:
        """Language outermost: a person's language is kept with the person, not with the window."""
        by_language = sorted(looks, key=lambda look: (look.language, look.width))
        for language, same_language in groupby(by_language, key=lambda look: look.language):
            widths = {width: list(group) for width, group in groupby(same_language, key=lambda look: look.width)}
            for role in sorted({shot.role for shot, _ in places}):
                mine = [(shot, address) for shot, address in places if shot.role == role]
                for width, same_width in widths.items():
                    yield from self._sit(role, language, width, mine, same_width)

    def _sit(self, role: str, language: str, width: int, places: Places, looks: Sequence[Look]) -> Iterator[str]:
        """One person at one window."""
        from playwright.sync_api import Error

        try:
            context = self._window(role, language, width)
        except (Error, KeyError) as error:
            yield f"{role or 'somebody signed out'} could not come in: {str(error).splitlines()[0]}"
            return
        for shot, address in places:
            try:
                self._take(context, shot, address, looks)
            except Error as error:
                yield f"{shot.name} {language} {width}: {str(error).splitlines()[0]}"
        context.close()

    def _window(self, role: str, language: str, width: int) -> "BrowserContext":
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale=browsers.LOCALES[CODES[language]],
            timezone_id="Asia/Shanghai",
            permissions=["camera", "microphone"],
            storage_state=self._state(role) if role else None,
        )
        self._speak(context, CODES[language])
        return context

    def _state(self, role: str) -> "StorageState":
        """Sign in by the form, once a person."""
        if role not in self.signed_in:
            person, context = self.people[role], self.browser.new_context(base_url=self.url)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.goto("/accounts/login/")
            page.locator("input[name=login]").fill(person["email"])
            page.locator("input[name=password]").fill(person["password"])
            with page.expect_navigation():
                page.locator("input[name=password]").press("Enter")
            self.signed_in[role] = context.storage_state()
            context.close()
        return self.signed_in[role]

    def _speak(self, context: "BrowserContext", code: str) -> None:
        """The language switch that every page carries."""
        context.add_cookies([{"name": "django_language", "value": code, "url": self.url}])
        context.request.get("/accounts/login/")  # for the token against forged forms
        token = next((str(each["value"]) for each in context.cookies() if each["name"] == "csrftoken"), "")
        context.request.post(
            "/language/",
            form={"language": code, "next": "/"},
            headers={"X-CSRFToken": token, "Referer": self.url + "/", "Origin": self.url},
        )

    def _take(self, context: "BrowserContext", shot: Shot, address: str, looks: Sequence[Look]) -> None:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address, wait_until="load")
        if shot.before:
            shot.before(page)
        page.wait_for_timeout(250)  # custom elements settle
        for look in looks:
            page.emulate_media(color_scheme="dark" if look.theme == "dark" else "light")
            page.screenshot(path=self.folder / f"{shot.name}-{look.name}.png", full_page=True)
        page.close()
