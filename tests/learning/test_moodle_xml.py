"""Moodle XML: what other houses export."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from learning.formats import moodle_xml, moodle_xml_writing
from learning.formats.encoding import Unreadable
from learning.questions import Question, Text, without_lines
from tests.learning import made


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(inside: str):
    return moodle_xml.read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}\n</quiz>'.encode())


def one(kind: str, inside: str):
    return read(f'<question type="{kind}"><questiontext format="html"><text>Q</text></questiontext>{inside}</question>')


BOMB = '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>'
FETCHED = '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/hostname">]><quiz>&a;</quiz>'


@pytest.mark.parametrize("text", [BOMB, FETCHED, '<!DOCTYPE q SYSTEM "http://localhost/q.dtd"><quiz/>'])
def test_entities_and_document_types_are_refused(text):
    with pytest.raises(Unreadable, match="refused"):
        moodle_xml.read(text.encode())


@pytest.mark.parametrize("text", ["", "<quiz>", "<lesson/>", "<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", "no"])
def test_what_is_no_quiz_is_refused(text):
    with pytest.raises(Unreadable):
        moodle_xml.read(text.encode())


def test_an_attached_file_too_large_or_broken_is_told_with_its_line(monkeypatch):
    monkeypatch.setattr(moodle_xml, "LARGEST_ATTACHED", 8)
    found = read(
        '<question type="essay"><questiontext format="html"><text>See</text>\n'
        '<file name="a.png" encoding="base64">AAAAAAAAAAAA</file>\n<file name="b.png">?</file>\n'
        '<file name="c.png" path="/" encoding="base64">AAAA</file></questiontext></question>'
    )
    assert [problem.line for problem in found.problems] == [4, 5]
    assert [file.name for file in found.questions[0].stem.files] == ["c.png"]


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("multichoice", '<answer fraction="900"><text>a</text></answer>'),
        ("multichoice", '<answer fraction="NaN"><text>a</text></answer>'),
        ("numerical", '<answer fraction="100"><text>many</text></answer>'),
        ("truefalse", '<answer fraction="100"><text>maybe</text></answer>'),
        ("", ""),
    ],
)
def test_a_question_that_makes_no_sense_is_told_and_the_rest_goes_on(kind, inside):
    found = read(
        f'<question type="{kind}">{inside}</question>\n<question type="essay"><name><text>E</text></name></question>'
    )
    assert [question.name for question in found.questions] == ["E"]
    assert (found.problems[0].line, found.problems[0].left_out) == (3, True)


@pytest.mark.parametrize("kind", ["ddmarker", "calculated", "calculatedsimple"])
def test_a_type_that_cannot_be_played_is_kept_whole_and_told(kind):
    found = one(kind, "<drag><no>1</no><text>a &lt; b</text></drag><shuffle>1</shuffle>")
    (question,) = found.questions
    assert kind in found.problems[0].message
    assert not found.problems[0].left_out
    assert question.settings == (("shuffle", "1"),)
    again = moodle_xml.read(moodle_xml_writing.write([question]).content)
    assert again.questions == (question,)


def test_a_file_of_chinese_windows_is_read():
    question = '<question type="essay"><name><text>睡眠</text></name></question>'
    text = f'<?xml version="1.0" encoding="gb18030"?><quiz>{question}</quiz>'
    for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        assert moodle_xml.read(text.encode(encoding)).questions[0].name == "睡眠"


def test_types_tags_and_marks_are_read():
    (choice,) = one(
        "multichoice",
        "<single>false</single><shuffleanswers>1</shuffleanswers><idnumber>x1</idnumber>"
        '<answer fraction="50" format="html"><text><![CDATA[<b>a</b>]]></text>'
        "<feedback><text>good</text></feedback></answer>"
        "<answer><fraction>50</fraction>b</answer><tags><tag><text>sleep</text></tag></tags>",
    ).questions
    assert [(a.text, a.fraction, a.feedback.source) for a in choice.answers] == [
        (Text("<b>a</b>", "html"), 0.5, "good"),
        (Text("b"), 0.5, ""),
    ]
    assert (choice.single, choice.tags, choice.idnumber) == (False, ("sleep",), "x1")
    assert choice.settings == (("shuffleanswers", "1"),)
    (number,) = one("numerical", '<answer fraction="100"><text>8</text><tolerance>0.5</tolerance></answer>').questions
    assert number.answers[0].tolerance == Decimal("0.5")
    (match,) = one(
        "match", "<subquestion><text>day</text><answer><text>sun</text></answer></subquestion>" * 2
    ).questions
    assert (match.kind, match.pairs[0].match) == ("matching", "sun")
    (cloze,) = read(
        '<question type="multianswer"><questiontext><text>{1:SA:=a}</text></questiontext></question>'
    ).questions
    assert (cloze.kind, cloze.stem.source) == ("cloze", "{1:SA:=a}")
    category = read('<question type="category"><category><text>top/睡眠</text></category></question>').questions[0]
    assert (category.kind, category.name) == ("category", "top/睡眠")


CLOZE = st.builds(Question, kind=st.just("cloze"), **made.COMMON)


@given(made.PLAIN | made.ORDERING | CLOZE)
def test_what_is_written_is_read_again(question):
    written = moodle_xml_writing.write([question])
    assert written.problems == ()
    assert without_lines(moodle_xml.read(written.content).questions) == (question,)


@given(
    st.lists(
        st.sampled_from(
            [
                "<question type='essay'>",
                "</question>",
                "<text>",
                "</text>",
                "<answer fraction='x'>",
                "</answer>",
                "\n",
                "对",
                "&amp;",
                "<file>",
                "</file>",
            ]
        ),
        max_size=14,
    )
)
def test_no_xml_breaks_the_reader(pieces):
    inside = "".join(pieces)
    try:
        found = read(inside)
    except Unreadable:
        return
    told = [question.line for question in found.questions] + [problem.line for problem in found.problems]
    assert all(1 <= line <= inside.count("\n") + 4 for line in told)
