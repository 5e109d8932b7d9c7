"""The spreadsheet that teachers fill in."""

import io

import openpyxl
import pytest
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from learning.formats import spreadsheet
from learning.formats.encoding import Unreadable
from learning.questions import Question, Text, without_lines
from tests.learning import made


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def packed(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("data", [b"", b"type,name", b"PK\x03\x04", packed(), packed(["name"], ["a"])])
def test_what_is_no_template_is_refused(data):
    with pytest.raises(Unreadable):
        spreadsheet.read(data)


def test_a_row_that_makes_no_sense_is_told_with_its_number():
    common = ["", "Q", "", "", "", "", ""]
    found = spreadsheet.read(
        packed(
            spreadsheet.HEAD,
            ["multichoice", *common, "a", 900],
            [],
            ["numerical", *common, "many", 100],
            ["truefalse", *common, True, 100, "yes", "", False, 0],
        )
    )
    assert [(problem.line, problem.left_out) for problem in found.problems] == [(2, True), (4, True)]
    (question,) = found.questions
    assert [(a.text.source, a.fraction, a.feedback.source) for a in question.answers] == [
        ("true", 1.0, "yes"),
        ("false", 0.0, ""),
    ]


@settings(max_examples=40)
@given(made.PLAIN | made.ORDERING)
def test_what_is_written_is_read_again(question):
    written = spreadsheet.write([question])
    assume(written.problems == ())
    assert without_lines(spreadsheet.read(written.content).questions) == (question,)


def test_nothing_written_is_a_formula():
    content = spreadsheet.write([Question(kind="essay", stem=Text("=1+1"))]).content
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].cell(2, 3)
    assert cell.data_type == "s"


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reader(data):
    with pytest.raises(Unreadable):
        spreadsheet.read(data)
