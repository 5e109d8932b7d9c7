"""Who is let in, and by whom. Two answers at once: one counts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from alliance.models import AuditEntry, Notice
from alliance.roles import Role
from teleconsult.call import lobby, presence, rooms
from teleconsult.call.models import Seat
from tests import factories

Standing = Seat.Standing


def seat_of(room, person):
    return room.seats.get(person=person)


def test_a_guest_cannot_admit_herself(room, community_doctor):
    seat = lobby.knock(room, community_doctor, timezone.now())
    with pytest.raises(lobby.NotTheHost):
        lobby.admit(room, seat=seat.code, by=community_doctor, at=timezone.now())
    seat.refresh_from_db()
    assert not seat.may_enter


def test_an_outsider_can_neither_knock_nor_admit(room, community_doctor, outsider):
    with pytest.raises(rooms.NoSeat):
        lobby.knock(room, outsider, timezone.now())
    seat = lobby.knock(room, community_doctor, timezone.now())
    with pytest.raises(lobby.NotTheHost):
        lobby.admit(room, seat=seat.code, by=outsider, at=timezone.now())


def test_nobody_knocks_before_the_room_opens_or_after_it_closed(room, community_doctor, expert):
    with pytest.raises(lobby.NotOpenYet):
        lobby.knock(room, community_doctor, room.opens_at - timedelta(seconds=1))
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    with pytest.raises(rooms.RoomClosed):
        lobby.knock(room, community_doctor, timezone.now())


def test_who_does_not_knock_cannot_be_admitted(room, community_doctor, expert):
    seat = seat_of(room, community_doctor)
    with pytest.raises(lobby.NobodyKnocking):
        lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())


def test_a_guest_who_went_away_cannot_be_admitted(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    assert lobby.stop_knocking(seat, seat.knocked_at)
    with pytest.raises(lobby.NobodyKnocking):
        lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())


def test_a_second_answer_finds_nobody_knocking(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    lobby.turn_away(room, seat=seat.code, by=expert, at=timezone.now())
    with pytest.raises(lobby.NobodyKnocking):
        lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())


def test_a_tab_that_closes_does_not_withdraw_the_knock_of_another(room, community_doctor):
    first = lobby.knock(room, community_doctor, timezone.now())
    second = lobby.knock(room, community_doctor, timezone.now() + timedelta(seconds=1))
    assert not lobby.stop_knocking(first, first.knocked_at)
    second.refresh_from_db()
    assert second.standing == Standing.KNOCKING


def test_an_admitted_guest_walks_straight_back_in(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())
    assert lobby.knock(room, community_doctor, timezone.now()).may_enter
    assert lobby.waiting(room) == []


def test_a_guest_who_was_turned_away_may_knock_again(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    lobby.turn_away(room, seat=seat.code, by=expert, at=timezone.now())
    lobby.knock(room, community_doctor, timezone.now())
    assert [waiting.person for waiting in lobby.waiting(room)] == [community_doctor]


def test_admitting_is_written_down(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())
    assert AuditEntry.objects.filter(action="seat.admitted", person=expert.code, subject_code=seat.code).exists()


def test_a_host_who_is_elsewhere_gets_a_notice_once(room, community_doctor, expert):
    at = timezone.now()
    for seconds in (0, 5, 10):
        seat = lobby.knock(room, community_doctor, at + timedelta(seconds=seconds))
        lobby.stop_knocking(seat, seat.knocked_at)
    assert Notice.objects.filter(person=expert, kind=lobby.KNOCKED).count() == 1


def test_a_host_who_is_in_the_room_gets_no_notice(room, community_doctor, expert):
    host = seat_of(room, expert)
    presence.join(host, host.code, host.code, timezone.now())
    lobby.knock(room, community_doctor, timezone.now())
    assert not Notice.objects.exists()


ACTS = ("knock", "stop", "admit", "turn_away")


class LobbyProperty(TestCase):
    """Whatever is done in whatever order: nobody comes in whom the host has not admitted while they knocked."""

    @given(st.lists(st.sampled_from(ACTS), max_size=12))
    @settings(max_examples=40, deadline=None)
    def test_only_a_knock_that_the_host_answers_opens_the_door(self, acts):
        room, host, guest = self._room()
        expected = Standing.OUTSIDE
        for step, act in enumerate(acts):
            expected = self._after(expected, act)
            self._do(act, room, host, guest, timezone.now() + timedelta(seconds=step))
            seat = room.seats.get(person=guest)
            assert seat.standing == expected
            assert seat.may_enter == (expected == Standing.ADMITTED)

    @staticmethod
    def _after(standing, act):
        if act == "knock":
            return standing if standing == Standing.ADMITTED else Standing.KNOCKING
        if standing != Standing.KNOCKING:
            return standing
        return {"stop": Standing.OUTSIDE, "admit": Standing.ADMITTED, "turn_away": Standing.TURNED_AWAY}[act]

    @staticmethod
    def _do(act, room, host, guest, at):
        seat = room.seats.get(person=guest)
        if act == "knock":
            lobby.knock(room, guest, at)
        elif act == "stop":
            lobby.stop_knocking(seat, seat.knocked_at)
        else:
            knocking = seat.standing == Standing.KNOCKING
            try:
                getattr(lobby, act)(room, seat=seat.code, by=host, at=at)
                assert knocking
            except lobby.NobodyKnocking:
                assert not knocking

    @staticmethod
    def _room():
        centre, place = factories.make_centre(), factories.make_institution()
        host = factories.make_member(Role.EXPERT, centre)
        guest = factories.make_member(Role.COMMUNITY_DOCTOR, place)
        at = timezone.now()
        return rooms.open_room(title="", starts_at=at, host=(host, centre), guests=[(guest, place)], at=at), host, guest
