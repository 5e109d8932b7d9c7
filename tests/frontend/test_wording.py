"""Punctuation between two words belongs to the language that is read."""

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

TWO = {"name": "周岚", "place": "澜江区联络会诊中心", "none": ""}


def draw(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load xinqiao %}" + source).render(Context(TWO | context))


def test_what_people_write_is_escaped_once():
    html = draw(
        "{% joined name bad %}{{ bads|listed }}{% about bad %}{{ name|says:bad }}", "en", bad="<&>", bads=["<&>"]
    )
    assert html.count("&lt;&amp;&gt;") == 4
    assert "<&" not in html
    assert "&amp;lt;" not in html


def test_what_was_escaped_already_stays_as_it_is():
    assert "<time" in draw("{% moment at as when %}{% joined name when %}", "en", at=timezone.now())


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        ("{% joined name place %}", "周岚, 澜江区联络会诊中心", "周岚，澜江区联络会诊中心"),
        ("{% joined name none %}", "周岚", "周岚"),
        ("{{ both|listed }}", "周岚, 韩松", "周岚、韩松"),
        ('{{ "PHQ-9"|says:name }}', "PHQ-9: 周岚", "PHQ-9：周岚"),
        ("{% about name %}", '<span class="unseen">: 周岚</span>', '<span class="unseen">：周岚</span>'),
    ],
)
def test_each_language_has_its_own_comma(source, english, chinese):
    assert draw(source, "en", both=["周岚", "韩松"]) == english
    assert draw(source, "zh-hans", both=["周岚", "韩松"]) == chinese
