"""A reader on a small phone: finds an article by a word of its title, reads it, and reads it in the other language."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.journeys.people import apart, words
from tests.journeys.test_self_check import overflow

Contexts = Callable[..., Any]
TITLE, MIDDLE, ONLY_CHINESE = "为什么不要自己停药", "自己停", "睡不着怎么办"


@pytest.fixture
def site(transactional_db: Any) -> None:
    """The articles that the product brings along, in the index."""
    apart(lambda: call_command("seed_site", stdout=StringIO()))


def search(page: Page, question: str, language: str = "zh-hans") -> None:
    """In the box that stands on every page."""
    box = page.get_by_role("searchbox", name=words("Search this site", language)).first
    box.fill(question)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    assert overflow(page) <= 0


def reads(page: Page, title: str) -> None:
    """The page of that title is open and no wider than the phone."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_reader_finds_reads_and_changes_language(
    site: None, server: str, new_context: Contexts, script: bool
) -> None:
    page = new_context(width=360, java_script_enabled=script).new_page()
    page.goto("/")
    assert overflow(page) <= 0
    search(page, MIDDLE)
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    reads(page, TITLE)
    page.get_by_role("link", name="English", exact=True).first.click()
    page.wait_for_url(re.compile(r"/en/"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert overflow(page) <= 0
    page.get_by_role("link", name="中文", exact=True).first.click()
    reads(page, TITLE)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_page_that_is_not_translated_is_offered_in_its_own_language(
    site: None, server: str, new_context: Contexts, script: bool
) -> None:
    page = new_context(width=360, java_script_enabled=script).new_page()
    page.goto("/")
    search(page, "失眠")
    page.locator("main").get_by_role("link", name=ONLY_CHINESE).first.click()
    reads(page, ONLY_CHINESE)
    page.goto(f"/en{re.sub(r'^https?://[^/]+', '', page.url)}")
    reads(page, words("Not translated yet", "en"))
    page.get_by_role("link", name=ONLY_CHINESE).click()
    reads(page, ONLY_CHINESE)
