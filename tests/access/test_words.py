"""What pages, notices, mails and logs say: no patient where none belongs, no clinical word beyond the doctors."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from alliance import notices, outbox
from alliance.models import Notice, Outgoing
from tests.access import posts, table
from tests.access.table import Row
from tests.access.world import IDENTITY, World, clinical_marks, identity_marks

DOCTORS = ("community_doctor", "colleague", "expert")
WITHDRAWN = ("withdrawn", "room-withdrawn")


@dataclass(frozen=True)
class Page:
    """What one column was shown on one line of the table."""

    who: str
    row: Row
    url: str
    text: str

    def shows(self, marks: list[str]) -> list[tuple[str, str, str]]:
        """The marks that stand on it, with where and to whom."""
        return [(self.who, str(self.row), mark) for mark in marks if mark in self.text]


@dataclass(frozen=True)
class Told:
    """Every page that anybody is shown, and everything that was logged meanwhile."""

    pages: list[Page]
    logged: list[str]


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name} {record.getMessage()} {record.exc_text or ''}")


@contextmanager
def everything_logged(heard: list[str]) -> Iterator[None]:
    """As if somebody had turned the logs up while looking for a fault.

    All but `django.template`, which then writes whole contexts: it has no place in a clinic.
    """
    loggers = [logging.getLogger(name) for name in ("", "django.request")]
    levels = [logger.level for logger in loggers]
    ear = _Ear(heard)
    loggers[0].addHandler(ear)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        loggers[0].removeHandler(ear)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@pytest.fixture(scope="module")
def told(world: World, browsers: dict[str, tuple[Client, str]]) -> Told:
    """Opens everything that the table says can be opened."""
    pages: list[Page] = []
    logged: list[str] = []
    with override_settings(REQUIRE_MFA=False), everything_logged(logged):
        for row in (row for row in table.ROWS if row.method == "GET"):
            url = reverse(row.name, kwargs=world.subjects[row.subject])
            for who in (who for who, answer in row.answers.items() if answer in (200, 403, 404)):
                pages.append(Page(who, row, url, _text(browsers[who], url)))
    return Told(pages, logged)


def _text(browser: tuple[Client, str], url: str) -> str:
    client, cookies = browser
    client.cookies.clear()
    client.cookies.load(cookies)
    with transaction.atomic():
        content: bytes = client.get(url).content
        transaction.set_rollback(True)
    return content.decode(errors="replace")


def _shown(pages: list[Page], marks: list[str], that: Callable[[Page], bool]) -> list[tuple[str, str, str]]:
    return [found for page in pages if that(page) for found in page.shows(marks)]


def test_the_marks_are_seen_where_they_belong(told):
    """Otherwise the other tests here would hold of empty pages."""
    mine = [page for page in told.pages if page.who == "expert" and str(page.row) == "GET teleconsult:case scheduled"]
    seen = {mark for page in mine for _who, _row, mark in page.shows([*identity_marks(), *clinical_marks()])}
    assert {"祁守拙", "标记壬片", "标记乙：近来加重"} <= seen


def test_nobody_but_the_doctors_is_shown_who_the_patient_is(told):
    assert _shown(told.pages, identity_marks(), lambda page: page.who not in DOCTORS) == []


def test_nobody_but_the_doctors_is_shown_a_clinical_word(told):
    assert _shown(told.pages, clinical_marks(), lambda page: page.who not in DOCTORS) == []


def test_a_refusal_names_nobody(told):
    marks = [*identity_marks(), *clinical_marks()]
    assert _shown(told.pages, marks, lambda page: page.row.answers[page.who] != 200) == []


def test_after_a_withdrawal_the_expert_keeps_a_handle_and_nothing_to_read(told):
    marks = [*identity_marks(), *clinical_marks()]
    assert _shown(told.pages, marks, lambda page: page.who == "expert" and page.row.subject in WITHDRAWN) == []


def test_no_title_names_a_patient(told):
    titles = [(page, re.findall(r"<title>(.*?)</title>", page.text, re.DOTALL)) for page in told.pages]
    named = [str(page.row) for page, found in titles if any(mark in "".join(found) for mark in identity_marks())]
    assert named == []
    assert sum(bool(found) for _page, found in titles) > 200


def test_no_address_names_a_patient(told):
    addresses = [
        address
        for page in told.pages
        for address in (page.url, *re.findall(r'(?:href|action|src|data-url|hx-get|hx-post)="([^"]*)"', page.text))
    ]
    phone = "13977665544"
    about = [address for address in addresses if any(mark in address for mark in identity_marks())]
    assert [address for address in about if address != f"tel:{phone}"] == []


def test_no_line_of_the_log_names_a_patient(told):
    assert [line for line in told.logged if any(mark in line for mark in identity_marks())] == []
    assert told.logged


def test_nothing_that_is_posted_is_logged(world: World, ask: Callable[..., Any]) -> None:
    logged: list[str] = []
    names = {"words": IDENTITY["name"]}, {"words": IDENTITY["phone"]}
    person = {**IDENTITY, "born_on": "1977-05-20", "sex": "male"}
    with everything_logged(logged):
        for sent in names:
            ask("community_doctor", "POST", reverse("care:patients"), data=sent)
        ask("community_doctor", "POST", reverse("care:patient_new"), data=person)
        for row in (row for row in table.ROWS if row.method == "POST" and row.answers["community_doctor"] != 405):
            url = reverse(row.name, kwargs=world.subjects[row.subject])
            for who in ("community_doctor", "expert", "outsider"):
                ask(who, "POST", url, **posts.for_row(world, row.name))
    assert logged
    assert [line for line in logged if any(mark in line for mark in [*identity_marks(), *clinical_marks()])] == []


def test_no_notice_names_a_patient(world):
    left = list(Notice.objects.all())
    words = [" ".join((*notices.words(notice), notice.url, str(notice.facts))) for notice in left]
    assert [line for line in words if any(mark in line for mark in [*identity_marks(), *clinical_marks()])] == []
    assert len({notice.kind for notice in left}) > 10


def test_no_mail_names_a_patient(world):
    with transaction.atomic():
        tomorrow = timezone.now() + timedelta(hours=12)
        while Outgoing.objects.due(tomorrow).exists():
            outbox.deliver(tomorrow)
        transaction.set_rollback(True)
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert [text for text in letters if any(mark in text for mark in [*identity_marks(), *clinical_marks()])] == []
    assert letters  # how many depends on whether the world was built in the quiet hours


def test_no_file_name_or_header_names_a_patient(world: World, ask: Callable[..., Any]) -> None:
    for name, subject in (
        ("teleconsult:ics", "scheduled"),
        ("care:document", "document"),
        ("teleconsult:text", "signed"),
    ):
        answer = ask("community_doctor", "GET", reverse(name, kwargs=world.subjects[subject]))
        headers = " ".join(f"{key}: {value}" for key, value in answer.headers.items())
        assert [mark for mark in identity_marks() if mark in headers] == []
