"""A relative comes by a link: once, in time, on one device, to one room; and goes when told to."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.models import AuditEntry
from alliance.roles import Role
from teleconsult.call import chatting, lines, lobby, presence, rooms, visiting
from teleconsult.call.models import ChatMessage, LineMinute, Room, Seat, Visitor
from tests import factories
from tests.call.factories import make_room
from tests.call.visitors import come, invite
from tests.teleconsult.racing import race, winners

now = timezone.now


def test_whoever_has_no_seat_invites_nobody(room, colleague, outsider):
    for person in (colleague, outsider):
        with pytest.raises(rooms.NoSeat):
            invite(room, person)


def test_without_the_patients_word_there_is_no_link(room, community_doctor):
    with pytest.raises(IntegrityError), transaction.atomic():
        invite(room, community_doctor, agreed=False)


def test_an_unknown_token_opens_nothing(room, community_doctor):
    _visitor, token = invite(room, community_doctor)
    for wrong in ("", token[:-1], token + "x", Visitor.objects.get().token_hash):
        with pytest.raises(visiting.NoSuchLink):
            visiting.come(wrong, now())


def test_a_link_that_was_not_used_in_time_is_dead(room, community_doctor):
    visitor, token = invite(room, community_doctor)
    assert visitor.expires_at - visitor.invited_at == settings.XINQIAO["VISITOR_LINK"]
    with pytest.raises(visiting.LinkExpired):
        visiting.come(token, visitor.expires_at)


def test_a_link_works_once(room, community_doctor):
    _visitor, token = invite(room, community_doctor)
    visiting.come(token, now())
    with pytest.raises(visiting.LinkUsed):
        visiting.come(token, now())


def test_a_withdrawn_link_is_dead(room, community_doctor):
    visitor, token = invite(room, community_doctor)
    visiting.end(room, visitor.code, by=community_doctor, at=now())
    with pytest.raises(visiting.LinkWithdrawn):
        visiting.come(token, now())


def test_a_closed_room_takes_nobody_and_makes_no_link(room, community_doctor, expert):
    _visitor, token = invite(room, community_doctor)
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=now())
    with pytest.raises(rooms.RoomClosed):
        visiting.come(token, now())
    with pytest.raises(rooms.RoomClosed):
        invite(room, community_doctor)


def test_only_one_more_than_the_two_doctors_until_that_one_is_out(room, community_doctor, expert):
    first = come(room, community_doctor)
    with pytest.raises(rooms.RoomFull):
        invite(room, expert)
    visiting.end(room, first.visitor.code, by=expert, at=now())
    assert invite(room, expert)


def test_a_link_that_nobody_used_in_time_keeps_nobody_out(room, community_doctor):
    invite(room, community_doctor, at=now() - timedelta(hours=1))
    assert invite(room, community_doctor)


def test_the_place_of_a_doctor_who_has_no_seat_yet_is_kept(room, community_doctor, expert):
    rooms.revoke(room, expert, now())
    come(room, community_doctor)
    with pytest.raises(rooms.RoomFull):
        invite(room, community_doctor)
    assert rooms.seat(room, host=(expert, expert.live_memberships[0].institution), at=now())


def test_a_link_finds_the_room_full_when_others_were_quicker(room, community_doctor, colleague, beiqiao):
    _visitor, token = invite(room, community_doctor)
    rooms.give_seat(room, colleague, beiqiao)
    with pytest.raises(rooms.RoomFull):
        visiting.come(token, now())
    rooms.revoke(room, colleague, now())
    assert visiting.come(token, now())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_one_link_at_once_one_comes(expert, community_doctor):
    room = make_room(expert, community_doctor)
    _visitor, token = invite(room, community_doctor)
    ends = race(*(partial(visiting.come, token, now()) for _ in range(6)))
    assert len(winners(ends, visiting.LinkUsed)) == 1
    assert Seat.objects.filter(visitor__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_at_once_one_makes_a_link(expert, community_doctor):
    room = make_room(expert, community_doctor)
    ends = race(*(partial(invite, room, person) for person in (expert, community_doctor)))
    assert len(winners(ends, rooms.RoomFull)) == 1


def test_others_than_host_and_inviter_put_nobody_out(room, community_doctor, expert, outsider):
    visitor = come(room, expert).visitor
    with pytest.raises(visiting.NotYours):
        visiting.end(room, visitor.code, by=community_doctor, at=now())
    with pytest.raises(rooms.NoSeat):
        visiting.end(room, visitor.code, by=outsider, at=now())
    other = make_room(expert, community_doctor)
    with pytest.raises(visiting.NoSuchLink):
        visiting.end(other, visitor.code, by=expert, at=now())


@pytest.mark.parametrize("by", ["host", "inviter"])
def test_host_and_inviter_put_them_out_and_the_pass_is_dead(room, community_doctor, expert, by):
    seat = come(room, community_doctor)
    presence.join(seat, seat.code, seat.code, now())
    ticket = visiting.pass_for(seat)
    assert visiting.sit(ticket, room.code).seat == seat
    visiting.end(room, seat.visitor.code, by=expert if by == "host" else community_doctor, at=now())
    with pytest.raises(rooms.NoSeat):
        visiting.sit(ticket, room.code)
    assert presence.present(room, now()) == []


def test_a_pass_is_for_one_room_and_cannot_be_made_up(room, community_doctor, expert):
    seat = come(room, community_doctor)
    other = make_room(expert, community_doctor)
    doctor = Seat.objects.get(room=room, person=community_doctor)
    for ticket, code in (
        (visiting.pass_for(seat), other.code),
        (str(seat.code), room.code),
        (visiting.pass_for(seat)[:-2] + "xx", room.code),
        (signing.dumps(str(seat.code)), room.code),  # signed for something else
        (visiting.pass_for(doctor), room.code),
        ("", room.code),
    ):
        with pytest.raises(rooms.NoSeat):
            visiting.sit(ticket, code)


def test_a_visitor_neither_hosts_nor_sits_beside_a_person(room, community_doctor, expert):
    seat = come(room, community_doctor)
    for wrong in ({"part": "host"}, {"person": expert}, {"visitor": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(**wrong)


def test_a_visitor_knocks_like_every_guest_and_admits_nobody(room, community_doctor, expert):
    seat = come(room, community_doctor)
    assert not seat.may_enter
    assert lobby.knock(room, seat.who, now()).standing == Seat.Standing.KNOCKING
    with pytest.raises(lobby.NotTheHost):
        lobby.admit(room, seat=seat.code, by=seat.who, at=now())
    assert lobby.admit(room, seat=seat.code, by=expert, at=now()).may_enter


def test_nobody_knocks_before_the_room_opens(room, community_doctor):
    seat = come(room, community_doctor)
    with pytest.raises(lobby.NotOpenYet):
        lobby.knock(room, seat.who, room.opens_at - timedelta(seconds=1))


def test_a_visitor_writes_once_let_in_and_reads_nothing_earlier(room, community_doctor, expert):
    seat, at = come(room, community_doctor), now()
    with pytest.raises(chatting.NotInTheRoom):
        chatting.write(room, seat.who, seat.code, "听得见吗", at)
    chatting.write(room, expert, room.code, "她来之前说的", at)
    lobby.knock(room, seat.who, at + timedelta(seconds=1))
    seat = lobby.admit(room, seat=seat.code, by=expert, at=at + timedelta(seconds=2))
    chatting.write(room, seat.who, seat.code, "听得见吗", at + timedelta(seconds=3))
    assert [line.body for line in chatting.messages(seat)] == ["听得见吗"]
    host = rooms.seat_of(room, expert)
    assert [line.by.name for line in chatting.messages(host)] == [expert.name, "许桂兰"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ChatMessage.objects.filter(author=expert).update(visitor=seat.visitor)


def test_who_invited_whom_and_who_came_is_written_down(room, community_doctor, expert):
    visitor = come(room, community_doctor).visitor
    visiting.end(room, visitor.code, by=expert, at=now())
    rows = AuditEntry.objects.filter(subject_code=visitor.code).order_by("pk").values_list("action", "person")
    assert list(rows) == [
        ("visitor.invited", community_doctor.code),
        ("visitor.came", None),
        ("visitor.ended", expert.code),
    ]


def test_a_visitors_telephone_says_nothing_of_the_line_of_a_place(room, community_doctor, centre):
    seat = come(room, community_doctor)
    attendance = presence.join(seat, seat.code, seat.code, now())
    for minute in range(20):
        at = now() - timedelta(minutes=minute)
        LineMinute.objects.create(attendance=attendance, minute=at, lost=0.9, concealed=0.9, rung="sound")
    assert lines.weak_at([centre.pk], at=now()) == []


def test_only_the_digest_of_the_token_is_kept(room, community_doctor):
    visitor, token = invite(room, community_doctor)
    kept = Visitor.objects.filter(pk=visitor.pk).values().get()
    assert token not in map(str, kept.values())
    assert visiting.link(token).endswith(f"/visit/#{token}")


def test_a_member_of_staff_keeps_reach_by_their_own_seat_alone(room, community_doctor, beiqiao):
    come(room, community_doctor)
    stranger = factories.make_member(Role.COMMUNITY_DOCTOR, beiqiao)
    assert not Room.objects.within_reach_of(stranger).exists()
