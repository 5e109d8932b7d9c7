"""A small site: one topic, two articles of which one is translated, one page about ourselves."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from cms import planting
from cms.models import ArticlePage, HomePage

CONTENT = Path(__file__).parent / "content"


@pytest.fixture
def site(db: None) -> None:
    """The small site, planted."""
    planting.plant(CONTENT, at=timezone.now())


@pytest.fixture
def at_once(settings):
    """What is written is in the index without waiting for the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def library(at_once, site):
    """A few articles beside the small site's own."""
    home = HomePage.objects.get(locale__language_code="zh-hans")

    def add(title, words="", **facts):
        body = json.dumps([{"type": "paragraph", "value": f"<p>{words}</p>"}])
        return home.add_child(instance=ArticlePage(title=title, summary=f"说的是{title}", body=body, **facts))

    add("青少年抑郁的早期识别", "学校里的老师也能看出来。")
    add("产后情绪", "有的妈妈觉得忧郁，可以做 PHQ-9 问卷。")
    add("孩子厌学", "先听孩子说。")
    return add
