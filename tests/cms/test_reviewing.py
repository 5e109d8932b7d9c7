"""An article that nobody has read again says so, and at last is taken back; whoever answers for it is told in time."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from alliance.models import Notice
from alliance.roles import Role
from cms import facts, reviewing
from cms.models import ArticlePage, TopicPage
from cms.search import finding
from cms.standing import today
from tests import factories


@pytest.fixture
def article(site):
    """The article with a text in both the test content and the search index."""
    return ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("pk").first()


def falls_due(page, in_days):
    last = today() + timedelta(days=in_days)
    ArticlePage.objects.filter(pk=page.pk).update(review_due=last, reviewed_on=last, reviewer="顾明远")
    page.refresh_from_db()
    return last


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


# --- what readers see -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "label", "text"), [(0, False, True), (-1, True, True), (-90, True, True)])
def test_an_overdue_article_says_so_and_keeps_its_text(client, article, days, label, text):
    falls_due(article, days)
    shown = client.get(article.where).content.decode()
    assert ("正在复审" in shown, article.summary in shown) == (label, text)
    home = client.get("/").content.decode()
    assert ("正在复审" in home) == label


def test_after_ninety_days_the_text_is_taken_back(client, article):
    finding_it = article.title
    call_command("update_index", verbosity=0)
    assert article.pk in [page.pk for page in finding.find(finding_it, "zh-hans", start=0, stop=20).pages]
    falls_due(article, -91)
    answer = client.get(article.where)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "noindex" in shown
    assert "12356" in shown
    assert reverse("cms:crisis") in shown
    assert article.title in shown
    for words in (article.summary, str(article.body)[:60], "顾明远"):
        assert words not in shown
    assert "lastReviewed" not in facts.medical_page(article)
    assert "description" not in facts.medical_page(article)
    for place in ("/", "/a-z/", "/feed/", "/sitemap.xml", f"/search/?q={finding_it}", article.topic.where):
        assert article.where + '"' not in client.get(place).content.decode().replace("<", '"'), place
    assert article.pk not in [page.pk for page in finding.find(finding_it, "zh-hans", start=0, stop=20).pages]


# --- who is told ------------------------------------------------------------------------------------------------------
def test_owner_and_lead_are_told_once_however_often_the_clock_turns(article, editor, centre):
    lead = factories.make_member(Role.EXPERT, centre, name="柳主任")
    ArticlePage.objects.filter(pk=article.pk).update(owner=editor)
    TopicPage.objects.filter(pk=article.topic_id).update(lead=lead)
    falls_due(article, 61)
    now = timezone.now()
    reviewing.remind(now)
    assert told("site-due") == []
    for days in (1, 1, 2, 40, 47, 48):
        reviewing.remind(now + timedelta(days=days))
    assert told("site-due") == sorted(2 * [editor.name, "柳主任"])  # 60 and 14 days before
    for days in (61, 62, 100, 151):
        reviewing.remind(now + timedelta(days=days))
    assert told("site-overdue") == sorted([editor.name, "柳主任"])
    reviewing.remind(now + timedelta(days=152))
    reviewing.remind(now + timedelta(days=300))
    assert told("site-held") == sorted([editor.name, "柳主任"])


def test_a_clock_that_stood_still_tells_the_nearest_alone(article, editor):
    falls_due(article, 10)
    reviewing.remind(timezone.now())
    row = Notice.objects.get(kind="site-due")
    assert (row.person, row.facts["titles"]) == (editor, article.title)
    assert row.key.startswith("site-due:14:")


def test_an_owner_who_has_left_is_told_nothing(article, editor, centre, alliance):
    owner = factories.make_member(Role.EDITOR, alliance, name="离职者")
    owner.memberships.update(ended_at=timezone.now())
    ArticlePage.objects.filter(pk=article.pk).update(owner=owner)
    falls_due(article, 5)
    reviewing.remind(timezone.now())
    assert told("site-due") == [editor.name]  # no lead: every editor
    lead = factories.make_member(Role.EXPERT, centre, name="柳主任")
    TopicPage.objects.filter(pk=article.topic_id).update(lead=lead)
    Notice.objects.all().delete()
    reviewing.remind(timezone.now())
    assert told("site-due") == ["柳主任"]


def test_what_falls_due_on_one_day_is_one_notice(site, editor):
    for page in ArticlePage.objects.filter(locale__language_code="zh-hans"):
        falls_due(page, 3)
    reviewing.remind(timezone.now())
    assert Notice.objects.get(kind="site-due", person=editor).facts["titles"].count(" · ") == 1


# --- the dashboard ----------------------------------------------------------------------------------------------------
def test_the_dashboard_shows_the_most_urgent_first_and_hands_in(client, article, editor, expert):
    other = ArticlePage.objects.filter(locale__language_code="zh-hans").exclude(pk=article.pk).get()
    falls_due(article, 30)
    falls_due(other, -5)
    lines = reviewing.due(today())
    assert [line.standing.value for line in lines][:2] == ["overdue", "soon"]
    assert lines[-1].standing.value == "never"  # the English one
    client.force_login(editor)
    shown = client.get(reverse("site_reviews")).content.decode()
    assert shown.index(other.title) < shown.index(article.title)
    client.post(reverse("site_review_ask", args=[other.pk]))
    assert told("site-approval") == [expert.name]
    client.post(reverse("site_review_ask", args=[other.pk]))
    assert told("site-approval") == [expert.name]


def test_an_approval_begins_the_clock_anew(client, article, editor, expert):
    falls_due(article, -200)
    client.force_login(editor)
    client.post(reverse("site_review_ask", args=[article.pk]))
    state = article.current_workflow_task_state
    client.force_login(expert)
    whole = client.get(reverse("site_review_draft", args=[state.pk])).content.decode()
    assert article.summary in whole  # what waits is read, not the holding text
    client.post(reverse("site_review_approve", args=[state.pk]))
    client.logout()
    assert article.summary in client.get(article.where).content.decode()
