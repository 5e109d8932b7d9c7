"""Somebody checks on themselves, alone with the page: help comes at once, and nothing leaves."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.test_axe import grave
from tests.journeys.test_keyboard import choose, tab_to

PATH = "/self-check/phq-9/"
HELP, RESULT = "[data-help]", ".self-check__result"
Contexts = Callable[..., Any]


def opened(context: Any, path: str = PATH) -> Page:
    """The page at rest; from here on it is to ask for nothing."""
    page: Page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page


def begin(page: Page, way: str = "all") -> None:
    """Eighteen or over, and the way the questions are shown."""
    page.locator("[data-old-enough]").click()
    page.locator(f"[name=way][value={way}]").check()


def answer(page: Page, values: dict[int, int]) -> None:
    """Ticks answers by the number of the question."""
    for item, value in values.items():
        page.locator(f"[name=item-{item}][value='{value}']").check()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def test_help_comes_at_once_whatever_the_total_and_no_request_leaves_the_page(
    server: str, new_context: Contexts
) -> None:
    context = new_context(width=360)
    page = opened(context)
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    begin(page)
    assert not page.locator(HELP).is_visible()
    answer(page, {9: 1})
    assert page.locator(HELP).is_visible()
    assert not page.locator(RESULT).is_visible()
    assert page.locator(f"{HELP} a[href='tel:120']").first.is_visible()
    assert "120" in page.locator("[role=alert]").inner_text()
    assert page.evaluate("document.activeElement.name") == "item-9"
    answer(page, dict.fromkeys(range(1, 9), 0))
    page.locator("[data-finish]").click()
    assert page.locator(HELP).is_visible()
    assert page.locator("[data-total]").inner_text() == "1"
    assert "总分不高，但刚才那一项最要紧" in page.locator("[data-said]").inner_text()
    page.locator("[data-rethink]").click()
    answer(page, {9: 0})
    assert page.locator(HELP).is_visible()
    assert overflow(page) <= 0
    assert requests == []
    assert context.storage_state()["origins"] == []
    assert {cookie["name"] for cookie in context.cookies()} <= {"django_language"}


def test_a_reader_under_eighteen_is_led_to_what_is_written_for_them(server: str, new_context: Contexts) -> None:
    page = opened(new_context(width=360))
    page.locator("[data-too-young]").click()
    assert page.evaluate("document.activeElement.id") == "young"
    assert page.locator("[data-young] a[href='tel:12355']").is_visible()
    assert not page.locator("[data-questions]").is_visible()


def test_the_check_is_done_with_the_keyboard_alone(server: str, new_context: Contexts) -> None:
    page = opened(new_context(language="en"), "/en/self-check/gad-7/")
    tab_to(page, "[data-old-enough]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "stem"
    for item in range(1, 8):
        choose(page, f"item-{item}", "2")
        tab_to(page, "[data-next]" if item < 7 else "[data-finish]")
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"
    assert page.locator("[data-total]").inner_text() == "14"
    assert "A good deal of worry" in page.locator("[data-said]").inner_text()
    tab_to(page, "[data-again]")
    page.keyboard.press("Enter")
    assert page.locator("[data-item] input:checked").count() == 0
    assert not page.locator(RESULT).is_visible()


def test_without_script_it_is_a_sheet_with_its_scoring(server: str, new_context: Contexts) -> None:
    page = opened(new_context(width=360, java_script_enabled=False))
    assert page.locator("[data-item]").count() == 9
    assert all(item.is_visible() for item in page.locator("[data-item]").all())
    assert page.locator(".self-check__scoring").is_visible()
    assert page.locator(HELP).is_visible()
    assert not page.locator(RESULT).is_visible()
    assert page.locator("main button:visible").count() == 0


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_no_stage_of_the_check_has_a_serious_fault(server: str, new_context: Contexts, width: int, theme: str) -> None:
    page = opened(new_context(width=width, theme=theme))
    faults = grave(page)
    begin(page)
    answer(page, {1: 2, 2: 3, 3: 3, 4: 2, 9: 2})
    faults += grave(page)
    page.locator("[data-finish]").click()
    page.locator("[data-said] h3").wait_for()
    assert faults + grave(page) == []
    assert overflow(page) <= 0
