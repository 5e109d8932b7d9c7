"""What is meant comes first: what editors have chosen, the self-checks, help for whoever is in danger."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms import planting
from cms.models import ArticlePage, BestBet, SynonymGroup
from cms.search import bets, finding, nearby
from cms.search import planting as search_words
from tests.cms.asking import ask, titles


def main(client, question, path="/search/", **more):
    """What the page says below its head."""
    return ask(client, question, path, **more).content.decode().partition("<main")[2]


@pytest.fixture
def words(db):
    """The words that the product brings along."""
    search_words.plant()


@pytest.fixture
def refusal(library):
    """An article that editors want to be found first."""
    return ArticlePage.objects.get(title="孩子厌学")


# --- chosen by editors ----------------------------------------------------------------------------------------------
def test_a_choice_leads_to_exactly_one_place(library, refusal):
    for wrong in (BestBet(words="上学"), BestBet(words="上学", page=refusal, place="crisis")):
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    with pytest.raises(ValidationError):
        BestBet(words="，、", page=refusal).full_clean()


def test_a_page_that_is_not_published_is_not_shown(library, refusal, client):
    BestBet.objects.create(words="早期识别", page=refusal)
    refusal.unpublish()
    assert "孩子厌学" not in titles(client, "早期识别")


def test_a_choice_of_another_language_does_not_count(library, refusal, client):
    BestBet.objects.create(language="en", words="早期识别", page=refusal)
    assert titles(client, "早期识别")[0] != "孩子厌学"


def test_part_of_the_words_is_not_enough(library, refusal, client):
    BestBet.objects.create(words="早期 家长会", page=refusal)
    assert titles(client, "早期识别")[0] != "孩子厌学"


@pytest.mark.parametrize("question", ["早期识别", "怎么早期识别？", "早期識別", "识别 早期"])
def test_what_editors_have_chosen_stands_first_and_says_so(library, refusal, client, question):
    BestBet.objects.create(words="不相干, 早期识别", page=refusal)
    assert titles(client, question)[0] == "孩子厌学"
    html = main(client, question)
    assert html.index("推荐") < html.index("青少年抑郁")


def test_a_word_that_means_the_same_counts(library, refusal, client):
    BestBet.objects.create(words="逃课", page=refusal)
    SynonymGroup.objects.create(words="逃课，翘课")
    assert titles(client, "翘课了怎么办") == ["孩子厌学"]


def test_a_chosen_page_is_counted_and_listed_once(library, refusal, client):
    before = ask(client, "厌学", format="json").json()
    BestBet.objects.create(words="厌学", page=refusal)
    after = ask(client, "厌学", format="json").json()
    assert (before["total"], [each["title"] for each in before["results"]]) == (1, ["孩子厌学"])
    assert after == before


def test_the_longest_words_come_first_and_no_more_than_three(library, refusal):
    pages = [library(f"第{number}篇") for number in "一二三四"]
    for page, said in zip(pages, ("孩子", "孩子睡觉", "睡觉", "觉"), strict=True):
        BestBet.objects.create(words=said, page=page)
    found = finding.find("孩子睡觉", "zh-hans", start=0, stop=20)
    assert len(found.first) <= bets.MOST
    assert found.first[0].title == "第二篇"
    assert finding.find("孩子睡觉", "zh-hans", start=20, stop=40).first == []


def test_an_editor_chooses_and_a_doctor_does_not(client, editor, community_doctor, library, refusal):
    address = reverse("wagtailsnippets_cms_bestbet:add")
    client.force_login(community_doctor)
    assert client.post(address, {}).status_code == 403
    client.force_login(editor)
    assert client.get(address).status_code == 200
    told = {"language": "zh-hans", "words": "早期识别", "page": refusal.pk, "place": "", "is_top_task": "on"}
    assert "上面" not in client.post(address, {**told, "page": ""}).content.decode()
    assert BestBet.objects.count() == 0
    assert client.post(address, told).status_code == 302
    client.logout()
    assert titles(client, "早期识别")[0] == "孩子厌学"
    assert "孩子厌学" in main(client, "斑马长颈鹿")


# --- pages that no editor writes ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("PHQ-9", "/self-check/phq-9/"),
        ("phq9", "/self-check/phq-9/"),
        ("抑郁自测", "/self-check/phq-9/"),
        ("抑鬱自測", "/self-check/phq-9/"),
        ("抑郁症测试", "/self-check/phq-9/"),
        ("抑郁自评量表", "/self-check/phq-9/"),
        ("GAD-7", "/self-check/gad-7/"),
        ("焦虑量表", "/self-check/gad-7/"),
        ("焦虑问卷", "/self-check/gad-7/"),
        ("心理测试", "/self-check/"),
        ("心理热线", "/crisis/"),
        ("12356", "/crisis/"),
        ("讲座", "/events/"),
    ],
)
def test_the_self_checks_and_the_crisis_page_are_found_first(library, words, client, question, path):
    assert ask(client, question, format="json").json()["results"][0]["url"] == path
    assert f'href="{path}"' in main(client, question)


@pytest.mark.parametrize(("question", "key"), [("depression test", "phq-9"), ("anxiety questionnaire", "gad-7")])
def test_they_are_found_in_english_too(library, words, client, question, key):
    found = ask(client, question, "/en/search/", format="json").json()["results"]
    assert found[0]["url"] == f"/en/self-check/{key}/"


def test_a_self_check_stands_below_the_articles_for_its_subject_alone(library, words, client):
    found = ask(client, "抑郁", format="json").json()["results"]
    assert found[-1]["url"] == "/self-check/phq-9/"
    assert len(found) > 1
    assert "/self-check/gad-7/" not in [each["url"] for each in found]


@pytest.mark.parametrize("question", ["我不想活了", "自殺", "想死 抑郁", "划自己"])
def test_whoever_may_be_in_danger_sees_the_crisis_page_first(library, words, client, question):
    BestBet.objects.create(words="抑郁, 想死", page=ArticlePage.objects.get(title="产后情绪"))
    assert ask(client, question, format="json").json()["results"][0]["url"] == "/crisis/"
    html = main(client, question)
    assert html.index('href="tel:') < html.index('id="hits"') < html.index('href="/crisis/"')


def test_the_pages_go_on_as_they_are_counted(library, words, client):
    for number in range(25):
        library(f"抑郁第{number}篇")
    told = ask(client, "抑郁", format="json").json()
    assert told["total"] == len(told["results"])
    first, second = main(client, "抑郁"), main(client, "抑郁", page="2")
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    assert "/self-check/phq-9/" not in first
    assert "/self-check/phq-9/" in second


# --- nothing found --------------------------------------------------------------------------------------------------
def test_without_a_choice_of_editors_the_usual_ways_are_offered(library, client):
    html = main(client, "斑马长颈鹿").partition('id="tasks"')[2]
    assert all(f'href="{path}"' in html for path in ("/self-check/", "/crisis/", "/a-z/"))


def test_what_many_come_for_is_what_editors_say(library, refusal, client):
    BestBet.objects.create(words="厌学", page=refusal, is_top_task=True)
    html = main(client, "斑马长颈鹿").partition('id="tasks"')[2]
    assert f'href="{refusal.where}"' in html
    assert 'href="/a-z/"' not in html.partition('id="topics"')[0]


def test_words_near_come_from_synonyms_topics_and_the_list_of_words(library, words):
    assert "抑郁" in nearby.words("郁闷", "zh-hans")
    assert "情绪" in nearby.words("绪论", "zh-hans")
    assert nearby.words("insomina", "en") == ["insomnia"]
    assert nearby.words("斑马", "zh-hans") == []
    assert nearby.words("\x00", "en") == []


def test_what_is_planted_leads_to_live_pages_and_is_left_alone_afterwards(at_once, db):
    planting.plant(at=timezone.now())
    search_words.plant()
    assert {bet.language for bet in BestBet.objects.all()} == {"zh-hans", "en"}
    assert all(bet.place or bet.page.live for bet in BestBet.objects.all())
    BestBet.objects.filter(language="zh-hans").exclude(words__contains="失眠").delete()
    assert search_words.plant() == 0
    assert finding.find("睡不着", "zh-hans", start=0, stop=5).first[0].title == "睡不着怎么办"
