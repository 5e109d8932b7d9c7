"""An editor writes: the draft is kept, preview and checks stand under the policy of /cms/, hints follow."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from alliance.models import Person
from cms import planting
from cms.models import ArticlePage
from cms.plain_language import planting as words_to_avoid
from tests.journeys.people import Reader, apart


def _article() -> tuple[int, str]:
    planting.plant(at=timezone.now())
    words_to_avoid.plant()
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("pk").first()
    assert page is not None
    return page.pk, page.where


@pytest.fixture
def article(transactional_db: Any) -> tuple[int, str]:
    """A planted article: its number and its address."""
    found: tuple[int, str] = apart(_article)
    return found


def test_an_editor_writes_and_sees_at_once_what_could_be_plainer(
    article: tuple[int, str], editor: Person, at_browser: Callable[..., Reader], new_context: Any
) -> None:
    pk, where = article
    page = at_browser(editor).page
    page.goto(f"/cms/pages/{pk}/edit/")
    page.locator('[data-side-panel-toggle="checks"]').first.click()
    panel = page.locator("[data-plain-language]")
    panel.wait_for()
    assert "发疯" not in panel.inner_text()
    counted = page.locator("[data-content-word-count]", has_text=re.compile(r"\d"))
    counted.wait_for(state="attached")  # the checks have looked into the preview
    summary = page.locator("[name=summary]")
    summary.fill("他没有发疯，有 5% 的人会这样。")
    panel.get_by_text("发疯", exact=True).wait_for()
    assert panel.locator('[data-finding-kind="blame"] mark').first.inner_text() == "发疯"
    assert "5%" in panel.locator('[data-finding-kind="number"]').inner_text()
    page.frame_locator("#w-preview-iframe").get_by_text("他没有发疯").first.wait_for(state="attached")
    paragraph = page.locator("[contenteditable=true]").first
    paragraph.click()
    page.keyboard.type("新写的一段。")
    page.frame_locator("#w-preview-iframe").get_by_text("新写的一段").first.wait_for(state="attached")

    def draft() -> str:
        kept = ArticlePage.objects.get(pk=pk).get_latest_revision_as_object()
        return f"{kept.summary} {kept.body}"

    for _half_second in range(40):
        if "新写的一段" in (kept := apart(draft)):
            break
        page.wait_for_timeout(500)
    assert "发疯" in kept
    assert "新写的一段" in kept
    page.goto(where)
    assert "发疯" not in page.content()
    assert page.locator("wagtail-userbar").count() == 0
    assert page.locator("script[src*=wagtail]").count() == 0
