"""Somebody who has no mouse asks, from the first page to the invitation, with the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page

from teleconsult.models import Consultation, State
from tests.factories import PASSWORD
from tests.journeys.people import Reader
from tests.teleconsult.factories import Way, make_patient

MOST_TABS = 250


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element that matches has the focus, and the focus can be seen."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            outline = page.evaluate(
                """() => { const it = document.activeElement;
                  return getComputedStyle(it).outlineStyle !== 'none' || it.type === 'radio'; }"""
            )
            assert outline, f"{selector}: the focus cannot be seen"
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def write(page: Page, selector: str, text: str) -> None:
    """Goes to a field and types."""
    tab_to(page, selector)
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Goes to a strip of radios and picks one with arrows."""
    tab_to(page, f"[name='{name}']")
    page.keyboard.press("Space")
    for _step in range(8):
        if page.evaluate("name => document.querySelector(`[name='${name}']:checked`)?.value", name) == value:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{name} has no {value}")


def test_a_request_is_written_and_sent_with_the_keyboard_alone(
    way: Way, server: str, new_context: Callable[..., object], at_browser: Callable[..., Reader]
) -> None:
    patient = make_patient(way.doctor, way.place)
    reader = Reader(new_context(language="en"), way.doctor, "en")  # type: ignore[arg-type]
    page = reader.page
    page.goto("/accounts/login/")
    write(page, "[name=login]", way.doctor.email or "")
    write(page, "[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/consultations/")
    page.goto(f"/consultations/new/?patient={patient.code}")
    tab_to(page, "main form button.button--main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/request/")
    for name in ("ideas", "plan", "attempt", "harm_to_others"):
        choose(page, name, "no")
    choose(page, "purpose", "treatment")
    write(page, "[name=question]", "反复胸闷，怎样减药？")
    choose(page, "urgency", "routine")
    tab_to(page, "[name=specialty]")
    page.keyboard.type("Mood")
    write(page, "[name=medicine_0_name]", "地西泮")
    write(page, "[name=present]", "近一月加重")
    tab_to(page, "[name=symptoms][value=despair]")
    page.keyboard.press("Space")
    tab_to(page, "button[value=complete]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consent/")
    tab_to(page, "[name=cost_told]")
    page.keyboard.press("Space")
    tab_to(page, "[name^=agree_consultation]")
    page.keyboard.press("Space")
    choose(page, "signer", "patient")
    choose(page, "method", "paper")
    tab_to(page, "main form button.button--main")
    page.keyboard.press("Enter")
    reader.sees("Consent to this consultation is recorded. It can be withdrawn at any time.")
    tab_to(page, "form[action$='/submit/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consultations/*/")
    assert Consultation.objects.get().state == State.SUBMITTED
