"""What is typed is never lost: a reload, a killed tab, a lost network, an ended session, two tabs, signing out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Error, Locator, Page, expect

from alliance.models import Person
from care.models import DangerAlarm
from teleconsult import asking, drafting
from teleconsult.models import Consultation, Draft
from tests.journeys.people import Reader, mark
from tests.teleconsult.factories import ANSWERS, Way, give_consent

Opener = Callable[..., Reader]
QUESTION = "Your question, in one sentence"
BEGAN = "When and how did it begin?"
DRAFTS = "**/draft/"
KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("xinqiao-drafts");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("pending").objectStore("pending").getAll();
    rows.onsuccess = () => { asked.result.close(); done(rows.result.map((row) => row.name)); };
  };
})"""


@pytest.fixture
def case(way: Way) -> Consultation:
    """Begun, nothing written."""
    return way.draft()


@pytest.fixture
def doctor(way: Way, case: Consultation, at_browser: Opener) -> Reader:
    """She is writing the request."""
    reader = at_browser(way.doctor)
    write_request(reader, case)
    return reader


def write_request(reader: Reader, case: Consultation, page: Page | None = None) -> Reader:
    """Opens the form and waits until it watches over what is typed."""
    reader.page = page or reader.page
    reader.page.goto(f"{case.get_absolute_url()}request/")
    reader.page.locator("autosave-form[tabindex]").wait_for()
    return reader


def note(reader: Reader, kind: str) -> Locator:
    """One of the notes of xinqiao/autosave.html, if it is shown."""
    return reader.page.locator(f'[data-notes] > [data-kind="{kind}"]')


def kept(reader: Reader) -> list[str]:
    """The names of the fields that wait on this device."""
    names: list[str] = reader.page.evaluate(KEPT)
    return names


def on_server(case: Consultation, name: str = "question") -> str:
    """What the server holds of a field."""
    draft = drafting.of(case, Draft.Sort.REQUEST)
    return (draft.fields.get(name) or [""])[0] if draft else ""


def until(true: Callable[[], Any], seconds: float = 15) -> None:
    """Waits; fails if it never becomes true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


@contextmanager
def unreachable_drafts(reader: Reader) -> Iterator[None]:
    """Saves do not get through; everything else does."""
    reader.context.route(DRAFTS, lambda route: route.abort())
    yield
    reader.context.unroute(DRAFTS)


def test_what_is_typed_reaches_the_server_and_leaves_the_device(doctor: Reader, case: Consultation) -> None:
    doctor.write(QUESTION, "怎样减药？")
    until(lambda: on_server(case) == "怎样减药？")
    until(lambda: kept(doctor) == [])
    expect(doctor.page.locator("[data-saved]").last).to_contain_text(":")
    assert doctor.page.evaluate("localStorage.length") == 0


def test_typing_survives_a_reload(doctor: Reader, case: Consultation) -> None:
    with unreachable_drafts(doctor):
        doctor.write(QUESTION, "怎样减药？")
        doctor.choose("A method or a plan?", "Unknown")
        doctor.tick("Hopeless, tired of life")
        doctor.page.reload()
        expect(doctor.field(QUESTION)).to_have_value("怎样减药？")
        expect(note(doctor, "restored")).to_be_visible()
    until(lambda: on_server(case) == "怎样减药？")
    assert (on_server(case, "plan"), on_server(case, "symptoms")) == ("unknown", "despair")
    until(lambda: kept(doctor) == [])


def test_typing_survives_a_killed_tab(doctor: Reader, case: Consultation) -> None:
    with unreachable_drafts(doctor):
        doctor.field(QUESTION).press_sequentially("how to taper")
        with doctor.page.expect_event("crash"):
            kill(doctor.page)
        doctor.page.close()
    write_request(doctor, case, doctor.context.new_page())
    expect(doctor.field(QUESTION)).to_have_value("how to taper")
    until(lambda: on_server(case) == "how to taper")


def kill(page: Page) -> None:
    """The tab's process ends; no handler of the page runs."""
    try:
        page.goto("chrome://crash", timeout=1000)
    except Error:
        return


def test_a_closed_tab_still_sends_its_last_words(doctor: Reader, case: Consultation) -> None:
    doctor.write(QUESTION, "怎样减药？")
    doctor.page.close(run_before_unload=True)
    until(lambda: on_server(case) == "怎样减药？")


def test_typing_survives_a_lost_network_and_nothing_is_sent_into_the_void(doctor: Reader, case: Consultation) -> None:
    doctor.context.set_offline(True)
    doctor.write(QUESTION, "怎样减药？")
    expect(note(doctor, "offline")).to_be_visible()
    doctor.press("Continue to consent")
    expect(note(doctor, "held")).to_be_visible()
    assert doctor.page.url.endswith("/request/")
    doctor.context.set_offline(False)
    until(lambda: on_server(case) == "怎样减药？")
    expect(note(doctor, "offline")).to_have_count(0)
    expect(note(doctor, "held")).to_have_count(0)


def test_typing_survives_an_ended_session(doctor: Reader, case: Consultation) -> None:
    page = doctor.page
    doctor.context.clear_cookies(name="sessionid")
    doctor.write(QUESTION, "怎样减药？")
    expect(note(doctor, "expired")).to_be_visible()
    assert on_server(case) == ""
    with doctor.context.expect_page() as opened:
        note(doctor, "expired").get_by_role("link").click()
    doctor.page = opened.value
    doctor.sign_in()
    doctor.page.close()
    doctor.page = page
    until(lambda: on_server(case) == "怎样减药？", seconds=25)
    expect(note(doctor, "expired")).to_have_count(0)
    doctor.press("Save as draft")  # the form's own token is fresh as well
    page.wait_for_load_state()
    expect(doctor.field(QUESTION)).to_have_value("怎样减药？")


