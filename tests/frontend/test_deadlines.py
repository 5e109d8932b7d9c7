"""What a clock says; the browser's half of the same table is tests/js/deadline-words.test.js."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from frontend import deadlines

TABLE = json.loads((Path(__file__).parent / "deadlines.json").read_text("utf-8"))
NOW = datetime.fromisoformat(TABLE["now"])


@pytest.mark.parametrize("row", TABLE["clocks"], ids=lambda row: row["words"])
def test_a_clock_says_how_long_is_left_or_gone(row):
    began = datetime.fromisoformat(row["began"]) if row["began"] else None
    due = datetime.fromisoformat(row["due"])
    with translation.override("en"):
        reading = deadlines.read(due=due, began=began, now=NOW, resting=row.get("resting", False))
    assert (reading.words, reading.state, reading.left) == (row["words"], row["state"], row["left"])


def test_the_server_draws_the_arch_and_says_the_words_before_any_script_runs():
    page = Template('{% load xinqiao %}{% deadline due began now label="Urgent" %}')
    due, began = NOW + timedelta(minutes=8), NOW - timedelta(minutes=2)
    with translation.override("en"):
        html = page.render(Context({"due": due, "began": began, "now": NOW}))
    assert 'class="deadline deadline--soon"' in html
    assert 'stroke-dasharray="80 200"' in html
    assert ">8 min left</time>" in html
    assert f'data-due="{due.isoformat()}"' in html
    assert "Urgent" in html


def test_an_overdue_clock_has_no_arch_left():
    html = Template("{% load xinqiao %}{% deadline due now=now %}").render(
        Context({"due": NOW - timedelta(minutes=4), "now": NOW})
    )
    assert "deadline--late" in html
    assert 'class="left"' not in html
