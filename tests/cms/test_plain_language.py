"""What an editor is told about a text: sentences, words, numbers. It never stops anybody."""

import tomllib

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cms import planting
from cms.models import ArticlePage, Wording
from cms.plain_language import findings, passages, sentences, wordlist
from cms.plain_language import planting as words_to_avoid
from cms.samples import CONTENT

TEXTS = st.text(alphabet="睡不好怎么办ab 12.5%，。！？；\n”“（）.?!", max_size=80)
JARGON = wordlist.Entry("jargon", "有没有按医生说的吃药", "把责任都推给了病人")
LONGER = wordlist.Entry("blame", "常常忘药或停药", "听起来像批评")
CHINESE = wordlist.made_of({"依从性": JARGON, "服药依从性差": LONGER}, "zh-hans")
ENGLISH = wordlist.made_of({"addict": wordlist.Entry("blame", "person with an addiction", "")}, "en")


def found(text, language="zh-hans", words=CHINESE):
    with override("en"):
        return [(each.kind, each.words) for each in findings.in_passage(text, language, words)]


# ── sentences ────────────────────────────────────────────────────────────────


@given(TEXTS)
def test_splitting_loses_nothing_but_white_space(text):
    assert "".join("".join(sentences.split(text)).split()) == "".join(text.split())


@given(TEXTS)
def test_a_sentence_is_not_split_again_and_never_empty(text):
    for each in sentences.split(text):
        assert each.strip() == each != ""
        assert sentences.split(each) == [each]


@given(TEXTS)
def test_a_whole_is_as_long_as_its_sentences(text):
    parts = sum(sentences.length(each, "zh-hans") for each in sentences.split(text))
    assert parts == sum(sentences.length(each, "zh-hans") for each in text.split("\n")) or "." in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("睡不好。怎么办？", ["睡不好。", "怎么办？"]),
        ("他说：“我睡不着。”我听着。", ["他说：“我睡不着。”", "我听着。"]),
        ("先听；再问", ["先听；", "再问"]),
        ("先听，再问", ["先听，再问"]),
        ("每天 7.5 小时。", ["每天 7.5 小时。"]),
        ("Call Dr. Li at 9.30. Then wait.", ["Call Dr. Li at 9.30.", "Then wait."]),
    ],
)
def test_where_a_sentence_ends(text, expected):
    assert sentences.split(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("睡不好，怎么办？", "zh-hans", 6),
        ("拨打 12356。", "zh-hans", 3),
        ("用 PHQ-9 量表", "zh-hans", 4),
        ("You don't sleep.", "en", 3),
    ],
)
def test_how_long_it_is(text, language, expected):
    assert sentences.length(text, language) == expected


def test_a_long_sentence_is_named_and_a_short_one_is_not():
    assert found("好" * 25 + "。") == []
    assert found("好" * 26 + "。") == [("long", "好" * 26 + "。")]
    assert found("one " * 20, "en", ENGLISH) == []
    assert [kind for kind, _words in found("one " * 21, "en", ENGLISH)] == ["long"]


# ── words ────────────────────────────────────────────────────────────────────


def test_the_longest_word_is_named_and_only_once():
    assert found("他服药依从性差。") == [("blame", "服药依从性差")]
    assert found("依从性要紧。") == [("jargon", "依从性")]


def test_a_word_that_is_explained_on_the_spot_is_not_named():
    assert found("依从性，就是有没有按医生说的吃药。") == []


def test_an_english_word_is_a_whole_word():
    assert found("Addict?", "en", ENGLISH) == [("blame", "Addict")]
    assert found("It is addictive.", "en", ENGLISH) == []


# ── numbers ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("有 5% 会这样。", "5%"),
        ("约百分之五会这样。", "百分之五"),
        ("有 10–20% 会这样。", "10–20%"),
        ("每 20 人里有 1 人，也就是 5%。", None),
        ("有 1/20 会这样。", "1/20"),
        ("二十分之一会这样。", "二十分之一"),
        ("全天 24/7 有人。", None),
        ("平均 3.75 天。", "3.75"),
        ("睡 7.5 小时。", None),
        ("睡 7–9 小时。", None),
        ("风险是 2 倍。", "2 倍"),
        ("打 12356。", None),
    ],
)
def test_numbers_that_are_hard_to_grasp(text, number):
    assert found(text) == ([("number", number)] if number else [])


def test_english_numbers():
    assert found("It helps 30% of them.", "en", ENGLISH) == [("number", "30%")]
    assert found("It helps 3 in 10 people, or 30%.", "en", ENGLISH) == []


# ── the list ─────────────────────────────────────────────────────────────────


def test_the_list_that_comes_along_is_whole_and_kinder_than_what_it_replaces():
    told = tomllib.loads((CONTENT / "kinder_words.toml").read_text("utf-8"))["word"]
    said = [(word["locale"], word["said"]) for word in told]
    assert len(set(said)) == len(said)
    assert {"自杀未遂", "精神病人", "发疯", "犯有"} <= {word for _locale, word in said}
    assert {locale for locale, _word in said} == {"zh", "en"}
    for language in ("zh", "en"):
        ours = {w["said"]: wordlist.Entry("blame", w["instead"], "") for w in told if w["locale"] == language}
        words = wordlist.made_of(ours, language)
        assert [each for each in ours.values() if list(words.found_in(each.instead))] == []


def test_words_are_planted_once_and_what_an_editor_adds_counts_at_once(db):
    assert words_to_avoid.plant() > 100
    assert words_to_avoid.plant() == 0
    assert wordlist.load("en").entries["commit suicide"].kind == "blame"
    Wording.objects.create(language="zh-hans", said="赋能", instead="帮忙", kind="jargon")
    assert [entry.instead for _b, _e, entry in wordlist.load("zh-hans").found_in("为家庭赋能")] == ["帮忙"]


def test_a_page_is_read_as_its_readers_meet_it(site):
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").first()
    told = passages.of_page(page)
    assert told[0] == page.title
    assert not any("<" in each for each in told)
    assert [group.kind for group in findings.of_page(page)] == ["blame", "jargon", "long", "number"]


def test_an_article_is_read_in_few_questions(db, django_assert_max_num_queries):
    planting.plant(at=timezone.now())
    words_to_avoid.plant()
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").select_related("locale").first()
    with django_assert_max_num_queries(1):
        findings.of_page(page)
