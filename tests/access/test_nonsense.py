"""Nobody breaks a page by what they send: whatever is typed or forged is refused or kept, never an error of ours."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import posts, table
from tests.access.table import Row
from tests.access.world import World

NUL = "甲\0乙"
# A number that no database counts, longer than any line of text, and short enough for Python to read it as a number.
BEYOND = "9" * 4001
# In every field at once.
EVERYWHERE = {
    "NUL": NUL,
    "negative": "-1",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}%(x)s%s",
    "nothing": "",
}
# Only JSON can carry half a character; a form's bytes are decoded for us.
TYPED = {"NUL": NUL, "beyond": BEYOND, "endless": "a" * 25_000, "surrogate": "\ud83d"}
ASKED = ("page", "tab", "show", "part", "lang", "q", "patient", "centre", "next", "for")
BESIDES = ("seen", "because", "next", "remove-paper", "check-ticked", "read-in")  # what some pages read as well
OPEN = (200, 302, 401, 409, 422)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _answered(browsers: dict[str, tuple[Client, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error is an answer (500), so that one test names every page that breaks."""
    for client, _cookies in browsers.values():
        monkeypatch.setattr(client, "raise_request_exception", False)


def _rows(method: str) -> Iterator[tuple[Row, str]]:
    """Every line that opens to somebody, with the first to whom it does."""
    for row in table.ROWS:
        who = next((who for who, answer in row.answers.items() if answer == 200 or _opens(who, answer)), None)
        if row.method == method and who:
            yield row, who


def _opens(who: str, answer: int) -> bool:
    return answer in OPEN and who != "anonymous"


def _url(world: World, row: Row) -> str:
    return reverse(row.name, kwargs=world.subjects[row.subject])


def _sent(world: World, row: Row) -> dict[str, Any]:
    data: dict[str, Any] = {} if row.name in posts.JSON else posts.for_row(world, row.name)["data"]
    return data


def _one_of_a_kind(names: Iterable[str]) -> list[str]:
    """Of `phq9_1` to `phq9_9` the first."""
    return list({re.sub(r"\d+", "#", name): name for name in reversed(list(names))}.values())


def test_one_number_beyond_measure_breaks_no_page(world: World, ask: Callable[..., Any]) -> None:
    """In one field after the other of a form that is right otherwise, so that it comes as far as it can."""
    broken = []
    for row, who in _rows("POST"):
        right = _sent(world, row)
        for wrong in (*((name,) for name in _one_of_a_kind(right)), BESIDES):
            data = urlencode({**right, **dict.fromkeys(wrong, BEYOND)}, doseq=True)
            if ask(who, "POST", _url(world, row), data=data, content_type=FORM).status_code >= 500:
                broken.append((str(row), who, *wrong))
    assert broken == []


@pytest.mark.parametrize("kind", EVERYWHERE)
def test_a_form_full_of_nonsense_breaks_no_page(world: World, ask: Callable[..., Any], kind: str) -> None:
    broken = []
    for row, who in _rows("POST"):
        data = urlencode(dict.fromkeys([*_sent(world, row), *BESIDES], EVERYWHERE[kind]))
        if ask(who, "POST", _url(world, row), data=data, content_type=FORM).status_code >= 500:
            broken.append((str(row), who))
    assert broken == []


@pytest.mark.parametrize("kind", TYPED)
def test_a_draft_of_nonsense_breaks_no_saving(world: World, ask: Callable[..., Any], kind: str) -> None:
    broken, wrong = [], TYPED[kind]
    for row, who in (each for each in _rows("POST") if each[0].name in posts.JSON):
        for fields in ({"began": [wrong]}, {wrong: ["x"]}):
            for began_from in (0, wrong):
                typed = json.dumps({"fields": fields, "tab": wrong[:99], "began_from": began_from})
                answer = ask(who, "POST", _url(world, row), data=typed, content_type="application/json")
                if answer.status_code >= 500:
                    broken.append((str(row), who, typed[:60]))
    assert broken == []


@pytest.mark.parametrize("asked", [NUL, BEYOND], ids=["NUL", "beyond"])
def test_no_question_breaks_a_page(world: World, ask: Callable[..., Any], asked: str) -> None:
    query = urlencode(dict.fromkeys(ASKED, asked))
    broken = []
    for row, who in _rows("GET"):
        if ask(who, "GET", f"{_url(world, row)}?{query}").status_code >= 500:
            broken.append((str(row), who))
    assert broken == []


@pytest.mark.parametrize("path", ["/invitations/a%00b/", "/%00", "/accounts/password/reset/key/a-%00/"])
def test_no_address_breaks_a_page(ask: Callable[..., Any], path: str) -> None:
    assert ask("anonymous", "GET", path).status_code == 404
