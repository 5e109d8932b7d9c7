"""The room's page and the same steps without script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from alliance.models import AuditEntry
from teleconsult.call import desk, lobby, rooms
from teleconsult.call.models import ChatMessage, Seat
from tests.call.factories import admit, make_room

STANDING = Seat.Standing


@pytest.fixture(autouse=True)
def _no_desk(monkeypatch):
    """The call alone; what lies on desks is their owners' to test."""
    monkeypatch.setattr(desk, "_desks", [])


def read(client, person, address):
    person.language = "en"
    person.save()
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("name", ["colleague", "coordinator", "leader", "outsider", "trainee", "editor"])
def test_people_without_a_seat_find_no_room(client, room, cast, name):
    client.force_login(cast[name])
    for page in ("room", "papers", "messages"):
        assert client.get(reverse(f"call:{page}", args=[room.code])).status_code == 404
    for step in ("knock", "messages"):
        assert client.post(reverse(f"call:{step}", args=[room.code])).status_code == 404
    for step in ("admit", "turn_away"):
        assert client.post(reverse(f"call:{step}", args=[room.code, uuid4()])).status_code == 404


def test_somebody_signed_out_is_asked_to_sign_in(client, room):
    assert reverse("account_login") in client.get(room.get_absolute_url()).headers["Location"]


def test_a_guest_cannot_admit_herself(client, room, community_doctor):
    seat = lobby.knock(room, community_doctor, timezone.now())
    client.force_login(community_doctor)
    assert client.post(reverse("call:admit", args=[room.code, seat.code])).status_code == 403
    seat.refresh_from_db()
    assert not seat.may_enter
    assert AuditEntry.objects.filter(person=community_doctor.code, result="refused", action="host_calls").exists()


def test_steps_are_not_taken_by_following_a_link(client, room, expert):
    client.force_login(expert)
    for address in (
        reverse("call:knock", args=[room.code]),
        reverse("call:admit", args=[room.code, uuid4()]),
        reverse("call:turn_away", args=[room.code, uuid4()]),
    ):
        assert client.get(address).status_code == 405


def test_who_waits_in_the_lobby_cannot_read_what_is_written(client, room, expert, community_doctor):
    ChatMessage.objects.create(
        room=room, author=expert, client_code=uuid4(), body="先看量表", written_at=timezone.now()
    )
    for address in (room.get_absolute_url(), reverse("call:messages", args=[room.code])):
        assert "先看量表" not in read(client, community_doctor, address).text
        assert "先看量表" in read(client, expert, address).text


def test_without_script_a_guest_knocks_and_the_host_lets_her_in(client, room, expert, community_doctor):
    page = read(client, community_doctor, room.get_absolute_url())
    assert reverse("call:knock", args=[room.code]) in page.text
    client.post(reverse("call:knock", args=[room.code]))
    seat = room.seats.get(person=community_doctor)
    assert seat.standing == STANDING.KNOCKING
    page = read(client, expert, room.get_absolute_url())
    assert f"Admit {community_doctor.name}" in page.text
    client.post(reverse("call:admit", args=[room.code, seat.code]), follow=True)
    seat.refresh_from_db()
    assert seat.may_enter


def test_letting_in_somebody_who_has_gone_is_told(client, room, expert, community_doctor):
    seat = room.seats.get(person=community_doctor)
    with translation.override("en"):
        read(client, expert, room.get_absolute_url())
        answer = client.post(reverse("call:turn_away", args=[room.code, seat.code]), follow=True)
    assert "They have left the waiting room." in answer.text


def test_knocking_too_early_is_told(client, expert, community_doctor):
    early = make_room(expert, community_doctor, starts_at=timezone.now() + timedelta(days=1))
    read(client, community_doctor, early.get_absolute_url())
    answer = client.post(reverse("call:knock", args=[early.code]), follow=True)
    assert "The room is not open yet." in answer.text
    assert early.seats.get(person=community_doctor).standing == STANDING.OUTSIDE


def test_without_script_a_message_is_written_once(client, room, community_doctor):
    admit(room, community_doctor)
    client.force_login(community_doctor)
    form = {"client_code": str(uuid4()), "body": "药盒上写的是 2.5 毫克"}
    for _ in range(2):
        assert client.post(reverse("call:messages", args=[room.code]), form).status_code == 302
    assert ChatMessage.objects.get().body == form["body"]


def test_what_was_written_can_be_read_when_the_room_has_closed_but_not_added_to(client, room, expert):
    ChatMessage.objects.create(room=room, author=expert, client_code=uuid4(), body="再见", written_at=timezone.now())
    rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    page = read(client, expert, reverse("call:messages", args=[room.code]))
    assert "再见" in page.text
    client.post(reverse("call:messages", args=[room.code]), {"client_code": str(uuid4()), "body": "还有"})
    assert ChatMessage.objects.count() == 1


def test_a_closed_room_says_why(client, room, expert):
    rooms.close(room, because=rooms.Because.CONSENT_WITHDRAWN, by=expert, at=timezone.now())
    page = read(client, expert, room.get_absolute_url())
    assert 'data-closed="consent_withdrawn"' in page.text
    assert "Consent was withdrawn" in page.text


def test_opening_the_room_is_written_down(client, room, expert):
    read(client, expert, room.get_absolute_url())
    assert AuditEntry.objects.filter(action="read", person=expert.code, subject_code=room.code).exists()


class Papers:
    """A desk that knows one room."""

    def __init__(self, room):
        self.room = room

    def template(self, request, room):
        return ("error.html", {"title": "The papers"}) if room == self.room else None

    def crisis(self, request, room):
        return "xinqiao/crisis_numbers.html", {"lines": [{"number": "12345", "label": "this place"}]}

    def back(self, request, room):
        return "/the-case/"

    def kept_out(self, person, code):
        return ""


def test_a_desk_lies_beside_the_picture_of_the_rooms_it_knows(client, room, expert, community_doctor):
    desk.register(Papers(room))
    page = read(client, expert, room.get_absolute_url())
    assert 'id="papers"' in page.text
    assert 'data-back="/the-case/"' in page.text
    assert "tel:12345" in page.text
    other = make_room(expert, community_doctor)
    page = read(client, expert, other.get_absolute_url())
    assert 'id="papers"' not in page.text
    assert "tel:12345" not in page.text
    assert read(client, expert, reverse("call:papers", args=[other.code])).text == ""


def test_the_pages_cost_as_many_queries_with_many_messages(
    client, room, expert, community_doctor, django_assert_max_num_queries
):
    admit(room, community_doctor)
    ChatMessage.objects.bulk_create(
        ChatMessage(room=room, author=author, client_code=uuid4(), body="好", written_at=timezone.now())
        for author in [expert, community_doctor] * 20
    )
    client.force_login(expert)
    with django_assert_max_num_queries(32):
        client.get(room.get_absolute_url())
