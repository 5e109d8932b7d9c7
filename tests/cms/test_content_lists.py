"""What stands around the articles: pages, lectures, words people type, words to avoid, what a self-check says."""

from itertools import pairwise

import pytest

from tests.cms.test_content import CONTENT, LEFTOVER, LINK, articles, faults_of_blocks, read, sentences

LANGUAGES = ["zh", "en"]
HIGHEST = {"phq-9": 27, "gad-7": 21}
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_check = pytest.mark.parametrize(
    "check", read(CONTENT / "self_checks.toml")["check"], ids=lambda check: check["key"]
)
each_page = pytest.mark.parametrize("page", read(CONTENT / "pages.toml")["page"], ids=lambda page: page["key"])


def in_language(told, language):
    """The parts of a file that are told in this language."""
    if isinstance(told, list):
        return [part for each in told for part in in_language(each, language)]
    if not isinstance(told, dict):
        return []
    return [told[language]] if language in told else in_language(list(told.values()), language)


@each_language
@pytest.mark.parametrize("name", ["self_checks", "pages", "events", "topics"])
def test_a_link_outside_the_articles_leads_to_one_in_the_same_language(name, language):
    texts = [text for part in in_language(read(CONTENT / f"{name}.toml"), language) for text in sentences(part)]
    known = {f"article:{each}" for each in articles(language)}
    assert texts
    assert [link for text in texts for _, link in LINK.findall(text) if link not in known] == []
    assert [text for text in texts if LEFTOVER.search(LINK.sub("", text).replace("**", ""))] == []


@each_language
def test_before_a_self_check_it_is_said_that_nobody_watches_and_who_it_is_for(language):
    told = read(CONTENT / "self_checks.toml")
    before = "".join(told["before"][language]["words"])
    for words in {
        "zh": ["不发送", "没有人", "不是诊断", "18 岁", "120"],
        "en": ["Nothing is sent", "nobody", "not a diagnosis", "18", "120"],
    }[language]:
        assert words in before
    assert "12355" in "".join(told["young"][language]["words"])


@each_language
def test_help_for_item_nine_names_a_person_to_tell_and_numbers_to_call(language):
    help_at_once = read(CONTENT / "self_checks.toml")["immediate"][language]
    assert set(help_at_once) == {"title", "words", "ask", "now", "today", "link", "after", "low_total"}
    assert "120" in "".join(help_at_once["now"])
    assert "12356" in "".join(help_at_once["today"])
    assert "120" in "".join(help_at_once["low_total"]["next_steps"])


@each_check
def test_the_bands_of_a_self_check_follow_one_another_to_the_highest_total(check):
    bands = check["band"]
    assert (bands[0]["lower"], bands[-1]["upper"]) == (0, HIGHEST[check["key"]])
    assert all(after["lower"] == before["upper"] + 1 for before, after in pairwise(bands))


@each_check
def test_a_result_speaks_both_languages_and_always_has_a_next_step(check):
    assert check["read"] in articles("zh").keys() & articles("en").keys()
    for band in check["band"]:
        assert set(band) == {"lower", "upper", "zh", "en"}
        assert len(band["zh"]["next_steps"]) == len(band["en"]["next_steps"]) > 0


@each_check
def test_a_result_is_not_a_diagnosis(check):
    words = ("抑郁", "焦虑", "患有", "确诊", "depress", "anxiety", "disorder", "diagnos")
    told = [text for band in check["band"] for text in sentences([band["zh"], band["en"]])]
    assert [text for text in told if any(word in text.lower() for word in words)] == []


@each_page
def test_a_standing_page_is_built_alike_in_both_languages(page):
    assert set(page) == {"key", "zh", "en"}
    for language in LANGUAGES:
        assert faults_of_blocks(page[language]["body"]) == []
    assert [block["kind"] for block in page["zh"]["body"]] == [block["kind"] for block in page["en"]["body"]]


def test_the_standing_pages_are_there():
    assert {page["key"] for page in read(CONTENT / "pages.toml")["page"]} == {
        "about",
        "legal",
        "privacy",
        "accessibility",
    }


def test_a_topic_is_told_in_both_languages_and_none_is_empty():
    topics = read(CONTENT / "topics.toml")["topic"]
    assert 6 <= len(topics) <= 8
    for topic in topics:
        assert set(topic["zh"]) == set(topic["en"]) == {"title", "intro"}
    assert {topic["key"] for topic in topics} == {article["topic"] for article in articles("zh").values()}


def test_a_lecture_lies_ahead_and_is_told_in_both_languages():
    lectures = read(CONTENT / "events.toml")["event"]
    assert len(lectures) == 3
    for lecture in lectures:
        assert lecture["starts_in_days"] > 0
        assert lecture["minutes"] > 0
        assert set(lecture["zh"]) == set(lecture["en"]) == {"title", "place", "text"}


@pytest.mark.parametrize(("language", "fewest"), [("zh", 45), ("en", 12)])
def test_no_word_stands_for_two_meanings(language, fewest):
    groups = [group["words"] for group in read(CONTENT / "synonyms.toml")["group"] if group["locale"] == language]
    words = [word.casefold() for group in groups for word in group]
    assert len(groups) >= fewest
    assert [word for word in words if words.count(word) > 1 or len(word) < 2] == []


def test_each_word_of_the_trade_has_a_plain_one_and_a_reason():
    listed = read(CONTENT / "jargon.toml")["word"]
    assert len({each["jargon"] for each in listed}) == len(listed) >= 60
    assert all(set(each) == {"jargon", "lay", "why"} and all(each.values()) for each in listed)
    assert [each for each in listed if each["jargon"] in each["lay"]] == []


def test_no_key_names_two_pages():
    keys = [*articles("zh")]
    for name, table in (("topics", "topic"), ("pages", "page"), ("events", "event")):
        keys += [each["key"] for each in read(CONTENT / f"{name}.toml")[table]]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
