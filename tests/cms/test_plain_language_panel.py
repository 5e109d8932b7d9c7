"""The panel beside an article that is edited: for its editor alone, from what is written now, and it stops nobody."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlePage, Wording


@pytest.fixture
def article(site):
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").first()
    page.summary = "这里写着赋能。"
    page.save_revision()
    Wording.objects.create(language="zh-hans", said="赋能", instead="帮忙", why="公文词")
    return page


def address(page):
    return reverse("cms_plain_language", args=[page.pk])


def test_nobody_but_an_editor_asks(article, client, community_doctor):
    assert client.get(address(article)).status_code == 302
    client.force_login(community_doctor)
    assert client.get(address(article)).status_code == 403


def test_what_is_no_page_of_the_site_is_not_found(article, client, editor):
    client.force_login(editor)
    assert client.get(address(Page.objects.get(depth=1))).headers["Location"] == "/cms/"
    assert client.get(reverse("cms_plain_language", args=[999_999])).status_code == 404


def test_nothing_can_be_sent_to_it(article, client, editor):
    client.force_login(editor)
    assert client.post(address(article)).status_code == 405
    assert client.delete(address(article)).status_code == 405


def test_it_speaks_of_the_saved_draft_and_quotes_what_is_meant(article, client, editor):
    client.force_login(editor)
    html = client.get(address(article)).content.decode()
    assert "这里写着<mark>赋能</mark>。" in html
    assert "更好：“帮忙”" in html
    assert "公文词" in html


def test_what_an_editor_writes_is_escaped(article, client, editor):
    article.summary = "<script>alert(1)</script>赋能"
    article.save_revision()
    client.force_login(editor)
    html = client.get(address(article)).content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_editing_page_shows_it_without_a_script_and_says_nothing_of_wagtails_score(article, client, editor):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert html.count("data-plain-language") == 1
    assert "这里写着<mark>赋能</mark>。" in html
    assert "plain-language" in html.partition("<script")[2]
    assert "data-content-readability-score" not in html
    assert "data-checks-panel" in html


def test_editors_keep_the_list(article, client, editor):
    client.force_login(editor)
    assert client.get(reverse("wagtailsnippets_cms_wording:list")).status_code == 200
    answer = client.post(
        reverse("wagtailsnippets_cms_wording:add"),
        {"language": "zh-hans", "kind": "jargon", "said": "抓手", "instead": "办法", "why": ""},
    )
    assert answer.status_code == 302
    assert Wording.objects.filter(said="抓手").exists()