def test_under_a_colleagues_session_nothing_is_saved_and_nothing_is_shown_to_him(
    doctor: Reader, case: Consultation, colleague: Person
) -> None:
    page = doctor.page
    doctor.context.clear_cookies(name="sessionid")
    doctor.write(QUESTION, "怎样减药？")
    expect(note(doctor, "expired")).to_be_visible()
    him = Reader(doctor.context, colleague, doctor.language)
    him.sign_in()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(note(doctor, "stranger")).to_be_visible()
    assert on_server(case) == ""
    him.page.goto(f"{case.get_absolute_url()}request/")
    expect(him.page.get_by_text("怎样减药？")).to_have_count(0)


def test_the_later_tab_is_told_and_either_can_show_what_the_other_wrote(doctor: Reader, case: Consultation) -> None:
    first, second = doctor.page, doctor.context.new_page()
    write_request(doctor, case, second)
    expect(note(doctor, "elsewhere")).to_be_visible()
    doctor.write(BEGAN, "两年前")
    until(lambda: on_server(case, "began") == "两年前")
    doctor.page = first
    expect(note(doctor, "written")).to_be_visible()
    doctor.write(QUESTION, "怎样减药？")
    until(lambda: on_server(case) == "怎样减药？")
    assert on_server(case, "began") == "两年前"
    doctor.press("Show what was written there")
    expect(doctor.field(BEGAN)).to_have_value("两年前")
    expect(doctor.field(QUESTION)).to_have_value("怎样减药？")


def test_newer_text_of_another_device_is_not_overwritten_unasked(
    doctor: Reader, case: Consultation, way: Way, at_browser: Opener
) -> None:
    with unreachable_drafts(doctor):
        doctor.write(QUESTION, "mine, never sent")
        until(lambda: kept(doctor) == ["question"])
        doctor.page.goto("/consultations/")
    elsewhere = write_request(at_browser(way.doctor), case)
    elsewhere.write(QUESTION, "newer")
    until(lambda: on_server(case) == "newer")
    write_request(doctor, case)
    expect(note(doctor, "conflict")).to_contain_text("mine, never sent")
    expect(doctor.field(QUESTION)).to_have_value("newer")
    doctor.press("Use the text on this device")
    until(lambda: on_server(case) == "mine, never sent")


def test_signing_out_warns_of_what_was_not_sent_and_erases_it(doctor: Reader, case: Consultation) -> None:
    with unreachable_drafts(doctor):
        doctor.write(QUESTION, "怎样减药？")
        sign_out(doctor)
        doctor.press("Stay")
        assert kept(doctor) == ["question"]
        sign_out(doctor)
        doctor.press("Sign out and erase")
        doctor.page.wait_for_url(lambda url: "/request/" not in url)
    doctor.page.goto("/")
    assert kept(doctor) == []
    assert on_server(case) == ""


def sign_out(reader: Reader) -> None:
    """By the account menu."""
    if not reader.page.locator("drop-menu details[open]").count():
        reader.page.locator("drop-menu summary").click()
    reader.press("Sign out")


def send(case: Consultation, doctor: Person) -> None:
    """The request goes out as it is on another device."""
    asking.complete(case, ANSWERS, by=doctor, at=timezone.now())
    give_consent(case, by=doctor)
    asking.submit(case, by=doctor, at=timezone.now())
    connection.close()


def test_what_was_sent_meanwhile_is_told_with_the_way_there(doctor: Reader, case: Consultation, way: Way) -> None:
    with ThreadPoolExecutor(1) as another:  # this thread's event loop is the browser's
        another.submit(send, case, way.doctor).result()
    doctor.write(QUESTION, "too late")
    expect(note(doctor, "closed")).to_be_visible()
    note(doctor, "closed").get_by_role("link").click()
    doctor.page.wait_for_url(f"**{case.get_absolute_url()}")


def test_a_sign_of_danger_shows_the_numbers_before_the_server_answers(doctor: Reader, case: Consultation) -> None:
    panel = doctor.page.locator("[data-danger-unsent]")
    expect(panel).to_be_hidden()
    with unreachable_drafts(doctor):
        doctor.choose("A method or a plan?", "Yes")
        expect(panel).to_be_visible(timeout=1000)
        assert doctor.page.evaluate("document.activeElement.name") == "plan"
        doctor.choose("A method or a plan?", "No")
        expect(panel).to_be_visible()
        doctor.choose("A method or a plan?", "Yes")
    expect(doctor.page.locator("[data-danger] .crisis")).to_be_visible(timeout=20_000)
    expect(panel).to_be_hidden()
    assert DangerAlarm.objects.get().about_code == case.code


def test_the_numbers_stay_in_sight_where_the_last_question_of_the_phq9_is_answered(
    way: Way, case: Consultation, at_browser: Opener
) -> None:
    doctor = write_request(at_browser(way.doctor, width=360, height=740), case)
    strip = doctor.page.locator("[data-danger-strip]")
    expect(strip).to_be_hidden()
    mark(doctor.page.locator('input[name="phq9_9"][value="1"]'))
    expect(strip.get_by_role("link", name="120")).to_be_in_viewport()
    doctor.page.locator("[data-danger] .crisis").wait_for()
    expect(strip).to_be_in_viewport()
    strip.locator("[data-way]").click()
    expect(doctor.page.locator("[data-danger] h2")).to_be_in_viewport()
    doctor.page.keyboard.press("Tab")
    expect(strip).to_be_hidden()
