"""A case whose step is overdue: the board, the case and its timeline say who has been told; a head sees no patient."""

import pytest
from django.urls import reverse

from alliance import clocks, escalating
from alliance.models import Deadline
from alliance.roles import Role
from teleconsult import timeline, triaging, waiting
from teleconsult.reading import Reader
from tests.factories import at, make_member
from tests.teleconsult.factories import Way

ASKED = "2027-03-05 15:30"
LATE = at("2027-03-05 16:31")  # an urgent request is assigned within the hour
CLIMBED = at("2027-03-05 17:01")


@pytest.fixture
def head(centre):
    return make_member(Role.DEPARTMENT_HEAD, centre, name="何主任", email="head@xinqiao.test")


@pytest.fixture
def late(way: Way, clock, head, coordinator):
    with clock(ASKED):
        return way.submitted(urgency="urgent")


def row(person):
    (found,) = (row for rows in waiting.board(person, CLIMBED).values() for row in rows)
    return found


def test_a_head_cannot_open_the_case_that_climbed_to_them(client, late, head):
    clocks.tick(CLIMBED)
    client.force_login(head)
    assert client.get(late.get_absolute_url()).status_code == 404


def test_a_head_sees_number_age_and_telephones_but_neither_patient_nor_question(client, late, head, way):
    clocks.tick(CLIMBED)
    client.force_login(head)
    page = client.get(reverse("alliance:escalations")).content.decode()
    assert late.number in page
    assert way.doctor.mobile in page
    for secret in (late.patient.name, late.patient.masked_name, Reader(way.doctor, late).request.question):
        assert secret not in page


def test_the_board_says_who_has_been_told_and_who_is_next(late, coordinator, head):
    clocks.tick(LATE)
    (climb,) = row(coordinator).climbs
    assert ([one.names for one in climb.told], climb.next_names) == ([("林知夏",)], ("何主任",))


def test_the_board_and_the_case_show_it_and_the_coordinator_may_take_it(client, late, coordinator, head):
    clocks.tick(LATE)
    client.force_login(coordinator)
    take = reverse("alliance:escalation_take", args=[Deadline.objects.get(subject_code=late.code).code])
    assert "何主任" in client.get(reverse("teleconsult:board")).content.decode()
    page = client.get(late.get_absolute_url()).content.decode()
    assert "何主任" in page
    assert take in page
    assert client.post(take).url == late.get_absolute_url()
    page = client.get(late.get_absolute_url()).content.decode()
    assert take not in page
    assert row(coordinator).climbs[0].deadline.owner == coordinator


def test_the_inviting_doctor_sees_who_has_it_and_cannot_take_it(client, late, way, head):
    clocks.tick(CLIMBED)
    escalating.take(Deadline.objects.get(subject_code=late.code), by=head, at=CLIMBED)
    client.force_login(way.doctor)
    page = client.get(late.get_absolute_url()).content.decode()
    assert "何主任" in page
    assert "/escalations/" not in page


def test_every_rung_is_in_the_timeline(late, coordinator, head):
    clocks.tick(CLIMBED)
    escalating.take(Deadline.objects.get(subject_code=late.code), by=head, at=CLIMBED)
    told = [event.who for event in timeline.of(late, Reader(coordinator, late))]
    assert told[-3:] == ["林知夏", "何主任", "何主任"]


def test_assigning_stops_the_climb(late, way, coordinator, head):
    clocks.tick(LATE)
    triaging.assign(late, to=way.expert, by=coordinator, at=LATE)
    clocks.tick(CLIMBED)
    assert [climb.step for climb in row(coordinator).climbs] == []
    assert not head.notices.exists()


def test_while_a_time_is_booked_its_meeting_is_not_owed(way: Way, clock, coordinator):
    with clock(ASKED):
        case = way.scheduled(24 * 20)
    start = Deadline.objects.get(subject_code=case.code, met_at=None)
    clocks.tick(start.due_at)
    start.refresh_from_db()
    assert (start.step, start.escalates_at > start.due_at) == (0, True)


def test_every_step_that_climbs_has_a_name():
    from teleconsult import overdue, timers

    climbing = {kind for kind in timers.TIMERS if kind not in overdue._STAYS}
    assert climbing <= set(overdue.NAMES)
    assert climbing <= set(escalating._ladders)
