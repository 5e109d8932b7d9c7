"""What is one word, and what is the same word written otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search import excerpts, text


def said(question):
    return [" ".join(word) for word in text.words(question)]


@pytest.mark.parametrize("written", ["PHQ-9", "phq9", "ＰＨＱ－９", "Phq-9"])
def test_a_questionnaire_is_found_however_it_is_written(written):
    assert said(written) == ["phq 9"]


def test_each_character_is_one_word_of_the_index_and_punctuation_none():
    assert text.spaced("睡不着，怎么办？PHQ-9问卷") == "睡 不 着 怎 么 办 phq 9 问 卷"


@pytest.mark.parametrize(("traditional", "simplified"), [("憂鬱", "忧郁"), ("失眠症狀", "失眠症状"), ("藥物", "药物")])
def test_traditional_characters_are_the_simplified_ones(traditional, simplified):
    assert text.spaced(traditional) == text.spaced(simplified)


def test_a_character_means_the_same_alone_and_in_a_word():
    """A piece of a title is found only if its characters do not depend on their neighbours."""
    words = "乾隆年間後來頭髮發現隻能"
    assert text.tokens(words) == tuple(token for each in words for token in text.tokens(each))


def test_words_that_every_text_has_are_not_looked_for_unless_alone():
    assert text.telling(text.words("我的孩子怎么办")) == [("孩", "子")]
    assert text.telling(text.words("怎么办")) == text.words("怎么办")


def test_a_known_word_stays_whole():
    known = {("不", "想", "上", "学")}
    assert ("不", "想", "上", "学") in text.words("孩子不想上学怎么办", known.__contains__)


@given(st.text(max_size=300))
def test_whatever_is_typed_becomes_letters_digits_and_spaces(typed):
    assert not set("".join(text.tokens(typed))) & set(" \"'\\%()*:&|!<>-_^{}\0")
    assert all(len(token) <= text.LONGEST_WORD for token in text.tokens(typed))
    assert len(text.words(typed)) <= text.MOST_WORDS


@given(st.text(max_size=200), st.text(max_size=60))
def test_an_excerpt_is_the_text_itself(running, looked_for):
    wanted = excerpts.pattern([[text.spaced(looked_for)]])
    assert "".join(piece.words for piece in excerpts.marked(running, wanted)) == running


def test_a_word_is_marked_where_it_stands():
    wanted = excerpts.pattern([["phq 9"], ["睡 不 着"]])
    pieces = excerpts.marked("睡不着时做 PHQ-9 问卷", wanted)
    assert [piece.words for piece in pieces if piece.is_found] == ["睡不着", "PHQ-9"]
