"""The demo's own addresses: for everybody where the demo is on, for nobody anywhere else."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, include, path, reverse

from config import urls
from tests.access import table, walking
from tests.access.world import COLUMNS

urlpatterns = [path("demo/", include("config.demo.urls")), *urls.urlpatterns]
LINES = [line.split() for line in table.DEMO.strip().splitlines()]


@pytest.fixture
def demo(settings: Any) -> None:
    """As with XINQIAO_DEMO=1."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.access.test_demo"


def test_without_the_demo_there_are_no_such_addresses(world, ask) -> None:
    assert not [name for name in walking.names() if name.startswith("demo")]
    with pytest.raises(NoReverseMatch):
        reverse("demo:page")
    for who in COLUMNS:
        assert ask(who, "GET", "/demo/").status_code == 404
        assert ask(who, "POST", f"/demo/{world.people['leader'].code}/").status_code == 404


def test_every_address_of_the_demo_stands_in_its_table(demo: None) -> None:
    known = {(name, method) for name, method, _subject, _answer in LINES}
    names = {name for name in walking.names() if name.startswith("demo")}
    assert known == {(name, method) for name in names for method in ("GET", "POST")}


@pytest.mark.parametrize(("name", "method", "subject", "answer"), LINES)
def test_in_the_demo_each_gets_the_answer_that_the_table_says(
    demo: None, world, ask, name: str, method: str, subject: str, answer: str
) -> None:
    url = reverse(name, kwargs=world.subjects[subject])
    assert {who: ask(who, method, url).status_code for who in COLUMNS} == dict.fromkeys(COLUMNS, int(answer))
