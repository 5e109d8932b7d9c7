"""Danger first: the rule, one alarm per case, who is alarmed, and the human who deals with it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance import clocks
from alliance.models import AuditEntry, Deadline, Notice
from care import danger
from care.danger import Danger, Reason
from care.models import DangerAlarm, Level
from tests import factories as people
from tests.care import factories

AT = people.at("2027-03-01 09:30")  # a Monday
LATER = AT + timedelta(minutes=15)

signs: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "item_9": st.integers(0, 3),
        "ideas": st.booleans(),
        "plan": st.booleans(),
        "attempt": st.booleans(),
        "harm_to_others": st.booleans(),
        "grade": st.one_of(st.none(), st.integers(0, 5)),
    }
)
RANK = {None: 0, Level.REVIEW: 1, Level.NOW: 2}


def rank(found: Danger | None) -> int:
    return RANK[found.level if found else None]


# --- the rule ---------------------------------------------------------------------------------------------------------
def test_no_sign_is_no_alarm():
    assert danger.assess(grade=2) is None


@given(signs)
def test_item_9_alarms_at_any_total(given_signs):
    assert danger.assess(**{**given_signs, "item_9": 1})


@given(signs, signs)
def test_more_signs_never_lower_the_level(some, more):
    worse: dict[str, Any] = {
        name: max(some[name] or 0, more[name] or 0) if name in {"item_9", "grade"} else some[name] or more[name]
        for name in some
    }
    assert rank(danger.assess(**worse)) >= rank(danger.assess(**some))


@given(signs)
def test_every_sign_is_named(given_signs):
    found = danger.assess(**given_signs)
    expected = {
        Reason.ITEM_9: given_signs["item_9"] >= 1,
        Reason.IDEAS: given_signs["ideas"],
        Reason.PLAN: given_signs["plan"],
        Reason.ATTEMPT: given_signs["attempt"],
        Reason.HARM_TO_OTHERS: given_signs["harm_to_others"],
        Reason.GRADE: (given_signs["grade"] or 0) >= 3,
    }
    assert set(found.reasons if found else ()) == {reason for reason, there in expected.items() if there}


@pytest.mark.parametrize(
    ("given_signs", "level"),
    [
        ({"item_9": 1}, Level.REVIEW),
        ({"ideas": True}, Level.REVIEW),
        ({"item_9": 2}, Level.NOW),
        ({"plan": True}, Level.NOW),
        ({"attempt": True}, Level.NOW),
        ({"harm_to_others": True}, Level.NOW),
        ({"grade": 3}, Level.NOW),
    ],
)
def test_each_sign_has_its_level(given_signs, level):
    found = danger.assess(**given_signs)
    assert found is not None
    assert found.level == level


# --- raising ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def raised(community_doctor, beiqiao, centre, coordinator, expert):
    """Raises alarms about one case; the expert is on duty round the clock."""
    people.make_round_the_clock(expert, centre)
    about = uuid4()

    def make(at=AT, **fields):
        return factories.make_alarm(community_doctor, beiqiao, centre, about=about, at=at, **fields)

    return make


def told(kind):
    return {notice.person.name for notice in Notice.objects.filter(kind=kind)}


def test_the_database_keeps_one_open_alarm_per_case(raised):
    alarm = raised()
    alarm.pk, alarm.code = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        alarm.save(force_insert=True)


def test_the_duty_clinician_and_the_coordinator_are_alarmed_without_a_name(raised, expert, coordinator):
    alarm = raised()
    assert told("danger-raised") == {expert.name, coordinator.name}
    assert (alarm.duty, alarm.duty_phone) == (expert, expert.mobile)
    assert all(notice.is_alarm and "许" not in f"{notice.facts}" for notice in Notice.objects.all())


def test_in_an_uncovered_hour_the_coordinator_and_the_centres_phone_remain(
    community_doctor, beiqiao, centre, coordinator
):
    alarm = factories.make_alarm(community_doctor, beiqiao, centre, at=AT)
    assert (alarm.duty, alarm.duty_phone) == (None, centre.duty_phone)
    assert told("danger-raised") == {coordinator.name}


def test_the_same_danger_twice_rings_once(raised):
    assert raised().pk == raised(AT + timedelta(minutes=1)).pk
    assert Notice.objects.filter(kind="danger-raised").count() == 2
    assert DangerAlarm.objects.count() == 1


def test_another_reason_widens_without_ringing(raised):
    raised()
    alarm = raised(reasons=(Reason.ATTEMPT,))
    assert alarm.reasons == [Reason.PLAN, Reason.ATTEMPT]
    assert Notice.objects.filter(kind="danger-raised").count() == 2


def test_nothing_milder_ever_lowers_an_alarm(raised):
    raised()
    alarm = raised(level=Level.REVIEW, reasons=(Reason.IDEAS,))
    assert alarm.level == Level.NOW


def test_an_alarm_that_gets_worse_after_it_was_seen_must_be_seen_anew(raised, expert):
    alarm = raised(level=Level.REVIEW, reasons=(Reason.IDEAS,))
    danger.acknowledge(alarm, by=expert, at=AT + timedelta(minutes=2))
    alarm = raised(AT + timedelta(minutes=20), level=Level.NOW, reasons=(Reason.ATTEMPT,))
    assert (alarm.level, alarm.acknowledged_at) == (Level.NOW, None)
    assert Deadline.objects.filter(kind=danger.CLOCK, subject_code=alarm.code, met_at=None).exists()
    assert Notice.objects.filter(kind="danger-raised", person=expert, read_at=None).exists()
    assert danger.acknowledge(alarm, by=expert, at=AT + timedelta(minutes=21))


# --- answering --------------------------------------------------------------------------------------------------------
def test_only_the_first_acknowledgement_counts(raised, expert, coordinator):
    alarm = raised()
    assert danger.acknowledge(alarm, by=expert, at=AT)
    assert not danger.acknowledge(alarm, by=coordinator, at=LATER)
    assert (alarm.acknowledged_by, alarm.acknowledged_at) == (expert, AT)
    assert AuditEntry.objects.filter(action="danger.acknowledged").count() == 1


def test_the_requester_hears_that_it_was_seen_and_the_bells_fall_silent(raised, expert, community_doctor):
    danger.acknowledge(raised(), by=expert, at=AT)
    assert told("danger-seen") == {community_doctor.name}
    assert not Notice.objects.filter(kind="danger-raised", read_at=None).exists()


def test_before_fifteen_minutes_nobody_is_told_to_telephone(raised):
    raised()
    clocks.tick(LATER - timedelta(seconds=1))
    assert told("danger-unanswered") == set()


def test_after_fifteen_minutes_both_sides_are_told_to_telephone(raised, expert, coordinator, community_doctor):
    alarm = raised()
    clocks.tick(LATER)
    clocks.tick(LATER)
    alarm.refresh_from_db()
    assert alarm.overdue_at == LATER
    assert told("danger-unanswered") == {expert.name, coordinator.name, community_doctor.name}
    assert Notice.objects.filter(kind="danger-unanswered").count() == 3


def test_an_answered_alarm_is_never_overdue(raised, expert):
    alarm = raised()
    danger.acknowledge(alarm, by=expert, at=AT + timedelta(minutes=14))
    clocks.tick(LATER)
    alarm.refresh_from_db()
    assert alarm.overdue_at is None
    assert told("danger-unanswered") == set()


# --- settling ---------------------------------------------------------------------------------------------------------
def test_what_nobody_has_seen_nobody_settles(raised, expert):
    with pytest.raises(danger.NotAcknowledged):
        danger.settle(raised(), how="已通话", by=expert, at=AT)


@pytest.mark.parametrize(
    "fields", [{"settled_how": ""}, {"settled_by": None}, {"acknowledged_at": None}], ids=["words", "person", "seen"]
)
def test_the_database_settles_nothing_without_(raised, expert, fields):
    alarm = raised()
    danger.acknowledge(alarm, by=expert, at=AT)
    whole = {"settled_at": LATER, "settled_by": expert, "settled_how": "已通话"}
    with pytest.raises(IntegrityError), transaction.atomic():
        DangerAlarm.objects.filter(pk=alarm.pk).update(**{**whole, **fields})


def test_the_second_to_settle_is_told_so(raised, expert, coordinator):
    alarm = raised()
    danger.acknowledge(alarm, by=expert, at=AT)
    danger.settle(alarm, how="已通话，家属在旁", by=expert, at=AT)
    with pytest.raises(danger.AlreadySettled):
        danger.settle(alarm, how="也打了", by=coordinator, at=LATER)
    alarm.refresh_from_db()
    assert (alarm.settled_by, alarm.settled_how) == (expert, "已通话，家属在旁")


def test_after_settling_new_danger_is_a_new_alarm(raised, expert):
    alarm = raised()
    danger.acknowledge(alarm, by=expert, at=AT)
    danger.settle(alarm, how="已通话", by=expert, at=AT)
    assert raised(timezone.now()).pk != alarm.pk
