"""A change of a date comes before the weekly roster; an hour that nobody covers is known before it comes."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from alliance import clocks, duty, duty_ahead, leaving, notices, rostering, swapping
from alliance.models import AuditEntry, DutyChange, DutyShift, Institution, Membership, Notice, Person
from alliance.roles import Role
from tests.factories import at, make_centre, make_expert, make_member, make_round_the_clock, make_shift

NOW = at("2027-03-01 09:00")  # a Monday
NIGHT = at("2027-03-05 20:00"), at("2027-03-06 08:00")  # Friday to Saturday
MIDNIGHT = at("2027-03-06 00:00")


@pytest.fixture
def friday(centre, expert):
    """Every Friday night is hers."""
    return make_shift(expert, centre, 4, begins=time(20), hours=12)


@pytest.fixture
def other(centre):
    return make_expert(centre, name="顾临川")


def give(centre, by, **said):
    begins, ends = said.pop("night", NIGHT)
    return swapping.give(centre, **{"begins": begins, "ends": ends, "by": by, "at": NOW, **said})


def who(centre, moment=MIDNIGHT):
    found = duty.on_duty(centre, moment)
    return found.person if found else None


# --- refused ----------------------------------------------------------------------------------------------------------
def test_only_who_keeps_the_roster_changes_a_date(centre, community_doctor, expert, friday, other):
    for person in (community_doctor, expert):
        with pytest.raises(PermissionDenied):
            give(centre, person, to=other, shift=friday)
    assert not DutyChange.objects.exists()


def test_nobody_stands_in_who_may_not_answer_danger_or_has_left(centre, coordinator, friday, trainee, leader, other):
    with pytest.raises(rostering.NotOnTheStaff):
        give(centre, coordinator, to=trainee, shift=friday)
    leaving.leave(Membership.objects.get(person=other), by=leader, at=NOW, because="调离")
    with pytest.raises(rostering.NotOnTheStaff):
        give(centre, coordinator, to=Person.objects.get(pk=other.pk), shift=friday)


def test_what_has_passed_stays_as_it_was(centre, coordinator, friday, other):
    past = tuple(moment - timedelta(days=7) for moment in NIGHT)
    with pytest.raises(swapping.Over):
        give(centre, coordinator, to=other, shift=friday, night=past)
    change = give(centre, coordinator, to=other, shift=friday)
    with pytest.raises(swapping.Over):
        swapping.take_back(change, by=coordinator, at=NIGHT[1])


def test_a_turn_is_given_once_and_the_second_hears_to_whom(centre, coordinator, friday, other):
    give(centre, coordinator, to=other, shift=friday)
    with pytest.raises(swapping.TakenAlready) as taken:
        give(centre, coordinator, to=coordinator, shift=friday)
    assert taken.value.change.person == other
    with pytest.raises(swapping.TakenAlready):
        give(centre, coordinator, to=coordinator)
    assert DutyChange.objects.count() == 1


def test_a_shift_that_does_not_run_then_is_not_given(centre, coordinator, friday, other):
    thursday = tuple(moment - timedelta(days=1) for moment in NIGHT)
    with pytest.raises(swapping.NotTheirTurn):
        give(centre, coordinator, to=other, shift=friday, night=thursday)
    with pytest.raises(swapping.NotTheirTurn):
        give(centre, coordinator, to=None)
    elsewhere = make_shift(make_expert(make_centre()), make_centre(), 4, begins=time(20), hours=12)
    with pytest.raises(swapping.NotTheirTurn):
        give(centre, coordinator, to=other, shift=elsewhere)


def test_whoever_is_away_is_put_on_duty_only_by_saying_so(centre, coordinator, friday, other, monkeypatch):
    monkeypatch.setattr(duty, "_sources", [lambda people, begins, ends: [(other.pk, begins, ends)]])
    with pytest.raises(swapping.Away):
        give(centre, coordinator, to=other, shift=friday)
    give(centre, coordinator, to=other, shift=friday, although_away=True)
    assert who(centre) == other


def test_a_change_is_taken_back_once(centre, coordinator, friday, other):
    change = give(centre, coordinator, to=other, shift=friday)
    swapping.take_back(change, by=coordinator, at=NOW)
    with pytest.raises(swapping.TakenBack):
        swapping.take_back(change, by=coordinator, at=NOW)


# --- done -------------------------------------------------------------------------------------------------------------
def test_the_change_of_a_date_comes_before_the_week_and_only_on_that_date(centre, coordinator, expert, friday, other):
    give(centre, coordinator, to=other, shift=friday, phone="025-8400 7777")
    assert (who(centre), who(centre, MIDNIGHT + timedelta(days=7))) == (other, expert)
    assert duty.on_duty(centre, MIDNIGHT).phone == "025-8400 7777"
    assert (who(centre, NIGHT[0] - timedelta(minutes=1)), who(centre, NIGHT[1])) == (None, None)
    told = Notice.objects.values_list("person__name", "kind").order_by("kind")
    assert list(told) == [(other.name, "duty-given"), (expert.name, "duty-taken")]
    with timezone.override("Asia/Urumqi"):
        assert "(20:00 Asia/Shanghai)" in notices.words(Notice.objects.get(kind="duty-given"))[0]
    assert AuditEntry.objects.filter(action="duty.changed").count() == 1


def test_a_cancelled_turn_leaves_a_gap_that_can_be_filled_and_undone(centre, coordinator, expert, friday, other):
    cancelled = give(centre, coordinator, to=None, shift=friday)
    assert who(centre) is None
    filled = give(centre, coordinator, to=other)
    assert who(centre) == other
    swapping.take_back(filled, by=coordinator, at=NOW)
    swapping.take_back(cancelled, by=coordinator, at=NOW)
    assert who(centre) == expert
    assert DutyChange.objects.count() == 2  # the history stays


def test_a_leave_hands_over_every_turn_in_it_and_no_other(centre, coordinator, expert, other):
    make_round_the_clock(expert, centre)
    days = at("2027-03-03 00:00"), at("2027-03-05 00:00")
    made, left = swapping.take_leave(centre, expert, begins=days[0], ends=days[1], to=other, by=coordinator, at=NOW)
    assert (len(made), left) == (2, [])
    moments = [days[0] - timedelta(minutes=1), days[0], days[1] - timedelta(minutes=1), days[1]]
    assert [who(centre, moment) for moment in moments] == [expert, other, other, expert]


def test_whoever_leaves_stands_in_no_more_and_the_week_counts_again(centre, coordinator, expert, friday, other, leader):
    give(centre, coordinator, to=other, shift=friday)
    leaving.leave(Membership.objects.get(person=other), by=leader, at=NOW, because="调离")
    assert who(centre) == expert
    assert Notice.objects.filter(person=expert, kind="duty-given").exists()


def test_a_stand_in_who_was_switched_off_covers_nothing(centre, coordinator, expert, friday, other):
    give(centre, coordinator, to=other, shift=friday)
    Person.objects.filter(pk=other.pk).update(is_active=False)
    assert who(centre) == expert


# --- warned ahead -----------------------------------------------------------------------------------------------------
def test_a_gap_is_told_each_morning_before_it_comes_and_nothing_where_there_is_none(centre, coordinator, expert):
    make_round_the_clock(expert, centre)
    morning = at("2027-03-04 08:05")
    clocks.tick(morning)
    assert not Notice.objects.filter(kind="digest-duty").exists()
    friday = DutyShift.objects.get(weekday=4)
    give(centre, coordinator, night=(at("2027-03-05 18:00"), at("2027-03-06 00:00")), to=None, shift=friday)
    clocks.tick(morning)
    clocks.tick(morning + timedelta(minutes=1))
    told = Notice.objects.get(kind="digest-duty", person=coordinator)
    assert "18:00–00:00" in notices.words(told)[0]


def test_the_board_says_when_nobody_will_be_on_duty(client, coordinator, centre, expert, friday):
    for day in range(7):
        make_shift(expert, centre, day, begins=time(8), hours=24) if day != 4 else None
    Person.objects.filter(pk=coordinator.pk).update(language="en")
    with time_machine.travel(at("2027-03-04 09:00")):
        client.force_login(coordinator)
        page = client.get(reverse("teleconsult:board")).content.decode()
    assert "Nobody is on duty at 区二院: Fri 5 Mar 08:00–20:00." in page


def test_a_gap_of_days_names_both(centre, leader):
    words = [gap.words for gap in duty_ahead.for_keeper(leader, NOW)]
    assert len(words) == 1
    assert words[0].count("月") == 2 or words[0].count("Mar") == 2


# --- pages ------------------------------------------------------------------------------------------------------------
def turns_of(client, centre):
    page = client.get(reverse("alliance:duty"), {"centre": centre.code})
    return [line for day in page.context["fortnight"] for line in day.lines]


def test_one_press_on_the_page_gives_a_turn_away_and_another_gives_it_back(client, coordinator, centre, friday, other):
    with time_machine.travel(NOW, tick=False):
        client.force_login(coordinator)
        turn = next(line.stretch for line in turns_of(client, centre) if line.stretch.turn)
        span = {"begins": turn.begins.isoformat(), "ends": turn.ends.isoformat(), "shift": str(friday.code)}
        client.post(reverse("alliance:duty_change", args=[centre.code]), {**span, "to": other.pk})
        assert who(centre) == other
        given_away = next(line for line in turns_of(client, centre) if line.stands_in)
        client.post(reverse("alliance:duty_take_back", args=[given_away.stretch.change.code]))
        assert who(centre) == friday.person


@pytest.mark.parametrize(
    "wrong",
    [{"to": ""}, {"to": "4711"}, {"begins": "x"}, {"begins": "9999-12-31T00:00"}, {"shift": "x"}, {"to": "nobody"}],
)
def test_what_no_page_sends_changes_nothing(client, coordinator, centre, expert, wrong):
    client.force_login(coordinator)
    span = {"begins": NIGHT[0].isoformat(), "ends": NIGHT[1].isoformat(), "to": expert.pk}
    answer = client.post(reverse("alliance:duty_change", args=[centre.code]), {**span, **wrong})
    assert answer.status_code == 302
    assert not DutyChange.objects.exists()


def test_a_leave_and_a_date_are_entered_by_the_clock_of_the_centre(client, coordinator, expert, friday, other):
    centre = friday.institution
    Institution.objects.filter(pk=centre.pk).update(time_zone="America/New_York")
    with time_machine.travel(NOW, tick=False):
        client.force_login(coordinator)
        said = {"leave-person": expert.pk, "leave-first": "2027-03-05", "leave-last": "2027-03-06"}
        client.post(reverse("alliance:duty_leave", args=[centre.code]), {**said, "leave-to": other.pk})
        one = {"date-person": expert.pk, "date-day": "2027-03-08", "date-begins": "20:00", "date-ends": "08:00"}
        client.post(reverse("alliance:duty_one_date", args=[centre.code]), one)
    first, second = DutyChange.objects.order_by("begins_at")
    assert (first.begins_at, first.ends_at) == (at("2027-03-05 20:00", "-05:00"), at("2027-03-06 08:00", "-05:00"))
    assert (second.begins_at, second.person) == (at("2027-03-08 20:00", "-05:00"), expert)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("duty_leave", {"leave-first": "2027-03-05", "leave-last": "2027-03-04"}),
        ("duty_leave", {"leave-first": "2027-03-05", "leave-last": "2027-06-05"}),
        ("duty_leave", {"leave-first": "9999-12-31"}),
        ("duty_one_date", {"date-day": "9999-12-31", "date-begins": "20:00", "date-ends": "08:00"}),
        ("duty_one_date", {"date-day": "2027-03-05", "date-begins": "", "date-ends": "08:00"}),
    ],
)
def test_wrong_days_are_explained_and_nothing_typed_is_lost(client, coordinator, expert, centre, name, wrong):
    with time_machine.travel(NOW, tick=False):
        client.force_login(coordinator)
        person = {"leave-person": expert.pk, "date-person": expert.pk}
        answer = client.post(reverse(f"alliance:{name}", args=[centre.code]), {**person, **wrong})
    assert answer.status_code == 422
    assert f'value="{wrong.get("leave-first") or wrong.get("date-day")}"' in answer.content.decode()
    assert not DutyChange.objects.exists()


def test_no_leader_of_another_alliance_takes_a_change_back(client, elsewhere, coordinator, centre, friday, other):
    change = give(centre, coordinator, to=other, shift=friday)
    client.force_login(make_member(Role.LEADER, elsewhere.parent))
    assert client.post(reverse("alliance:duty_take_back", args=[change.code])).status_code == 404
    assert date(2027, 3, 5) == change.begins_at.astimezone(centre.tz).date()
