"""Each line of the table holds, and no address is missing from it."""

from collections import Counter

import pytest
from django.urls import reverse

from tests.access import posts, table, walking
from tests.access.table import Row

METHODS = ("GET", "POST")


def test_every_address_stands_in_the_table_with_both_methods():
    known = {(row.name, row.method) for row in table.ROWS}
    assert {(name, method) for name in walking.names() for method in METHODS} - known == set()


def test_every_line_is_about_an_address_that_exists_and_stands_there_once():
    assert {row.name for row in table.ROWS} - set(walking.names()) == set()
    assert [line for line, times in Counter(map(str, table.ROWS)).items() if times > 1] == []


def test_no_line_expects_a_broken_page():
    assert [str(row) for row in table.ROWS if any(answer >= 500 for answer in row.answers.values())] == []


@pytest.mark.parametrize("row", table.ROWS, ids=str)
def test_each_gets_the_answer_that_the_table_says(world, ask, row: Row):
    url = reverse(row.name, kwargs=world.subjects[row.subject])
    sent = posts.for_row(world, row.name) if row.method == "POST" else {}
    assert {who: ask(who, row.method, url, **sent).status_code for who in row.answers} == row.answers


def test_whoever_is_signed_out_is_led_to_the_sign_in(world, ask):
    elsewhere = {"alliance:language"}  # anybody may switch it
    for row in table.ROWS:
        if row.answers["anonymous"] != 302 or ":" not in row.name or row.name in elsewhere:
            continue
        url = reverse(row.name, kwargs=world.subjects[row.subject])
        answer = ask("anonymous", row.method, url)
        assert (str(row), answer["Location"].partition("?")[0]) == (str(row), reverse("account_login"))


def test_scripts_of_somebody_signed_out_are_told_in_words_they_can_read(world, ask):
    for name, subject in (("teleconsult:draft", "draft"), ("teleconsult:opinion_draft", "opinion_draft")):
        answer = ask("anonymous", "GET", reverse(name, kwargs=world.subjects[subject]))
        assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_an_expert_of_the_same_centre_to_whom_a_case_is_not_given_is_beyond_its_reach(world, ask, other_expert):
    for row in table.ROWS:
        if row.answers["expert"] not in (200, 302) or row.answers["outsider"] != 404 or row.method != "GET":
            continue
        if row.subject.startswith(("alarm", "rule")):
            continue
        url = reverse(row.name, kwargs=world.subjects[row.subject])
        assert (str(row), ask("other_expert", row.method, url).status_code) == (str(row), 404)
