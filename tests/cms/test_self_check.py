"""The self-checks: published questions, help before numbers, and nothing that could leave the page."""

import re

import pytest
from django.utils.html import escape

from care import instruments
from cms import planting, samples, self_checks

CHECKS = {"phq-9": instruments.PHQ9, "gad-7": instruments.GAD7}
PAGES = [f"{prefix}/self-check/{key}" for prefix in ("", "/en") for key in ("", "phq-9/", "gad-7/")]
each_page = pytest.mark.parametrize("path", PAGES)
each_check = pytest.mark.parametrize("key", CHECKS)


def html_of(client, path):
    """The page, as it is sent."""
    return client.get(path).content.decode()


@each_page
def test_nothing_on_the_page_can_send_anything(db, client, path):
    html = html_of(client, path)
    main = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"<form|formaction|<iframe|<img|hx-", main)
    assert not re.search(r'http-equiv|sendBeacon|csrf|\bform="', html)
    assert set(re.findall(r'<form[^>]*action="([^"]*)"', html)) <= {"/search/", "/en/search/"}  # of the bar


@each_page
def test_the_page_sets_no_cookie_tells_nobody_where_from_and_is_the_same_for_all(db, client, path):
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "public" in answer.headers["Cache-Control"]
    assert "nonce" not in answer.content.decode() + policy
    assert "unsafe" not in policy
    assert answer.content == client.get(path).content


def test_what_somebody_signed_in_sees_is_kept_by_nobody(client, editor):
    client.force_login(editor)
    assert client.get("/self-check/phq-9/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("key", ["phq-a", "epds", "isi", "sdq", "nothing"])
def test_an_instrument_that_may_not_be_shipped_is_absent(db, client, key):
    assert client.get(f"/self-check/{key}/").status_code == 404


@each_page
def test_an_answer_cannot_be_posted(db, client, path):
    assert client.post(path, {"item-9": "3"}).status_code == 405


def test_the_policy_allows_the_one_inline_script_by_its_hash(db, client):
    answer = client.get("/self-check/phq-9/")
    scripts = re.findall(r"<script(?![^>]*src)[^>]*>(.*?)</script>", answer.content.decode(), re.S)
    from frontend import import_map

    assert [import_map.digest(script) in answer.headers["Content-Security-Policy"] for script in scripts] == [True]


@each_check
@pytest.mark.parametrize(("prefix", "language"), [("", "zh"), ("/en", "en")])
def test_every_question_and_answer_stands_there_as_published(db, client, key, prefix, language):
    html = html_of(client, f"{prefix}/self-check/{key}/")
    check = CHECKS[key]
    for item in (instruments.STEM, *check.items, *instruments.OPTIONS):
        assert escape(getattr(item, language)) in html
    assert html.count("<fieldset tabindex") == len(check.items)
    assert html.count('type="radio" name="item-') == 4 * len(check.items)
    assert "checked" not in re.sub(r'name="way"[^>]*checked', "", html)
    assert escape(instruments.CREDIT) in html


@each_page
def test_that_nothing_is_sent_is_said_first(db, client, path):
    html = html_of(client, path)
    said = "Nothing is sent" if path.startswith("/en") else "不发送"
    assert said in html
    if "item-1" in html:
        assert html.index(said) < html.index("item-1")


@each_page
def test_a_younger_reader_is_led_elsewhere(db, client, path):
    assert 'href="tel:12355"' in html_of(client, path)


def test_help_stands_before_every_total_and_has_no_way_to_close_it(db, client):
    html = html_of(client, "/self-check/phq-9/")
    help_at = html.index("data-help ")
    help_ends = html.index("</section>", help_at)
    assert html.index('name="item-9"') < help_at < html.index("data-total")
    assert all(f'href="tel:{number}"' in html[help_at:help_ends] for number in ("120", "110", "12356"))
    assert "<button" not in html[help_at:help_ends]
    assert 'role="alert"' in html


def test_where_no_question_speaks_of_danger_there_is_no_help_to_show(db, client):
    assert "data-help" not in html_of(client, "/self-check/gad-7/")


@each_check
def test_on_paper_each_total_has_its_reading(db, client, key):
    html = html_of(client, f"/self-check/{key}/")
    readings = re.findall(r'data-reading="(\w+)"', html)
    own = [str(band.least) for band in CHECKS[key].bands]
    assert readings == [*own, *(["low"] if key == "phq-9" else []), "incomplete"]


@each_check
def test_what_is_told_of_a_total_begins_where_the_published_band_begins(key):
    told = next(each for each in self_checks._told()["check"] if each["key"] == key)
    assert [band["lower"] for band in told["band"]] == [band.least for band in CHECKS[key].bands]
    assert told["band"][-1]["upper"] == CHECKS[key].highest


def test_an_article_that_is_not_there_is_named_without_a_link(db, client):
    html = html_of(client, "/self-check/phq-9/")
    assert "写给没满 18 岁的你" in html
    assert 'href=""' not in html


def test_articles_that_are_there_are_linked_in_the_same_language(db, client, tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for ending in ("zh", "en"):
        name = f"for-young-readers.{ending}.toml"
        (articles / name).write_text((samples.CONTENT / "articles" / name).read_text("utf-8"), "utf-8")
    from django.utils import timezone

    planting.plant(tmp_path, at=timezone.now())
    links = [re.findall(r'<a href="([^"]+)">', html_of(client, path)) for path in ("/self-check/", "/en/self-check/")]
    slug = self_checks._slug("for-young-readers")
    assert f"/{slug}/" in links[0]
    assert f"/en/{slug}/" in links[1]


def test_the_switch_leads_to_the_same_check_in_the_other_language(db, client):
    assert 'href="/en/self-check/phq-9/"' in html_of(client, "/self-check/phq-9/")
    assert 'href="/self-check/phq-9/"' in html_of(client, "/en/self-check/phq-9/")
