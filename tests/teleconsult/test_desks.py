"""The papers beside the picture."""

from typing import Any

from django.urls import reverse

from tests.teleconsult.factories import ANSWERS, Way


def test_the_question_stands_on_the_desk_once(way: Way, browser: Any) -> None:
    case = way.in_session()
    for person in (way.doctor, way.expert):
        desk = browser(person).get(reverse("call:papers", args=[case.room.code])).content.decode()
        assert desk.count(ANSWERS["question"]) == 1
