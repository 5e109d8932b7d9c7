"""A reader finds what they need by a word, however they write it; nothing they type breaks the search."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.models import SynonymGroup
from cms.search import finding
from tests.cms.asking import ask, titles

ODD = [
    '"', '""', "'", "\\", "\\'", "%", "%s", "%(q)s", "*", "(", ")", "NEAR(a b)", "a AND", "NOT", "OR OR", "a:*", "!a",
    "<->", "&", "|", "^a", "{title}: a", "-", "--", "; DROP TABLE", "\x00", "\u200b", "😀", "　", "①½²", "١٢٣", "ﷺ",
    "a" * 3000, "郁" * 3000, "1" * 3000, "a " * 900,
]  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_searched_yet():
    cache.clear()


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_breaks_the_search(library, client, typed):
    assert ask(client, typed).status_code == 200
    assert ask(client, typed, format="json").status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_whatever_hypothesis_types_is_answered(library, client, typed):
    assert ask(client, typed).status_code == 200
    assert ask(client, typed, format="json").status_code == 200
    finding.find(finding.tidy(typed), "zh-hans", start=0, stop=5)
    list(Page.objects.search(typed)[:5])
    list(Page.objects.autocomplete(typed)[:5])


def test_what_is_not_published_is_not_found(library, client):
    library("抑郁草稿", live=False)
    assert "抑郁草稿" not in titles(client, "抑郁")


def test_an_unpublished_page_is_no_longer_found(library, client):
    page = library("抑郁旧文")
    assert "抑郁旧文" in titles(client, "抑郁")
    page.unpublish()
    assert "抑郁旧文" not in titles(client, "抑郁")


def test_a_page_of_the_other_language_is_not_found(library, client):
    assert titles(client, "抑郁", "/en/search/") == []


def test_one_address_may_not_ask_for_ever(library, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"search": "2/m/ip"}
    assert [ask(client, "抑郁").status_code for _time in range(3)] == [200, 200, 429]
    assert ask(client, "抑郁", format="json").status_code == 429


@pytest.mark.parametrize("word", ["抑郁", "郁的早", "早期识别", "识别", "年", "憂鬱抑鬱"[2:]])
def test_a_word_from_the_middle_of_a_title_finds_the_page(library, client, word):
    assert "青少年抑郁的早期识别" in titles(client, word)


@pytest.mark.parametrize("word", ["PHQ-9", "phq9", "ＰＨＱ－９", "憂鬱", "妈妈觉得"])
def test_a_word_of_the_text_finds_the_page_however_it_is_written(library, client, word):
    assert "产后情绪" in titles(client, word)


def test_all_the_words_come_first_and_any_of_them_where_nothing_has_all(library, client):
    assert titles(client, "抑郁 老师") == ["青少年抑郁的早期识别"]
    assert set(titles(client, "厌学 产后")) == {"孩子厌学", "产后情绪"}
    assert "没有页面包含所有这些词" in ask(client, "厌学 产后").content.decode()


def test_a_synonym_counts_as_soon_as_an_editor_has_written_it(library, client, django_capture_on_commit_callbacks):
    assert "孩子厌学" not in titles(client, "不想上学")
    with django_capture_on_commit_callbacks(execute=True):
        group = SynonymGroup.objects.create(words="厌学，不想上学")
    assert "孩子厌学" in titles(client, "娃不想上学怎么办")
    with django_capture_on_commit_callbacks(execute=True):
        group.delete()
    assert "孩子厌学" not in titles(client, "不想上学")


def test_whoever_may_be_in_danger_sees_the_numbers_first(library, client):
    SynonymGroup.objects.create(words="自杀，不想活", is_urgent=True)
    html = ask(client, "我不想活了").content.decode()
    main = html.partition("<main")[2]
    assert main.count('href="tel:') >= 3
    assert 'id="call"' not in main


def test_where_nothing_is_found_there_are_numbers_topics_and_other_words(library, client):
    SynonymGroup.objects.create(words="失眠, 睡不着")
    html = ask(client, "失魂落魄").content.decode().partition("<main")[2]
    assert 'href="tel:12356"' in html
    assert 'href="/qingxu/"' in html
    assert reverse("cms:search") + "?q=%E5%A4%B1%E7%9C%A0" in html


def test_the_page_is_not_for_search_engines_and_keeps_nothing(library, client):
    answer = ask(client, "抑郁")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_found_words_are_marked_and_what_was_typed_is_only_text(library, client):
    html = ask(client, "忧郁").content.decode()
    assert "<mark>忧郁</mark>" in html
    assert "<script>" not in ask(client, "<script>alert(1)</script>").content.decode()


def test_json_says_how_many_and_title_and_address_of_each(library, client):
    answer = ask(client, "早期识别", format="json").json()
    assert answer == {
        "total": 1,
        "results": [{"title": "青少年抑郁的早期识别", "url": "/qingshao-nianyi-yude-zaoqi-shibie/"}],
    }


def test_the_switch_keeps_the_question(library, client):
    assert 'href="/en/search/?q=PHQ-9"' in ask(client, "PHQ-9").content.decode()


def test_editors_find_pages_by_the_same_words(library):
    assert [page.title for page in Page.objects.search("早期识别")] == ["青少年抑郁的早期识别"]
    assert "青少年抑郁的早期识别" in [page.title for page in Page.objects.autocomplete("早期")]
    assert [page.title for page in Page.objects.search("早期识别", fields=["title"])] == ["青少年抑郁的早期识别"]
    assert Page.objects.search("早期识别").count() == 1
