"""An editor writes; a clinician follows the mail on a telephone, signs in, approves; the public reads it."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from alliance.models import Notice, Person
from cms import planting
from cms.models import ArticlePage
from tests.cms.conftest import CONTENT
from tests.factories import PASSWORD
from tests.journeys.people import Reader, apart

WORDS = "先把手机放到另一个房间，再上床。"


@pytest.fixture
def page(editor: Person, expert: Person) -> ArticlePage:
    apart(lambda: planting.plant(CONTENT, at=timezone.now()))
    found: ArticlePage = apart(lambda: ArticlePage.objects.get(title="睡不好的时候"))
    return found


def test_a_text_reaches_the_public_through_a_clinician(
    page: ArticlePage,
    editor: Person,
    expert: Person,
    server: str,
    new_context: Callable[..., object],
    at_browser: Callable[..., Reader],
) -> None:
    desk = at_browser(editor)
    desk.page.goto(f"/cms/pages/{page.pk}/edit/")
    desk.page.locator("#id_summary").fill(WORDS)
    assert desk.page.locator("[name=action-publish]").count() == 0
    desk.page.locator(
        "[data-w-dropdown-target=toggle]", has=desk.page.locator("use[href='#icon-arrow-up']")
    ).first.click()
    desk.page.locator("[name=action-submit]").click()
    desk.page.wait_for_load_state()

    link = apart(lambda: Notice.objects.get(person=expert, kind="site-approval").url)
    clinician = Reader(new_context(language="zh-hans", width=360, height=740), expert)  # type: ignore[arg-type]
    clinician.page.goto(link)
    clinician.page.get_by_label(clinician.say("Email or mobile number")).fill(expert.email or "")
    clinician.page.get_by_label(clinician.say("Password"), exact=True).fill(PASSWORD)
    clinician.press("Sign in")
    clinician.page.wait_for_url(re.compile(re.escape(link)))
    clinician.page.get_by_text(WORDS).first.wait_for()
    assert clinician.page.evaluate("document.documentElement.scrollWidth") <= 360
    clinician.press("Approve and publish")
    clinician.page.wait_for_url(re.compile(r"/site-reviews/$"))

    public = Reader(new_context(language="zh-hans"), expert)  # type: ignore[arg-type]
    public.page.goto(page.where)
    public.page.get_by_text(WORDS).first.wait_for()
    public.page.get_by_text(expert.name).first.wait_for()
