"""What a reader gets, in which language, and what nobody gets."""

import pytest

from cms.models import TopicPage

ARTICLE = "/shuibu-haode-shihou/"


def test_a_page_that_is_not_translated_offers_the_other_language_and_does_not_pretend(site, client):
    assert client.get("/qingxu-diluo/").status_code == 200
    answer = client.get("/en/qingxu-diluo/")
    assert answer.status_code == 404
    assert '<html lang="en">' in answer.content.decode()
    assert 'href="/qingxu-diluo/" hreflang="zh-Hans"' in answer.content.decode()
    assert client.get("/en/nowhere/").content.decode().count("hreflang") == 0


def test_the_address_decides_the_language_not_the_reader(site, client):
    client.cookies["django_language"] = "en"
    assert '<html lang="zh-Hans">' in client.get(ARTICLE).content.decode()
    client.cookies["django_language"] = "zh-hans"
    assert '<html lang="en">' in client.get(f"/en{ARTICLE}").content.decode()


@pytest.mark.parametrize("path", ["/", "/en/", ARTICLE, f"/en{ARTICLE}", "/qingxu/", "/guanyu-women/"])
def test_a_public_page_has_the_numbers_and_neither_cookie_nor_token(site, client, path):
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert all(f'href="tel:{number}"' in html for number in ("120", "110", "12356"))
    assert not answer.cookies
    assert "csrf" not in html
    assert "nonce" not in html + answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_switch_leads_to_the_same_page_in_the_other_language(site, client):
    assert f'href="/en{ARTICLE}"' in client.get(ARTICLE).content.decode()
    assert f'href="{ARTICLE}"' in client.get(f"/en{ARTICLE}").content.decode()


def test_where_there_is_no_translation_the_switch_leads_home(site, client):
    html = client.get("/qingxu-diluo/").content.decode()
    assert 'href="/en/qingxu-diluo/"' not in html
    assert 'href="/en/"' in html


def test_before_anybody_has_made_a_home_page_the_bare_door_is_shown(db, client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'href="/accounts/login/"' in answer.content.decode()


def test_a_sample_says_that_it_is_one_and_rests_on_its_sources(site, client):
    html = client.get(ARTICLE).content.decode()
    assert "示例内容" in html
    assert "精神障碍诊疗规范" in html


def test_a_topic_with_many_articles_shows_them_page_by_page(site, client, monkeypatch):
    monkeypatch.setattr("cms.models.pages.AT_ONCE", 1)
    topic = TopicPage.objects.filter(locale__language_code="zh-hans").first()
    first, second = (client.get(f"{topic.where}{query}").content.decode() for query in ("", "?page=2"))
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in second
    titles = list(topic.articles.live().order_by("title", "pk").values_list("title", flat=True))
    assert titles[0] in first.split("<main")[1]
    assert titles[1] in second.split("<main")[1]
    assert titles[1] not in first.split("<main")[1]
