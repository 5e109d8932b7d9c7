"""Rooms open, move, close; seats are given and taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import AuditEntry
from alliance.roles import Permission
from teleconsult.call import lobby, presence, rooms
from teleconsult.call.models import Attendance, Room, Seat
from tests import factories


def test_a_room_has_one_host_and_nobody_sits_twice(room, community_doctor, beiqiao, colleague):
    with pytest.raises(IntegrityError), transaction.atomic():
        rooms.give_seat(room, colleague, beiqiao, part=Seat.Part.HOST)
    with pytest.raises(IntegrityError), transaction.atomic():
        rooms.give_seat(room, community_doctor, beiqiao)


def test_only_those_with_a_seat_reach_the_room(room, community_doctor, expert, colleague, coordinator, outsider):
    seen = {
        person for person in (community_doctor, expert, colleague, coordinator, outsider)
        if Room.objects.within_reach_of(person).exists()
    }  # fmt: skip
    assert seen == {community_doctor, expert}


def test_hosting_counts_at_the_hosts_institution_only(room, centre, beiqiao):
    assert room.institutions_for(Permission.HOST_CALLS) == [centre]
    assert set(room.institutions_for(Permission.JOIN_CALLS)) == {centre, beiqiao}


def test_a_room_opens_before_its_start_and_moves_with_it(room):
    before = settings.XINQIAO["ROOM_OPENS_BEFORE"]
    assert not room.is_open(room.starts_at - before - timedelta(seconds=1))
    later = room.starts_at + timedelta(days=1)
    rooms.move(room, later)
    assert (room.starts_at, room.opens_at) == (later, later - before)


def test_closing_ends_what_runs_and_is_done_once(room, community_doctor, expert):
    at = timezone.now()
    guest = lobby.knock(room, community_doctor, at)
    host = room.seats.get(person=expert)
    presence.join(host, uuid4(), uuid4(), at)
    assert rooms.close(room, because=rooms.Because.TECHNICAL, by=expert, at=at)
    assert not rooms.close(room, because=rooms.Because.DONE, by=expert, at=at)
    guest.refresh_from_db()
    assert room.closed_because == "technical"
    assert guest.standing == Seat.Standing.OUTSIDE
    assert not Attendance.objects.filter(left_at=None).exists()
    assert AuditEntry.objects.filter(action="room.closed", subject_code=room.code).count() == 1


def test_a_closed_room_does_not_move(room, expert):
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    starts_at = room.starts_at
    rooms.move(room, starts_at + timedelta(days=1))
    room.refresh_from_db()
    assert room.starts_at == starts_at


def test_who_loses_the_seat_no_longer_reaches_the_room(room, community_doctor):
    assert rooms.revoke(room, community_doctor, timezone.now())
    assert not rooms.revoke(room, community_doctor, timezone.now())
    assert not Room.objects.within_reach_of(community_doctor).exists()


def test_another_expert_takes_the_hosts_seat(room, expert, centre):
    other = factories.make_expert(centre)
    rooms.seat(room, host=(other, centre), at=timezone.now())
    assert rooms.seat_of(room, other).part == Seat.Part.HOST
    with pytest.raises(rooms.NoSeat):
        rooms.seat_of(room, expert)


def test_seating_the_same_host_again_changes_nothing(room, expert, centre):
    before = rooms.seat_of(room, expert)
    assert rooms.seat(room, host=(expert, centre), at=timezone.now()) == before


def test_a_colleague_takes_the_guests_place_and_knocks_for_himself(room, community_doctor, colleague, beiqiao, expert):
    guest = lobby.knock(room, community_doctor, timezone.now())
    lobby.admit(room, seat=guest.code, by=expert, at=timezone.now())
    seat = rooms.replace(room, gone=community_doctor, by=colleague, institution=beiqiao, at=timezone.now())
    assert not seat.may_enter
    assert not Room.objects.within_reach_of(community_doctor).exists()
    assert rooms.replace(room, gone=None, by=colleague, institution=beiqiao, at=timezone.now()) == seat
