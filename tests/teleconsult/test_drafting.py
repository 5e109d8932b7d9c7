"""A form that is saved as it is typed: tabs merge, the later one is told, nonsense is refused."""

import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from teleconsult import drafting
from teleconsult.models import Consultation, Draft
from tests.teleconsult.factories import Way

now = timezone.now
SORT = Draft.Sort.REQUEST


def save(case: Consultation, fields: dict[str, list[str]], way: Way, **more: Any) -> drafting.Saved:
    return drafting.save(case, SORT, fields, by=way.doctor, at=now(), **more)


# --- refusals -------------------------------------------------------------------------------------------------------
def test_too_many_fields_or_too_long_a_text_are_refused_and_nothing_is_kept(way: Way) -> None:
    case = way.draft()
    for fields in (
        {f"f{number}": ["x"] for number in range(drafting.FIELDS_LIMIT + 1)},
        {"began": ["x" * (drafting.TEXT_LIMIT + 1)]},
    ):
        with pytest.raises(drafting.TooMuch):
            save(case, fields, way)
    assert drafting.of(case, SORT) is None


def test_fields_do_not_pile_up_save_by_save(way: Way) -> None:
    case = way.draft()
    save(case, {f"a{number}": ["x"] for number in range(drafting.FIELDS_LIMIT)}, way)
    with pytest.raises(drafting.TooMuch):
        save(case, {"one-more": ["x"]}, way)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"{}",
        b'{"fields": []}',
        b'{"fields": {"began": 7}}',
        b'{"fields": {"began": null}}',
        b'{"fields": {}, "began_from": "later"}',
        b'{"fields": {}, "began_from": [1]}',
        b'{"fields": {"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}",
    ],
    ids=range(13),
)
def test_nonsense_is_malformed_and_never_breaks(way: Way, browser: Any, body: bytes) -> None:
    url = reverse("teleconsult:draft", args=[way.draft().code])
    answer = browser(way.doctor).post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"malformed": True}


def test_too_much_is_told_apart(way: Way, browser: Any) -> None:
    url = reverse("teleconsult:draft", args=[way.draft().code])
    body = {"fields": {"began": ["x" * 20_001]}, "tab": "a", "began_from": 0}
    answer = browser(way.doctor).post(url, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()) == (413, {"too_much": True})


def test_what_was_sent_is_no_draft_any_more(way: Way, browser: Any) -> None:
    case = way.submitted()
    url = reverse("teleconsult:draft", args=[case.code])
    answer = browser(way.doctor).post(url, json.dumps({"fields": {}}), content_type="application/json")
    assert (answer.status_code, answer.json()) == (409, {"url": case.get_absolute_url()})


# --- the way --------------------------------------------------------------------------------------------------------
def test_changed_fields_merge_and_the_version_grows(way: Way) -> None:
    case = way.draft()
    save(case, {"began": ["两年前"], "symptoms": ["despair", "other"]}, way)
    saved = save(case, {"began": ["三年前"]}, way, began_from=1)
    assert (saved.version, saved.fields) == (2, {"began": ["三年前"], "symptoms": ["despair", "other"]})


def test_a_whole_form_leaves_nothing_of_the_former(way: Way) -> None:
    case = way.draft()
    save(case, {"symptoms": ["despair"]}, way)
    assert save(case, {"began": ["两年前"]}, way, whole=True).fields == {"began": ["两年前"]}


def test_a_tab_is_told_that_another_has_written_since(way: Way) -> None:
    case = way.draft()
    assert not save(case, {"began": ["甲"]}, way, tab="a", began_from=0).other_tab
    assert save(case, {"present": ["乙"]}, way, tab="b", began_from=0).other_tab
    assert save(case, {"began": ["丙"]}, way, tab="a", began_from=1).other_tab
    assert drafting.of(case, SORT).fields == {"began": ["丙"], "present": ["乙"]}


def test_a_tab_that_saves_on_top_of_what_it_has_seen_is_told_nothing(way: Way) -> None:
    case = way.draft()
    first = save(case, {"began": ["甲"]}, way, tab="a")
    assert not save(case, {"began": ["乙"]}, way, tab="b", began_from=first.version).other_tab
    assert not save(case, {"began": ["丙"]}, way, tab="b", began_from=first.version).other_tab


def test_the_page_of_the_second_tab_names_who_wrote(way: Way, browser: Any) -> None:
    case = way.draft()
    save(case, {"began": ["甲"]}, way, tab="a")
    url = reverse("teleconsult:draft", args=[case.code])
    body = {"fields": {"began": ["乙"]}, "tab": "b", "began_from": 0}
    answer = browser(way.doctor).post(url, json.dumps(body), content_type="application/json").json()
    assert (answer["version"], answer["other_tab"], answer["other"]) == (2, True, way.doctor.name)
    kept = browser(way.doctor).get(url).json()
    assert (kept["version"], kept["fields"]) == (2, {"began": ["乙"]})


def test_a_character_that_no_database_keeps_is_left_out(way: Way, browser: Any) -> None:
    case = way.draft()
    url = reverse("teleconsult:draft", args=[case.code])
    body = {"fields": {"began\0": ["两年\0\ud83d前"]}, "tab": "a\0\ud83d", "began_from": 0}
    answer = browser(way.doctor).post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200
    assert drafting.of(case, SORT).fields == {"began": ["两年前"]}


def test_what_was_typed_comes_back_into_the_form_right_or_wrong(way: Way, browser: Any) -> None:
    case = way.draft()
    save(case, {"question": ["怎样减药？"], "urgency": ["no-such"]}, way)
    page = browser(way.doctor).get(reverse("teleconsult:request", args=[case.code]))
    assert "怎样减药？" in page.content.decode()
    assert page.status_code == 200


def test_request_and_opinion_are_drafts_of_their_own(way: Way) -> None:
    case = way.scheduled()
    save(case, {"x": ["1"]}, way)
    drafting.save(case, Draft.Sort.OPINION, {"x": ["2"]}, by=way.expert, at=now())
    drafting.discard(case, SORT)
    assert [draft.sort for draft in case.drafts.all()] == ["opinion"]
