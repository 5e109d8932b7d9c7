"""Lists by letter and by situation, feed, map for search engines."""

import json
import re

from cms import slugs
from cms.models import ArticlePage


def test_pinyin_gives_short_addresses_and_letters():
    assert slugs.spelled("孩子说“不想上学”") == "haizi-shuo-buxiang-shangxue"
    assert slugs.spelled("PHQ-9 是什么？") == "phq-9-shishen-me"
    assert slugs.spelled("！") == "page"
    assert (slugs.initial("抑郁"), slugs.initial("ADHD"), slugs.initial("“失眠”"), slugs.initial("9")) == (
        "Y",
        "A",
        "S",
        "#",
    )


def test_the_list_knows_articles_by_letter_by_further_words_and_by_situation(site, client):
    html = client.get("/a-z/").content.decode()
    assert re.findall(r'<h2 id="letter-\d+">(\w)</h2>', html) == ["Q", "S"]
    assert html.count('href="/shuibu-haode-shihou/"') == 3  # at work; by its title; by 失眠
    assert "孩子" in html
    assert "孕产" not in html


def test_each_language_lists_its_own(site, client):
    html = client.get("/en/a-z/").content.decode()
    assert 'href="/en/shuibu-haode-shihou/"' in html
    assert "qingxu-diluo" not in html


def test_the_feed_tells_what_is_new_with_whole_addresses(site, client, settings):
    feed = client.get("/feed/").content.decode()
    assert f"<link>{settings.PUBLIC_URL}/shuibu-haode-shihou/</link>" in feed
    assert "/en/shuibu-haode-shihou/" in client.get("/en/feed/").content.decode()


def test_the_map_pairs_translations_and_names_no_page_that_is_not_there(site, client, settings):
    text = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.PUBLIC_URL}/qingxu-diluo/</loc>" in text
    assert "/en/qingxu-diluo/" not in text
    assert f'hreflang="en" href="{settings.PUBLIC_URL}/en/shuibu-haode-shihou/"' in text
    assert "/crisis/" in text


def test_a_draft_is_in_no_list(site, client):
    ArticlePage.objects.get(title="情绪低落").unpublish()
    for path in ("/a-z/", "/feed/", "/sitemap.xml", "/", "/qingxu/"):
        assert "qingxu-diluo" not in client.get(path).content.decode()


def test_machines_are_told_what_readers_see_and_can_run_nothing(site, client):
    page = ArticlePage.objects.get(title="情绪低落")
    page.summary = "</script><script>alert(1)</script>"
    page.save_revision().publish()
    html = client.get("/qingxu-diluo/").content.decode()
    assert "<script>alert" not in html
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert (told["@type"], told["headline"], told["inLanguage"]) == ("MedicalWebPage", "情绪低落", "zh-Hans")


def test_pages_name_each_other_across_languages_only_where_both_are_there(site, client):
    assert 'hreflang="en" href="http' in client.get("/shuibu-haode-shihou/").content.decode()
    assert 'rel="alternate" hreflang' not in client.get("/qingxu-diluo/").content.decode()
