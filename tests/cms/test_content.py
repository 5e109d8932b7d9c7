"""The sample texts of the public site are whole: every file can be read, says what it must and harms nobody."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CONTENT = Path(__file__).resolve().parents[2] / "cms" / "content"
ARTICLES = CONTENT / "articles"
AT_LEAST = {"zh": 22, "en": 8}
KEYS = {"title", "summary", "topic", "audiences", "situations", "minutes", "sources", "body"}
AUDIENCES = {"public", "family", "young", "parents", "older", "workers", "carers"}
SITUATIONS = {"child", "perinatal", "older", "work", "carer", "crisis", "medicine", "rights"}
BLOCKS = {
    "paragraph": {"text"},
    "heading": {"text"},
    "care": {"level", "title", "items"},
    "do": {"title", "items"},
    "dont": {"title", "items"},
    "warning": {"title", "text"},
    "steps": {"title", "items"},
}
LEVELS = ["see", "soon", "now"]
NOT_AN_ILLNESS = {
    "stigma",
    "who-sees-my-information",
}  # every other article says when to see someone, when soon, when now
LONGEST = {"zh": {"title": 20, "summary": 80}, "en": {"title": 60, "summary": 120}}
HAN = re.compile(r"[\u3400-\u9fff]")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]*)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
LEFTOVER = re.compile(r"[<>`#_*\[]|https?:")
# How someone might do it is never told, and nobody is called names (WHO, Preventing suicide: for media professionals).
NEVER = re.compile(
    r"割腕|割脉|上吊|自缢|跳楼|跳河|服毒|喝农药|烧炭|吞药|致死量|自杀成功|自杀失败|疯子|精神病人|变态"
    r"|overdos|hang(?:ed|ing) (?:him|her|them)|slit|lethal|commit(?:ted|s)? suicide|successful suicide|lunatic|madman"
)
AROUND_THE_CLOCK = re.compile(r"12356[^。.；;]{0,20}(?:24 ?小时|全天|24 ?hours|24/7|around the clock)")


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def articles(language: str) -> dict[str, dict[str, Any]]:
    return {path.name.split(".")[0]: read(path) for path in sorted(ARTICLES.glob(f"*.{language}.toml"))}


def sentences(told: Any) -> list[str]:
    """Every piece of text in a file, however deep."""
    if isinstance(told, str):
        return [told]
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else []
    return [sentence for part in parts for sentence in sentences(part)]


def faults_of_blocks(body: list[dict[str, Any]]) -> list[str]:
    faults = [str(block) for block in body if set(block) - {"kind"} != BLOCKS.get(block["kind"])]
    faults += [str(block) for block in body if not all(block.values()) or not all(block.get("items", ["-"]))]
    levels = [block["level"] for block in body if block["kind"] == "care"]
    if levels != [level for level in LEVELS if level in levels]:
        faults.append(f"care cards {levels}: at most one of each level, the calmest first")
    return faults


ALL = [pytest.param(language, key, id=f"{key}.{language}") for language in ("zh", "en") for key in articles(language)]
each_article = pytest.mark.parametrize(("language", "key"), ALL)
each_file = pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.toml")), ids=lambda path: path.name)


@each_file
def test_no_text_tells_how_to_die_calls_names_or_promises_a_line_around_the_clock(path):
    if path.name in ("jargon.toml", "kinder_words.toml"):  # name the words they warn of
        return
    told = [] if path.name == "synonyms.toml" else sentences(read(path))  # what people type is theirs
    assert [each for each in told if NEVER.search(each) or AROUND_THE_CLOCK.search(each)] == []


@each_article
def test_an_article_is_written_with_the_blocks_the_site_has(language, key):
    assert faults_of_blocks(articles(language)[key]["body"]) == []


@each_article
def test_an_article_has_its_keys(language, key):
    article = articles(language)[key]
    assert set(article) == KEYS | ({"based_on"} if language == "en" else set())
    assert set(article["audiences"]) <= AUDIENCES
    assert article["audiences"]
    assert set(article["situations"]) <= SITUATIONS
    assert 1 <= article["minutes"] <= 10


@each_article
def test_an_article_names_its_sources(language, key):
    sources = articles(language)[key]["sources"]
    assert sources
    for source in sources:
        assert set(source) - {"url"} == {"title", "publisher", "year"}
        assert 2000 <= source["year"] <= 2026
        assert source.get("url", "https://").startswith("https://")


@each_article
def test_a_title_and_a_summary_fit_a_phone(language, key):
    article = articles(language)[key]
    for field, longest in LONGEST[language].items():
        assert 0 < len(article[field]) <= longest, field


@each_article
def test_a_link_leads_to_an_article_in_the_same_language(language, key):
    links = [link for text in sentences(articles(language)[key]["body"]) for _, link in LINK.findall(text)]
    known = {f"article:{each}" for each in articles(language)}
    assert [link for link in links if link not in known or link == f"article:{key}"] == []


@each_article
def test_text_holds_bold_words_and_links_and_no_other_markup(language, key):
    for text in sentences(articles(language)[key]["body"]):
        assert not LEFTOVER.search(BOLD.sub(r"\1", LINK.sub(r"\1", text))), text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_article_stands_under_a_topic(language):
    topics = {topic["key"] for topic in read(CONTENT / "topics.toml")["topic"]}
    assert {key: each["topic"] for key, each in articles(language).items() if each["topic"] not in topics} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_enough_articles(language):
    assert len(articles(language)) >= AT_LEAST[language]


@pytest.mark.parametrize("key", sorted(articles("zh").keys() - NOT_AN_ILLNESS))
def test_an_article_about_an_illness_or_its_treatment_says_when_to_see_someone_when_soon_and_when_now(key):
    assert [block["level"] for block in articles("zh")[key]["body"] if block["kind"] == "care"] == LEVELS


@pytest.mark.parametrize("key", articles("zh"))
def test_a_chinese_article_is_neither_a_leaflet_nor_a_book(key):
    assert 700 <= len(HAN.findall("".join(sentences(articles("zh")[key]["body"])))) <= 1400


@pytest.mark.parametrize("key", articles("en"))
def test_a_translation_is_built_like_its_original(key):
    original, translation = articles("zh")[key], articles("en")[key]
    for field in ("topic", "audiences", "situations"):
        assert translation[field] == original[field]
    assert len(translation["sources"]) == len(original["sources"])
    for theirs, ours in zip(original["body"], translation["body"], strict=True):
        assert (ours["kind"], ours.get("level")) == (theirs["kind"], theirs.get("level"))
        assert len(ours.get("items", [])) == len(theirs.get("items", []))


@pytest.mark.parametrize("key", articles("en"))
def test_a_translation_names_the_day_of_its_original_and_holds_no_chinese_prose(key):
    article = articles("en")[key]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", article["based_on"])
    assert [text for text in sentences(article["body"]) if HAN.search(text)] == []
