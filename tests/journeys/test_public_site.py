"""Every kind of public page: nothing serious for axe, nothing that the policy stops, and numbers without a network."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from cms import planting
from cms.models import ArticlePage, EventPage, TextPage, TopicPage
from tests.journeys.people import apart
from tests.journeys.test_axe import grave
from tests.journeys.test_self_check import overflow

Contexts = Callable[..., Any]
FIXED = ["/", "/a-z/", "/events/", "/crisis/", "/self-check/", "/self-check/gad-7/"]


def _addresses() -> list[str]:
    """One of each kind in each language, what is found and what is not, and a page that is not translated."""
    planting.plant(at=timezone.now())
    found = [*FIXED, *(f"/en{path}" for path in FIXED)]
    for kind in (ArticlePage, TopicPage, TextPage, EventPage):
        for code in ("zh-hans", "en"):
            page = kind.objects.live().filter(locale__language_code=code).order_by("pk").first()
            found += [page.where] if page else []
    lonely = next(
        page for page in ArticlePage.objects.filter(locale__language_code="zh-hans") if len(page.elsewhere) < 2
    )
    found += [f"/en{lonely.where}", f"/search/?q={quote('抑郁')}", "/search/?q=zzqq", "/en/search/?q=sleep"]
    return found


@pytest.fixture
def addresses(transactional_db: Any) -> list[str]:
    """Of the planted site."""
    found: list[str] = apart(_addresses)
    return found


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_no_kind_of_public_page_has_a_serious_fault(
    addresses: list[str], server: str, new_context: Contexts, width: int, theme: str
) -> None:
    page = new_context(width=width, theme=theme).new_page()
    faults = {}
    for path in addresses:
        answer = page.goto(path)
        policy = answer.headers["content-security-policy"]
        found = grave(page)
        found += [f"{overflow(page)} px too wide"] if overflow(page) else []
        found += [policy] if "unsafe-inline" in policy or "nonce-" in policy else []
        if found:
            faults[path] = found
    assert faults == {}


@pytest.fixture
def kept(addresses: list[str], server: str, new_context: Contexts) -> Iterator[Any]:
    """A browser that was on the crisis page once."""
    page = new_context(width=360).new_page()
    page.goto("/crisis/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    yield page
    page.context.set_offline(False)


def test_the_numbers_are_there_without_a_network(kept: Any, new_context: Any) -> None:
    kept.reload()
    assert kept.locator("main a[href='tel:120']").first.is_visible()
    assert kept.locator("main a[href='tel:12356']").first.is_visible()
    assert kept.evaluate("getComputedStyle(document.querySelector('main')).fontFamily")
    assert kept.evaluate("[...document.styleSheets].some((sheet) => sheet.cssRules.length > 0)")
    with pytest.raises(Error):  # only that page is kept
        kept.goto("/a-z/")
    new_context.complaints.clear()
