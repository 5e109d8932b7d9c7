"""Who was there, and until when, is known from the sockets alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from teleconsult.call import presence
from teleconsult.call.models import Attendance


@pytest.fixture
def seat(room, expert):
    return room.seats.get(person=expert)


def test_a_seat_has_one_live_stretch(seat):
    at = timezone.now()
    Attendance.objects.create(seat=seat, connection=uuid4(), page=uuid4(), joined_at=at, seen_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(seat=seat, connection=uuid4(), page=uuid4(), joined_at=at, seen_at=at)


def test_a_second_tab_ends_the_stretch_of_the_first(room, seat):
    at = timezone.now()
    first, second = uuid4(), uuid4()
    presence.join(seat, first, uuid4(), at)
    presence.join(seat, second, uuid4(), at + timedelta(seconds=5))
    assert not presence.seen(first, at + timedelta(seconds=6))
    assert not presence.leave(first, at + timedelta(seconds=6))
    assert [row.connection for row in presence.present(room, at + timedelta(seconds=6))] == [second]


def test_nobody_is_there_without_a_sign_of_life(room, seat):
    at = timezone.now()
    presence.join(seat, uuid4(), uuid4(), at)
    assert presence.is_present(seat, at + presence.HEARTBEAT)
    assert not presence.is_present(seat, at + presence.LIFETIME)
    assert presence.present(room, at + presence.LIFETIME) == []


def test_a_sign_of_life_keeps_one_there(seat):
    at = timezone.now()
    connection = uuid4()
    presence.join(seat, connection, uuid4(), at)
    assert presence.seen(connection, at + presence.HEARTBEAT)
    assert presence.is_present(seat, at + presence.LIFETIME)


def test_a_socket_that_died_silently_ends_at_its_last_sign_of_life(seat):
    at = timezone.now()
    presence.join(seat, uuid4(), uuid4(), at)
    presence.sweep(at + presence.LIFETIME)
    attendance = Attendance.objects.get()
    assert attendance.left_at == attendance.seen_at == at


def test_leaving_is_noted_with_its_time(seat):
    at = timezone.now()
    connection = uuid4()
    presence.join(seat, connection, uuid4(), at)
    assert presence.leave(connection, at + timedelta(minutes=40))
    assert Attendance.objects.get().left_at == at + timedelta(minutes=40)
