"""The page of a panel: readers comment, the lead reads, the coordinator asks and releases; nobody else opens it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.models import Person
from care.models import DangerAlarm
from teleconsult import opining, panels
from teleconsult.models import Consultation, PanelComment, PanelSeat, State
from tests.teleconsult.factories import ADVICE, OPINION, Way

now = timezone.now


@pytest.fixture
def case(panel_case: Consultation) -> Consultation:
    """Being answered in writing, with one reader."""
    return panel_case


def seat_of(case: Consultation, person: Person) -> PanelSeat:
    return PanelSeat.objects.get(consultation=case, person=person, released_at=None)


def say(case: Consultation, person: Person, body: str = "建议查甲状腺功能。", **more: Any) -> PanelComment | None:
    return panels.comment(seat_of(case, person), body, by=person, at=now(), **more)


def page(case: Consultation, name: str = "panel") -> str:
    return reverse(f"teleconsult:{name}", args=[case.code])


def test_the_asking_side_never_opens_the_panel(way: Way, case, second, colleague, browser):
    say(case, second, "标记：碳酸锂")
    for person in (way.doctor, colleague):
        assert browser(person).get(page(case)).status_code == 403
        assert browser(person).post(page(case, "panel_release"), {"seat": "x"}).status_code == 403
        shown = browser(person).get(case.get_absolute_url()).content.decode()
        assert "许见山" in shown
        assert "碳酸锂" not in shown
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    shown = browser(way.doctor).get(case.get_absolute_url()).content.decode()
    assert "碳酸锂" not in shown


def test_the_coordinator_sees_who_has_commented_and_not_what(way: Way, case, second, browser):
    say(case, second, "标记：碳酸锂")
    shown = browser(way.coordinator).get(page(case)).content.decode()
    assert "许见山" in shown
    assert "碳酸锂" not in shown


def test_the_lead_has_the_comment_beside_the_opinion_and_the_name_of_who_is_still_awaited(
    way: Way, case, second, third, browser
):
    panels.ask(case, person=third, by=way.coordinator, at=now())
    say(case, second, "标记：碳酸锂")
    shown = browser(way.expert).get(reverse("teleconsult:opinion", args=[case.code])).content.decode()
    assert "碳酸锂" in shown
    warnings = shown.partition('value="sign"')[0]
    assert "周以宁 尚未提交协诊意见" in warnings
    assert "许见山 尚未提交协诊意见" not in warnings


def test_a_reader_comments_on_the_page_and_the_list_moves_on(case, second, browser):
    mine = browser(second)
    assert mine.get(reverse("teleconsult:list")).context["waiting"] == 1
    answer = mine.post(page(case), {"body": "建议查甲功。", "code": str(uuid4()), "action": "comment"})
    assert answer.status_code == 302
    assert PanelComment.objects.get().body == "建议查甲功。"
    assert mine.get(reverse("teleconsult:list")).context["waiting"] == 0


def test_nothing_to_add_does_not_throw_away_what_was_typed(case, second, browser):
    sent = {"body": "其实有", "code": str(uuid4()), "action": "nothing"}
    answer = browser(second).post(page(case), sent)
    assert answer.status_code == 422
    assert "其实有" in answer.content.decode()
    assert not PanelComment.objects.exists()


def test_a_comment_that_comes_too_late_is_shown_again(way: Way, case, second, browser):
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    answer = browser(second).post(page(case), {"body": "来晚了的话", "code": str(uuid4()), "action": "comment"})
    assert answer.status_code == 409
    assert "来晚了的话" in answer.content.decode()


def test_danger_ticked_by_a_reader_alarms_at_once(case, second, browser):
    browser(second).post(page(case), {"body": "", "code": str(uuid4()), "plan": "yes", "action": "comment"})
    assert DangerAlarm.objects.filter(about_code=case.code, raised_by=second).exists()


def test_danger_alarms_with_the_draft_and_each_reader_has_a_draft_of_their_own(way: Way, case, second, third, browser):
    panels.ask(case, person=third, by=way.coordinator, at=now())
    for person, words in ((second, "甲"), (third, "乙")):
        typed = {"fields": {"body": [words], "plan": ["yes"]}, "tab": "t", "began_from": 0}
        answer = browser(person).post(page(case, "panel_draft"), json.dumps(typed), content_type="application/json")
        assert answer.status_code == 200
    assert DangerAlarm.objects.filter(about_code=case.code).count() == 1
    assert "甲" in browser(second).get(page(case)).content.decode()
    assert "甲" not in browser(third).get(page(case)).content.decode()


def test_a_reader_at_the_door_of_the_room_is_told_why_not(way: Way, second, third, browser):
    case = way.scheduled()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    answer = browser(second).get(case.room.get_absolute_url())
    assert answer.status_code == 403
    assert "主诊专家" in answer.content.decode()
    assert browser(third).get(case.room.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["accept", "decline", "sign", "answer", "open_now", "begin", "end"])
def test_a_reader_does_nothing_that_is_the_leads(way: Way, second, browser, name):
    case = way.triaged()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    browser(second).post(page(case, name), {"because": "x"})
    case.refresh_from_db()
    assert (case.state, case.expert) == (State.TRIAGED, way.expert)


def test_the_coordinator_asks_and_releases_on_the_page(way: Way, second, browser):
    case, mine = way.writing(), browser(way.coordinator)
    assert mine.post(page(case, "panel_ask"), {"expert": str(second.code)}).status_code == 302
    seat = seat_of(case, second)
    assert mine.post(page(case, "panel_release"), {"seat": str(seat.code)}).status_code == 302
    assert panels.readers(case) == [second]  # without a reason nothing happens
    mine.post(page(case, "panel_release"), {"seat": str(seat.code), "because": "改由别人"})
    assert panels.readers(case) == []


def test_triage_says_what_a_panel_lacks_and_keeps_what_was_chosen(way: Way, second, browser):
    case = way.submitted(kind="panel")
    answer = browser(way.coordinator).post(page(case, "assign"), {"expert": str(way.expert.code)})
    assert answer.status_code == 422
    assert f'value="{way.expert.code}" required checked' in answer.content.decode()
    sent = {"expert": str(way.expert.code), "reader": [str(second.code)]}
    assert browser(way.coordinator).post(page(case, "assign"), sent).status_code == 302
    assert panels.readers(case) == [second]
