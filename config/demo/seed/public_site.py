"""The public site of the demo: who leads which topic, reviews that are near or overdue, one draft that waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from alliance.models import Person
from cms import approving
from cms.models import ArticlePage, TopicPage
from cms.standing import today

LEADS = {"情绪": "jiang", "担心与睡眠": "ye", "较重的精神疾病": "feng", "孩子与青少年": "cheng", "药物与治疗": "gu"}
REVIEWED = (("担心与睡眠", -12), ("较重的精神疾病", 9), ("药物与治疗", 45))  # days until the review is due
WAITS_IN = "情绪"


def tend(people: dict[str, Person], now: datetime) -> None:
    """Nothing where the site has not been planted (`manage.py seed_site`)."""
    articles = ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("path")
    ArticlePage.objects.update(owner=people["ji"])
    for title, key in LEADS.items():
        TopicPage.objects.filter(title=title).update(lead=people[key])
    for title, days in REVIEWED:
        page = articles.filter(topic__title=title).first()
        if page is not None:
            _review(page, people[LEADS[title]], now, days)
    page = articles.filter(topic__title=WAITS_IN).first()
    if page is not None:
        page.summary = f"{page.summary}先说给一个信得过的人听。"
        page.save_revision(user=people["ji"], clean=False)
        approving.hand_in(page, by=people["ji"])


def _review(page: ArticlePage, reviewer: Person, now: datetime, days: int) -> None:
    """As if it had been approved a term ago; it stays marked as sample content."""
    page.reviewer, page.reviewer_title = reviewer.name, approving.title_of(reviewer, page.language)
    page.review_due = today(now) + timedelta(days=days)
    page.reviewed_on = page.review_due - timedelta(days=3 * 365)
    page.save_revision(clean=False).publish()
