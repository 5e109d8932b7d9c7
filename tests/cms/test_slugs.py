"""Titles in pinyin: as they are read aloud, not letter by letter."""

import pytest

from cms import slugs


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("长效针：不用天天吃药", "C"),
        ("“长大”以后", "Z"),
        ("重复的念头", "C"),
        ("18 岁以前", "#"),
        ("Sleep", "S"),
        ("……", "#"),
    ],
)
def test_a_title_stands_under_the_letter_with_which_it_is_read(title, letter):
    assert slugs.initial(title) == letter


def test_an_address_is_spelled_as_the_words_are_read():
    assert slugs.spelled("长效针：不用天天吃药") == "changxiao-zhen-buyong-tiantian-chiyao"
