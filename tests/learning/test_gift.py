"""GIFT: what teachers bring as plain text."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.formats import gift, gift_writing
from learning.formats.encoding import LARGEST_FILE, Unreadable
from learning.questions import without_lines
from tests.learning import made


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(text: str):
    return gift.read(text.encode())


def one(text: str):
    found = read(text)
    assert found.problems == ()
    (question,) = found.questions
    return question


def answers(question):
    return [(a.text.source, a.fraction, a.feedback.source) for a in question.answers]


@pytest.mark.parametrize(
    "block",
    [
        "What helps against panic? {=breathing ~shouting",
        "What helps } against panic?",
        "{What {=a} helps}",
        "How long? {#about a week}",
        "How long? {#5..1}",
        "How long? {#5:-1}",
        "How long? {#}",
        "Which? {~%150%much ~%-50%little}",
        "Match. {=one -> 1 =two}",
    ],
)
def test_a_block_that_gives_no_question_is_named_and_the_rest_goes_on(block):
    found = read(f"First?{{T}}\n\n{block}\n\nLast?{{F}}")
    assert [question.stem.source for question in found.questions] == ["First?", "Last?"]
    (problem,) = found.problems
    assert problem.line == 3
    assert problem.left_out
    assert block[:12] in problem.message


def test_a_blank_line_between_braces_is_told_with_its_lines():
    found = read("Which? {\n=a\n\n~b\n}\n\nAfter?{}")
    assert [problem.line for problem in found.problems] == [1, 4]
    assert [question.kind for question in found.questions] == ["essay"]


def test_full_width_signs_are_told_and_never_converted():
    found = read("正念练习有用吗？｛＝有用　～没用｝\n\n每次几分钟？{=十分钟 ～五分钟 =3～5分钟}")
    assert [problem.line for problem in found.problems] == [1, 3]
    assert found.questions[0].kind == "description"
    assert "｛＝有用" in found.questions[0].stem.source
    assert answers(found.questions[1])[0][0] == "十分钟 ～五分钟"


def test_full_width_prose_is_left_alone():
    assert read("注意：每天 3～5 次，5％ 的人会｜头晕。").problems == ()
    assert len(read("：：题目：：对吗？{T}").problems) == 1


def test_a_file_of_chinese_windows_with_old_line_ends_is_read():
    text = "// 说明\r睡眠几小时？{#8:1}\r\r失眠=睡不着？{T}\r"
    found = gift.read(text.encode("gb18030"))
    assert [(q.kind, q.line) for q in found.questions] == [("numerical", 2), ("truefalse", 4)]
    assert found.questions[1].stem.source == "失眠=睡不着？"


def test_a_byte_order_mark_is_no_part_of_the_first_question():
    for encoding in ("utf-8-sig", "utf-16"):
        (question,) = gift.read("::睡眠::好吗？{T}".encode(encoding)).questions
        assert question.name == "睡眠"


def test_what_is_no_text_or_too_large_is_refused():
    with pytest.raises(Unreadable):
        gift.read(b"\xff\xff\x00\x81")
    with pytest.raises(Unreadable):
        gift.read(b"a" * (LARGEST_FILE + 1))


def test_choices_carry_weights_feedback_and_inherited_markup():
    question = one(
        "::Grounding::[html]<p>What grounds?</p>{\n"
        '\t=<b>breath</b>#<a href\\="/a">yes</a>\n\t~[plain]noise # no\\nreally\n'
        "\t~%-12.5%both\n\t####[markdown]*All* of it\n}"
    )
    assert (question.name, question.kind, question.single) == ("Grounding", "multichoice", True)
    assert answers(question) == [
        ("<b>breath</b>", 1.0, '<a href="/a">yes</a>'),
        ("noise", 0.0, "no\nreally"),
        ("both", -0.125, ""),
    ]
    assert [a.text.format for a in question.answers] == ["html", "plain", "html"]
    assert (question.feedback.source, question.feedback.format) == ("*All* of it", "markdown")


def test_several_right_choices_need_weights_that_make_a_whole():
    question = one("Which calm?{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}")
    assert not question.single
    assert [a.fraction for a in question.answers] == [0.3333333, 0.3333333, 0.3333333, -1.0]
    assert "add up" in read("Which?{~%20%a ~%50%b}").problems[0].message


def test_signs_are_cut_before_escapes_are_undone():
    question = one(r"::a\:\:b::Is 1 \= 1\: C\:\\\\temp \{x\}?{=\=yes\#\~ #\#1 =50\% \\ \o}")
    assert question.name == "a::b"
    assert question.stem.source == r"Is 1 = 1: C:\\temp {x}?"
    assert answers(question) == [("=yes#~", 1.0, "#1"), (r"50\% \ \o", 1.0, "")]


def test_the_first_feedback_of_a_truth_is_for_whoever_is_wrong():
    true = one("Sleep heals.{TRUE#It does.#Well said.####See unit 2.}")
    assert answers(true) == [("true", 1.0, "Well said."), ("false", 0.0, "It does.")]
    assert true.feedback.source == "See unit 2."
    assert answers(one("Shame heals.{F#It does not.#Right.}")) == [
        ("true", 0.0, "It does not."),
        ("false", 1.0, "Right."),
    ]


def test_numbers_come_with_tolerance_span_weight_and_a_word_for_everybody_else():
    question = one("How many?{#=8:0.5#good =%50%6..7 =-.5 ~#Count again}")
    assert [(a.text.source, a.fraction, a.tolerance) for a in question.answers] == [
        ("8", 1.0, Decimal("0.5")),
        ("6.5", 0.5, Decimal("0.5")),
        ("-.5", 1.0, Decimal("0")),
        ("*", 0.0, None),
    ]
    assert question.answers[-1].feedback.source == "Count again"


def test_kinds_are_told_apart():
    assert one("Only read this.").kind == "description"
    assert one("Write.{\n}").kind == "essay"
    assert one("Who?{=she =they}").kind == "shortanswer"
    assert one("Who?{true}").kind == "shortanswer"
    assert one("Who?{~her -> him =them}").kind == "multichoice"
    matching = one("Match.{=[plain]day -> sun = night->moon = -> star}")
    assert [(p.text.source, p.text.format, p.match) for p in matching.pairs] == [
        ("day", "plain", "sun"),
        ("night", "moodle", "moon"),
        ("", "moodle", "star"),
    ]


def test_a_gap_stands_where_the_answers_stood():
    assert one("Breathe {=in =out} slowly.").stem.source == "Breathe _____ slowly."


def test_comments_carry_id_and_tags_and_a_category_stands_alone():
    found = read("$CATEGORY: $course$/top/睡眠\n// [id:a\\]1] [tag:one]\n//[tag:two b]\nSleep?{T}\n// after\n\nMore?{}")
    assert [(q.kind, q.line) for q in found.questions] == [("category", 1), ("truefalse", 4), ("essay", 7)]
    assert found.questions[0].name == "$course$/top/睡眠"
    assert (found.questions[1].idnumber, found.questions[1].tags) == ("a]1", ("one", "two b"))
    assert found.questions[2].tags == ()


def test_line_ends_are_layout_in_moodles_own_markup_only():
    assert one("One\n   two\\nthree{}").stem.source == "One two\nthree"
    assert one("[html]<pre>\n  a\n</pre>{}").stem.source == "<pre>\n  a\n</pre>"


@given(made.PLAIN)
def test_what_is_written_is_read_again(question):
    made_file = gift_writing.write([question])
    assume(made_file.problems == ())
    found = gift.read(made_file.content)
    assert without_lines(found.questions) == (question,)


@given(made.PLAIN)
def test_hardly_anything_cannot_be_held(question):
    sources = [p.text.source for p in question.pairs] + [a.text.source for a in question.answers]
    assume(not any("->" in source for source in sources))
    assert gift_writing.write([question]).problems == ()


@given(made.ORDERING)
def test_what_gift_does_not_know_is_told_and_left_out(question):
    assert gift_writing.write([question]).problems[0].left_out


@given(st.text(max_size=60) | st.text(made.SIGNS, max_size=60))
def test_no_text_breaks_the_reader(text):
    lines = text.count("\n") + text.count("\r") + 1
    found = gift.read_text(text)
    told = [question.line for question in found.questions] + [problem.line for problem in found.problems]
    assert all(1 <= line <= lines for line in told)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(data):
    try:
        gift.read(data)
    except Unreadable:
        return
