"""What is written in the room, by whom, once."""

from uuid import uuid4

import pytest
from django.utils import timezone

from teleconsult.call import chatting, lobby, rooms


@pytest.fixture
def admitted(room, community_doctor, expert):
    seat = lobby.knock(room, community_doctor, timezone.now())
    return lobby.admit(room, seat=seat.code, by=expert, at=timezone.now())


def test_who_waits_in_the_lobby_cannot_write(room, community_doctor):
    lobby.knock(room, community_doctor, timezone.now())
    with pytest.raises(chatting.NotInTheRoom):
        chatting.write(room, community_doctor, uuid4(), "在吗", timezone.now())


def test_an_outsider_cannot_write(room, outsider):
    with pytest.raises(chatting.NotInTheRoom):
        chatting.write(room, outsider, uuid4(), "在吗", timezone.now())


def test_nobody_writes_in_a_closed_room(room, expert):
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    with pytest.raises(rooms.RoomClosed):
        chatting.write(room, expert, uuid4(), "再见", timezone.now())


def test_a_code_of_somebody_elses_message_is_refused(room, admitted, community_doctor, expert):
    code = uuid4()
    chatting.write(room, expert, code, "请把药盒拿近一点", timezone.now())
    with pytest.raises(chatting.CodeTaken):
        chatting.write(room, community_doctor, code, "好", timezone.now())


def test_a_message_sent_twice_is_one_message(room, expert):
    code = uuid4()
    first, new = chatting.write(room, expert, code, "听得到吗", timezone.now())
    again, renewed = chatting.write(room, expert, code, "听得到吗", timezone.now())
    assert (new, renewed) == (True, False)
    assert first == again
    assert chatting.messages(rooms.seat_of(room, expert)) == [first]
