"""Whose line is bad: counted in minutes of meetings that one's own place held, and silent where little is known."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from alliance.models import Institution, Person
from teleconsult.call import lines, presence
from teleconsult.call.models import LineMinute, Room
from tests.call.factories import make_room


@pytest.fixture
def room(expert: Person, community_doctor: Person) -> Room:
    return make_room(expert, community_doctor)


def talked(room: Room, person: Person, *, good: int = 0, bad: int = 0, days_ago: int = 1) -> None:
    """A meeting of so many minutes."""
    began = timezone.now() - timedelta(days=days_ago)
    seat = room.seats.get(person=person)
    attendance = presence.join(seat, room.code, room.code, began)
    for minute in range(good + bad):
        LineMinute.objects.create(
            attendance=attendance,
            minute=began + timedelta(minutes=minute),
            lost=0.3 if minute < bad else 0.0,
            concealed=0.0,
            kbps=900,
            rung="high",
        )


def told(room: Room, *hosts: Institution) -> list[tuple[str, int, int]]:
    places = [host.pk for host in hosts] or [room.seats.get(part="host").institution_id]
    return [(line.place, line.weak, line.minutes) for line in lines.weak_at(places, at=timezone.now())]


def test_a_place_whose_line_is_often_bad_is_named(room: Room, community_doctor: Person) -> None:
    talked(room, community_doctor, good=15, bad=5)
    place = room.seats.get(person=community_doctor).institution
    assert told(room) == [(place.label, 5, 20)]


@pytest.mark.parametrize("minutes", [{"good": 17, "bad": 3}, {"bad": 9}, {"good": 0, "bad": 20, "days_ago": 31}])
def test_seldom_little_and_long_ago_say_nothing(room: Room, community_doctor: Person, minutes: dict[str, int]) -> None:
    talked(room, community_doctor, **minutes)
    assert told(room) == []


def test_nothing_is_told_of_meetings_that_another_place_held(room: Room, community_doctor: Person) -> None:
    talked(room, community_doctor, bad=20)
    other = room.seats.get(person=community_doctor).institution
    assert told(room, other) == []


def test_what_is_known_is_counted_once_in_ten_minutes_for_each_set_of_hosts(
    room: Room, community_doctor: Person, django_assert_num_queries: Any
) -> None:
    place = room.seats.get(part="host").institution
    other = room.seats.get(person=community_doctor).institution
    assert told(room, place) == []
    talked(room, community_doctor, bad=20)
    with django_assert_num_queries(0):
        assert told(room, place) == []
    assert told(room, place, other) == [(other.label, 20, 20)]
    with django_assert_num_queries(0):
        assert told(room, other, place) == [(other.label, 20, 20)]
    cache.clear()
    assert told(room, place) == [(other.label, 20, 20)]
