"""People at their browsers: everything they do, they do by names that a screen reader would say, in their language."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext, trans_real

from tests.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

    from alliance.models import Person


Made = TypeVar("Made")


def words(message: str, language: str, **facts: Any) -> str:
    """The product's own words for `message` in that language, as the page (or its script) would say them."""
    with translation.override(language):
        said = gettext(message)
        if said == message and not language.startswith("en"):
            said = _of_script(language).get(message, message)
    return said % facts if facts else said


def _of_script(language: str) -> dict[str, str]:
    found = trans_real.DjangoTranslation(language, domain="djangojs", localedirs=_places())
    return {key: value for key, value in found._catalog.items() if isinstance(key, str)}  # type: ignore[attr-defined]


def _places() -> list[str]:
    from django.conf import settings

    return [str(path) for path in settings.LOCALE_PATHS]


def apart(build: Callable[[], Made]) -> Made:
    """Runs `build` in a thread of its own: Playwright's loop holds this one, and notices ring sockets."""

    def run() -> Made:
        try:
            return build()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


class Reader:
    """One person in one browser."""

    def __init__(self, context: BrowserContext, person: Person, language: str = "zh-hans") -> None:
        self.context, self.person, self.language = context, person, language
        self.page: Page = context.new_page()

    def say(self, message: str, **facts: Any) -> str:
        """Our words in this person's language."""
        return words(message, self.language, **facts)

    def sign_in(self) -> Reader:
        """By e-mail and password."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label(self.say("Email or mobile number")).fill(self.person.email or "")
        self.page.get_by_label(self.say("Password"), exact=True).fill(PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url(re.compile(r"/(consultations|alliance|desk|escalations|site-reviews)/"))
        return self

    def press(self, message: str, **facts: Any) -> None:
        """A button."""
        self.button(message, **facts).click()

    def button(self, message: str, **facts: Any) -> Locator:
        """A button by its name."""
        return self.page.get_by_role("button", name=self.say(message, **facts), exact=True)

    def follow(self, message: str, **facts: Any) -> None:
        """A link."""
        self.page.get_by_role("link", name=self.say(message, **facts), exact=True).first.click()

    def write(self, label: str, text: str) -> None:
        """Into a field by its label; whatever else the label says (optional, required) may follow."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """A field by the beginning of its label."""
        return self.page.get_by_label(re.compile("^" + re.escape(self.say(label)))).first

    def choose(self, question: str, answer: str) -> None:
        """One of several radios under a question."""
        group = self.page.get_by_role("group", name=re.compile("^" + re.escape(self.say(question)))).first
        mark(group.get_by_role("radio", name=self.say(answer), exact=True))

    def tick(self, label: str) -> None:
        """A checkbox."""
        mark(self.page.get_by_role("checkbox", name=re.compile("^" + re.escape(self.say(label)))).first)

    def sees(self, message: str, **facts: Any) -> None:
        """The words stand on the page."""
        self.page.get_by_text(self.say(message, **facts)).first.wait_for()


def mark(box: Locator) -> None:
    """Checks a box that its label may cover. A forced check does not wait for the page to be drawn, so this does."""
    box.wait_for()
    box.check(force=True)


PATIENCE = 60  # seconds; a busy machine shows its first frame late


def moving_picture(page: Page) -> dict[str, Any]:
    """Waits until frames of somebody else are decoded and grow; gives size and count from getStats."""
    first = 0
    for _half_second in range(2 * PATIENCE):
        stats: dict[str, Any] = page.evaluate("window.xinqiao.callStats()") or {}
        first = first or stats.get("framesDecoded", 0)
        if stats.get("frameWidth") and stats["framesDecoded"] > first + 10:
            return stats
        page.wait_for_timeout(500)
    raise AssertionError(f"no moving picture: {stats}")


def until(page: Page, right: Callable[[dict[str, Any]], bool]) -> None:
    """Waits until the page's figures are right. (Playwright's own wait takes a promise for the truth.)"""
    for _ in range(2 * PATIENCE):
        figures = page.evaluate("window.xinqiao.callStats()")
        if right(figures):
            return
        page.wait_for_timeout(500)
    raise AssertionError(figures)


def situation(page: Page, name: str) -> None:
    """Waits until the page says that this is how things are."""
    until(page, lambda figures: figures["situation"] == name)
