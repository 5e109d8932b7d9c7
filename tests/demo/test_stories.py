"""The stories as they are written, before any database: counts of domain.md §10, scales that add up, nothing copied."""

import re
from collections import Counter

import pytest

from alliance.models import Specialty
from care import instruments
from config.demo.seed.cases import EVERYTHING, MORE, VIGNETTES
from config.demo.seed.people import EXPERTS
from config.demo.seed.story import State, Urgency

every_story = pytest.mark.parametrize("story", EVERYTHING, ids=lambda story: story.key)


def test_the_counts_of_the_handbook_hold():
    assert [story.key for story in VIGNETTES] == [f"V{number:02}" for number in range(1, 13)]
    assert len(EVERYTHING) == len(VIGNETTES) + len(MORE) == 60
    urgencies = Counter(story.urgency for story in EVERYTHING)
    assert urgencies[Urgency.URGENT] == 12  # 20 %
    stages = Counter(story.stage for story in EVERYTHING)
    assert stages[State.DECLINED] == 2
    assert set(stages) == set(State) - {State.IN_SESSION, State.ASKED_BACK}
    assert sum(story.overdue for story in EVERYTHING) == 3
    assert {story.specialty for story in EVERYTHING} == set(Specialty)


def test_the_experts_are_those_of_the_handbook():
    assert Counter(expert.title for expert in EXPERTS) == {"chief": 4, "associate_chief": 8, "attending": 6}
    assert Counter(expert.specialties[0] for expert in EXPERTS) == {
        Specialty.PSYCHOSIS: 3,
        Specialty.MOOD: 3,
        Specialty.ANXIETY_SLEEP: 2,
        Specialty.CHILD: 3,
        Specialty.OLD_AGE: 2,
        Specialty.ADDICTION: 1,
        Specialty.ORGANIC: 1,
        Specialty.PERINATAL: 1,
        Specialty.REHABILITATION: 1,
        Specialty.FORENSIC: 1,
    }
    assert sum(expert.site_expired for expert in EXPERTS) == 1


def test_no_two_stories_share_words_or_people():
    for what in ("question", "began", "present"):
        words = [text for story in EVERYTHING if (text := getattr(story.ask, what))]
        assert len(words) == len(set(words)), what
    assert len({story.patient.name for story in EVERYTHING}) == 60
    advice = [line.text for story in EVERYTHING if story.verdict for line in story.verdict.advice]
    assert len(advice) == len(set(advice))


@every_story
def test_no_question_names_the_patient(story):
    texts = [story.ask.question, story.ask.began, story.ask.course, story.ask.present, story.because]
    texts += [line.text for line in story.verdict.advice] if story.verdict else []
    assert not [text for text in texts if story.patient.name in text]


@every_story
def test_the_scales_come_to_what_the_doctor_writes(story):
    ask = story.ask
    told = " ".join((ask.course, ask.treatment, ask.present, ask.note))
    for scale, answers in ((instruments.PHQ9, ask.phq9), (instruments.GAD7, ask.gad7)):
        stated = re.findall(rf"{scale.title} (\d+) 分", told)
        if answers is not None:
            total = instruments.score(scale, answers).total
            assert set(stated) <= {str(total)}
        else:
            assert not stated
    if ask.phq9 and (item_9 := ask.phq9[8]):
        assert f"第 9 题 {item_9} 分" in ask.present
        assert ask.ideas == "yes"


@every_story
def test_a_grade_belongs_to_people_on_the_register_and_scales_to_adults(story):
    asked = story.stage != State.DRAFT
    assert (story.ask.grade is not None) == (story.patient.on_register and asked)
    if story.verdict:
        assert (story.verdict.grade is not None) == story.patient.on_register
    if story.patient.months or story.patient.years < 18:
        assert story.ask.phq9 is story.ask.gad7 is None
        assert story.signer[0] == "guardian"


@every_story
def test_who_signs_for_the_patient_is_the_one_on_record(story):
    signer, relation = story.signer
    assert (relation == "") == (signer == "patient")
    if relation:
        assert relation == story.patient.guardian[1]


@every_story
def test_an_opinion_has_three_to_six_lines_and_plain_words_for_the_patient(story):
    reached = story.stage in (State.OPINION_DRAFT, State.SIGNED, State.DISPOSED, State.FOLLOW_UP, State.CLOSED)
    assert (story.verdict is not None) == reached
    if story.verdict:
        assert 3 <= len(story.verdict.advice) <= 6
        assert story.verdict.come_back
        assert story.verdict.danger_signs
        assert set(story.acts) <= set(range(1, len(story.verdict.advice) + 1))
        assert all(len(line.text) <= 400 for line in story.verdict.advice)
