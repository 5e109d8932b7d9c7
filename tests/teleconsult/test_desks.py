"""The papers beside the picture."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import now

from teleconsult import alarming
from teleconsult.call import telling
from tests.teleconsult.factories import ANSWERS, Way


def test_the_question_stands_on_the_desk_once(way: Way, browser: Any) -> None:
    case = way.in_session()
    for person in (way.doctor, way.expert):
        desk = browser(person).get(reverse("call:papers", args=[case.room.code])).content.decode()
        assert desk.count(ANSWERS["question"]) == 1


def test_danger_that_one_side_sees_is_told_in_the_room_once(way: Way, browser: Any, monkeypatch: Any) -> None:
    case = way.in_session()
    told: list[Any] = []
    monkeypatch.setattr(telling, "papers", lambda room, *, withdrawn: told.append(room.code))
    danger = reverse("teleconsult:session", args=[case.code]) + "?part=danger"
    assert browser(way.doctor).get(danger).status_code == 204
    for _save in range(2):
        alarming.from_opinion(case, QueryDict("risk_level=high"), by=way.expert, at=now())
    assert told == [case.room.code]
    for person in (way.doctor, way.expert):
        assert 'data-part="checks"' in browser(person).get(danger).content.decode()


def test_nothing_on_the_desk_asks_the_server_by_the_clock(way: Way, browser: Any) -> None:
    for case in (way.scheduled(0.01), way.in_session()):
        for person in (way.doctor, way.expert):
            desk = browser(person).get(reverse("call:papers", args=[case.room.code])).content.decode()
            assert "papers from:body" in desk
            assert 'hx-trigger="every' not in desk
