"""What a page may weigh and ask, held for the longest sample article; no seconds, so that no machine is too slow."""

import gzip
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms import planting
from cms.models import ArticlePage
from frontend import bundles, stylesheets
from frontend.bundles import STATIC

FIRST_FLIGHT, ALL_IN_ALL = 14 * 1024, 60 * 1024
QUERIES = 16


@pytest.fixture
def longest(db, client):
    """The sample article with the longest page."""
    planting.plant(at=timezone.now())
    pages = ArticlePage.objects.filter(locale__language_code="zh-hans")
    return max(pages, key=lambda page: len(str(page.body)))


def sheet():
    return bundles.content("site").encode()


def test_what_must_arrive_before_anything_is_seen_fits_the_first_round_trip(longest, client):
    html = client.get(longest.where).content
    assert len(gzip.compress(html)) + len(gzip.compress(sheet())) <= FIRST_FLIGHT


def test_an_article_weighs_little_with_everything_it_loads(longest, client):
    html = client.get(longest.where).content
    icons = [(STATIC / "img" / name).stat().st_size for name in ("icons.svg", "icon.svg")]
    assert len(html) + len(sheet()) + sum(icons) <= ALL_IN_ALL


def test_an_article_loads_one_sheet_no_script_and_no_font(longest, client):
    html = client.get(longest.where).content.decode()
    assert re.findall(r'<link rel="stylesheet" href="[^"]*/bundles/([a-z]+)', html) == ["site"]
    assert not re.search(r'<script(?! type="application/ld)', html)
    assert "@font-face" not in sheet().decode()
    assert "url(" not in sheet().decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_article_asks_the_database_little(longest, client, prefix, django_assert_max_num_queries):
    cache.clear()
    page = (
        longest
        if not prefix
        else longest.elsewhere.get("en") or ArticlePage.objects.filter(locale__language_code="en").first()
    )
    with django_assert_max_num_queries(QUERIES):
        assert client.get(page.where).status_code == 200


def test_the_sheet_stands_where_layers_are_unknown():
    text = sheet().decode()
    assert "@layer" not in text
    assert text.count("{") == text.count("}")
    assert text.index("--paper:light-dark(") < text.index("--paper:#")
    assert {f"css/{name}.css" for name in ("tokens", "legacy", "print")} <= set(stylesheets.parts("site"))
