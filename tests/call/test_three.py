"""Three in one call: a fourth is refused, each pair has one who gives way, everybody learns of everybody."""

from functools import partial
from itertools import permutations
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from teleconsult.call import rooms, seating
from teleconsult.call.models import Attendance, Seat
from tests import factories
from tests.call.factories import make_room
from tests.teleconsult.racing import race, winners

in_thread: Any = sync_to_async
OFFER = {"type": "offer", "sdp": "v=0"}


@pytest.fixture
def room(expert, community_doctor, colleague):
    """Three have a seat, and all have been let in."""
    made = make_room(expert, community_doctor, colleague)
    made.seats.update(standing=Seat.Standing.ADMITTED)
    return made


@pytest.fixture
async def three(room, expert, community_doctor, colleague, socket):
    """All in the call, each knowing their own seat and the other two."""
    found = [await socket(room, person) for person in (expert, community_doctor, colleague)]
    for each in found:
        each.seat = (await each.hear("welcome"))["you"]
    for number, each in enumerate(found):
        each.met = {peer["seat"] for peer in (await each.enter())["peers"]}
        assert len(each.met) == number
        for earlier in found[:number]:
            assert (await earlier.hear("joined"))["seat"] == each.seat
    return found


@pytest.mark.django_db
def test_a_fourth_gets_no_seat_until_one_of_the_three_is_free(room, colleague, beiqiao):
    fourth = factories.make_member("community_doctor", beiqiao)
    with pytest.raises(rooms.RoomFull):
        rooms.give_seat(room, fourth, beiqiao)
    rooms.revoke(room, colleague, timezone.now())
    assert rooms.give_seat(room, fourth, beiqiao).room == room


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_the_last_seat_one_gets_it(expert, community_doctor, beiqiao):
    made = make_room(expert, community_doctor)
    wanting = [factories.make_member("community_doctor", beiqiao) for _ in range(6)]
    ends = race(*(partial(rooms.give_seat, made, person, beiqiao) for person in wanting))
    assert len(winners(ends, rooms.RoomFull)) == 1
    assert made.seats.filter(revoked_at=None).count() == rooms.MOST


@pytest.mark.django_db
def test_of_each_pair_exactly_one_gives_way_and_nobody_to_whoever_came_later(room):
    seats = list(room.seats.all())
    for one, other in permutations(seats, 2):
        assert seating.gives_way(one, other) != seating.gives_way(other, one)
    assert [sum(seating.gives_way(one, other) for other in seats) for one in seats] == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
async def test_what_is_said_to_one_of_three_reaches_that_one_alone(three):
    host, doctor, third = three
    await host.say("signal", to=third.seat, page=third.page, description=OFFER)
    assert (await third.hear("signal"))["by"] == host.seat
    assert await doctor.silent("signal")
    await third.say("show", microphone=True, camera=False, wants="low")
    for each in (host, doctor):
        assert (await each.hear("show"))["wants"] == "low"


@pytest.mark.django_db(transaction=True)
async def test_one_of_three_hangs_up_and_the_other_two_go_on(three):
    host, doctor, third = three
    await third.say("leave")
    for each in (host, doctor):
        left = await each.hear("left")
        assert (left["seat"], left["for_good"]) == (third.seat, True)
    assert await Attendance.objects.filter(left_at=None).acount() == 2


@pytest.mark.django_db(transaction=True)
async def test_whoever_is_there_learns_at_once_that_somebody_has_a_seat_or_lost_it(
    expert, community_doctor, colleague, beiqiao, socket
):
    made = await in_thread(make_room)(expert, community_doctor)
    host = await socket(made, expert)
    await host.hear("welcome")
    seat = await in_thread(rooms.give_seat)(made, colleague, beiqiao)
    told = (await host.hear("expected"))["seats"]
    assert {one["name"]: one["polite"] for one in told}[colleague.name] is False
    assert str(seat.code) in {one["seat"] for one in told}
    await in_thread(rooms.revoke)(made, colleague, timezone.now())
    assert str(seat.code) not in {one["seat"] for one in (await host.hear("expected"))["seats"]}
