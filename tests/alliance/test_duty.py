"""The duty roster: an uncovered hour is seen, and only those who keep the roster change it."""

from datetime import time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance import duty, rostering, surroundings, week
from alliance.models import DutyShift, Person
from alliance.roles import Role
from tests.factories import at, make_centre, make_member, make_round_the_clock, make_shift

MONDAY_NIGHT = at("2027-03-01 23:30")


def add(centre, by, person, **fields):
    facts = {"weekdays": [0], "begins": time(8), "hours": 12, "phone": "", **fields}
    return rostering.add(centre, person=person, by=by, at=at("2027-03-01 09:00"), **facts)


def test_a_doctor_keeps_no_roster(centre, community_doctor, expert):
    with pytest.raises(PermissionDenied):
        add(centre, community_doctor, expert)


def test_a_leader_keeps_no_roster_of_another_alliance(leader, expert):
    with pytest.raises(PermissionDenied):
        add(make_centre(), leader, expert)


def test_nobody_is_on_duty_where_they_may_not_answer_danger(centre, coordinator, community_doctor, trainee):
    for person in (community_doctor, trainee):
        with pytest.raises(rostering.NotOnTheStaff):
            add(centre, coordinator, person)


def test_two_shifts_do_not_begin_in_one_hour_and_then_no_day_is_added(centre, coordinator, expert):
    add(centre, coordinator, expert, weekdays=[2])
    with pytest.raises(rostering.HourTaken):
        add(centre, coordinator, coordinator, weekdays=[0, 1, 2])
    assert DutyShift.objects.count() == 1


def test_a_centre_without_a_roster_has_one_gap_the_whole_week(centre):
    assert [(gap.weekday, gap.minutes) for gap in duty.gaps(centre)] == [(0, 7 * 24 * 60)]
    assert duty.on_duty(centre, MONDAY_NIGHT) is None


def test_a_night_that_runs_over_sunday_covers_monday_morning(centre, expert):
    make_shift(expert, centre, 6, begins=time(20), hours=12)
    assert duty.on_duty(centre, at("2027-03-01 07:59")).person == expert
    assert duty.on_duty(centre, at("2027-03-01 08:00")) is None


def test_the_later_shift_wins_where_two_overlap(centre, expert, coordinator):
    make_shift(expert, centre, 0, begins=time(8), hours=24)
    make_shift(coordinator, centre, 0, begins=time(20), hours=12)
    assert duty.on_duty(centre, MONDAY_NIGHT).person == coordinator


def test_whoever_was_switched_off_covers_nothing(centre, expert):
    make_round_the_clock(expert, centre)
    assert duty.gaps(centre) == []
    Person.objects.filter(pk=expert.pk).update(is_active=False)
    assert duty.gaps(centre) != []


shifts = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)), max_size=12, unique_by=lambda s: s[:2]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=shifts)
def test_the_week_that_is_drawn_has_the_gaps_that_are_counted(centre, expert, kept):
    DutyShift.objects.all().delete()
    for weekday, hour, hours in kept:
        make_shift(expert, centre, weekday, begins=time(hour), hours=hours)
    drawn = sum(gap.minutes for day in week.read(centre) for gap in day.gaps)
    assert drawn == sum(gap.minutes for gap in duty.gaps(centre))
    for day in week.read(centre):
        assert sum(stretch.minutes for stretch in day.stretches) >= week.DAY


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["trainee", "editor"])
def test_who_is_not_in_care_reads_no_duty(client, cast, who):
    client.force_login(cast[who])
    assert client.get(reverse("alliance:duty")).status_code == 403


def test_a_centre_of_another_alliance_does_not_exist(client, leader, centre):
    client.force_login(leader)
    assert client.get(reverse("alliance:duty"), {"centre": make_centre().code}).status_code == 404


def test_a_doctor_reads_who_is_on_duty_now_and_nothing_else(client, community_doctor, centre, expert):
    make_shift(expert, centre, 0, begins=time(8), hours=24, phone="025-8400 1999")
    with time_machine.travel(MONDAY_NIGHT):
        client.force_login(community_doctor)
        page = client.get(reverse("alliance:duty")).content.decode()
    assert expert.name in page
    assert "tel:02584001999" in page
    assert 'class="week' not in page


def test_a_doctor_changes_nothing(client, community_doctor, centre, expert):
    shift = make_shift(expert, centre)
    client.force_login(community_doctor)
    data = {"person": expert.pk, "weekdays": [1], "begins": "08:00", "ends": "20:00"}
    assert client.post(reverse("alliance:duty"), data).status_code == 403
    assert client.post(reverse("alliance:shift_remove", args=[shift.code])).status_code == 404
    assert DutyShift.objects.count() == 1


def test_a_coordinator_of_another_alliance_cannot_remove_a_shift(client, elsewhere, centre, expert):
    shift = make_shift(expert, centre)
    client.force_login(make_member(Role.COORDINATOR, elsewhere))
    assert client.post(reverse("alliance:shift_remove", args=[shift.code])).status_code == 404


@pytest.mark.parametrize(
    ("begins", "ends", "hours"), [("08:00", "20:00", 12), ("20:00", "08:00", 12), ("08:00", "08:00", 24)]
)
def test_the_coordinator_fills_the_week(client, coordinator, centre, expert, begins, ends, hours):
    client.force_login(coordinator)
    data = {"person": expert.pk, "weekdays": [0, 1, 2], "begins": begins, "ends": ends}
    assert client.post(reverse("alliance:duty"), data).status_code == 302
    assert list(DutyShift.objects.values_list("weekday", "hours")) == [(0, hours), (1, hours), (2, hours)]


def test_half_hours_are_refused_in_words(client, coordinator, centre, expert):
    client.force_login(coordinator)
    data = {"person": expert.pk, "weekdays": [0], "begins": "08:00", "ends": "20:30"}
    answer = client.post(reverse("alliance:duty"), data)
    assert answer.status_code == 422
    assert "ends" in answer.context["form"].errors


def test_the_leader_of_the_alliance_keeps_every_roster_below(client, leader, centre, expert):
    shift = make_shift(expert, centre)
    client.force_login(leader)
    assert client.post(reverse("alliance:shift_remove", args=[shift.code])).status_code == 302
    assert not DutyShift.objects.exists()


def test_every_page_names_the_duty_clinician(community_doctor, centre, expert):
    make_round_the_clock(expert, centre)
    found = surroundings.on_call(community_doctor)
    assert (found["name"], found["phone"], found["place"]) == (expert.name, expert.mobile, centre.label)
    assert surroundings.crisis_lines(found)[-1]["number"] == expert.mobile


def test_another_alliance_hears_nothing_of_it(outsider, centre, expert):
    make_round_the_clock(expert, centre)
    assert surroundings.on_call(outsider) is None
