"""Whatever the weekly roster and its changes: every instant has the person that the plain rule names."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance import duty, swapping
from alliance.models import DutyChange, DutyShift, Institution
from tests.factories import at, make_expert, make_shift

NOW = at("2027-03-01 09:00")  # a Monday


@pytest.fixture
def other(centre):
    return make_expert(centre, name="顾临川")


def who(centre, moment):
    found = duty.on_duty(centre, moment)
    return found.person if found else None


shifts = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)), max_size=8, unique_by=lambda s: s[:2]
)
changes = st.lists(st.tuples(st.integers(0, 14 * 24), st.integers(1, 30), st.integers(0, 9)), max_size=5)


def naive(centre, moment):
    """By the wall clock of a place without summer time: the given first, then the week without what fell away."""
    over = [each for each in DutyChange.objects.live() if each.begins_at <= moment < each.ends_at]
    given_to = [each for each in over if each.person_id]
    if given_to:
        return max(given_to, key=lambda each: (each.begins_at, each.pk)).person_id
    local = moment.astimezone(centre.tz)
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    found = []
    for shift in DutyShift.objects.exclude(pk__in=[each.shift_id for each in over if each.shift_id]):
        begins = shift.weekday * 1440 + shift.begins.hour * 60
        since = (minute - begins) % (7 * 1440)
        if since < shift.hours * 60:
            found.append((-since, shift.pk, shift.person_id))
    return max(found)[2] if found else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=shifts, changed=changes, hours=st.lists(st.integers(-24, 15 * 24), min_size=1, max_size=12))
def test_every_instant_has_the_person_that_the_plain_rule_names(
    centre, expert, other, coordinator, kept, changed, hours
):
    DutyChange.objects.all().delete()
    DutyShift.objects.all().delete()
    people = (expert, other, coordinator)
    made = [
        make_shift(people[number % 3], centre, day, begins=time(hour), hours=length)
        for number, (day, hour, length) in enumerate(kept)
    ]
    for start, length, choice in changed:
        begins = NOW + timedelta(hours=start)
        span = begins, begins + timedelta(hours=length)
        stretch = duty.Plan(centre, begins, begins + timedelta(minutes=1)).at(begins)
        if choice > 4 and stretch.turn:
            span = max(stretch.turn.begins, NOW), stretch.turn.ends
        shift = stretch.turn.shift if choice > 4 and stretch.turn else None
        to = None if shift and choice % 2 else people[choice % 3]
        try:
            swapping.give(centre, begins=span[0], ends=span[1], to=to, shift=shift, by=coordinator, at=NOW)
        except swapping.TakenAlready:
            continue
    assert len(made) == len(kept)
    for hour in hours:
        moment = NOW + timedelta(hours=hour, minutes=7)
        found = who(centre, moment)
        assert (found.pk if found else None) == naive(centre, moment)
    window = duty.Plan(centre, NOW, NOW + timedelta(days=15))
    stretches = window.stretches()
    assert [each.ends for each in stretches[:-1]] == [each.begins for each in stretches[1:]]
    assert (stretches[0].begins, stretches[-1].ends) == (window.begins, window.ends)
    for each in stretches:
        middle = each.begins + (each.ends - each.begins) / 2
        assert (each.person and each.person.pk) == naive(centre, middle)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [3, 4, 10, 11])
def test_where_the_clocks_change_a_full_week_stays_full(centre, expert, other, zone, month):
    Institution.objects.filter(pk=centre.pk).update(time_zone=zone)
    place = Institution.objects.get(pk=centre.pk)
    for day in range(7):
        make_shift(expert, place, day, begins=time(8), hours=12)
        make_shift(other, place, day, begins=time(20), hours=12)
    begins = datetime(2027, month, 1, tzinfo=UTC)
    plan = duty.Plan(place, begins, begins + timedelta(days=31))
    assert plan.gaps() == []
    for stretch in plan.stretches()[1:-1]:
        wall = [moment.astimezone(place.tz).time() for moment in (stretch.begins, stretch.ends)]
        assert wall in ([time(8), time(20)], [time(20), time(8)])
