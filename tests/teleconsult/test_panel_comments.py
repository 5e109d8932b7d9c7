"""What readers write: it meets their clock, tells the lead, ends with the signature, and who wrote is named there."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from alliance import clocks, leaving
from alliance.models import Deadline, Notice, Person
from teleconsult import (
    absences,
    asking,
    opining,
    overdue,
    panels,
    reminding,
    timers,
)
from teleconsult.models import Consultation, MovedOn, Opinion, PanelComment, PanelSeat
from tests.teleconsult.factories import ADVICE, OPINION, Way

now = timezone.now


@pytest.fixture
def case(panel_case: Consultation) -> Consultation:
    """Being answered in writing, with one reader."""
    return panel_case


def seat_of(case: Consultation, person: Person) -> PanelSeat:
    return PanelSeat.objects.get(consultation=case, person=person, released_at=None)


def say(case: Consultation, person: Person, body: str = "建议查甲状腺功能。", **more: Any) -> PanelComment | None:
    return panels.comment(seat_of(case, person), body, by=person, at=now(), **more)


def told(person: Person, kind: str) -> bool:
    return Notice.objects.filter(person=person, kind=kind).exists()


# --- commenting -----------------------------------------------------------------------------------------------------
def test_nobody_comments_in_the_seat_of_another_or_after_release(way: Way, case, second, third):
    seat = seat_of(case, second)
    with pytest.raises(panels.NotOnThePanel):
        panels.comment(seat, "x", by=third, at=now())
    panels.release(seat, because="x", by=way.coordinator, at=now())
    with pytest.raises(panels.NotOnThePanel):
        panels.comment(seat, "x", by=second, at=now())


def test_no_comment_after_the_signature(way: Way, case, second):
    seat = seat_of(case, second)
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    with pytest.raises(MovedOn):
        panels.comment(seat, "来晚了", by=second, at=now())
    with pytest.raises(MovedOn):
        panels.release(seat, because="x", by=way.coordinator, at=now())


@pytest.mark.parametrize("nothing", [False, True])
def test_a_comment_and_nothing_to_add_both_meet_the_clock_and_tell_the_lead(way: Way, case, second, nothing):
    assert panels.waiting_for(second).count() == 1
    say(case, second, nothing_to_add=nothing)
    assert panels.waiting_for(second).count() == 0
    assert Deadline.objects.get(kind=timers.PANEL_COMMENT).met_at is not None
    assert told(way.expert, "panel-nothing-to-add" if nothing else "panel-commented")
    assert not Notice.objects.filter(person=way.doctor, kind__startswith="panel").exists()


def test_a_comment_sent_twice_is_kept_once(case, second):
    code = uuid4()
    assert say(case, second, code=code)
    assert say(case, second, code=code) is None
    assert PanelComment.objects.count() == 1


@pytest.mark.parametrize(
    ("urgency", "length"),
    [("emergency", ("minutes", 30)), ("urgent", ("working_hours", 4)), ("routine", ("working_days", 1))],
)
def test_the_length_of_the_readers_clock_follows_the_urgency(urgency, length):
    for door in ("video", "written"):
        assert timers.length(timers.PANEL_COMMENT, Consultation(urgency=urgency, kind="panel", door=door)) == length


def test_an_overdue_comment_climbs_to_the_coordinator_with_number_and_telephone(way: Way, case, second):
    Person.objects.filter(pk=second.pk).update(mobile="13800007777")
    found = overdue.readers([seat_of(case, second).code])
    subject = found[seat_of(case, second).code]
    assert subject.number == case.number
    assert subject.calls[0][1] == "13800007777"


def test_an_ended_case_owes_no_comment(way: Way, second):
    case = way.triaged()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    asking.cancel(case, because="好转", by=way.doctor, at=now())
    assert not Deadline.objects.running().filter(subject_code=seat_of(case, second).code).exists()
    assert told(second, "request-cancelled")


def test_the_morning_tells_the_reader_what_waits(case, second):
    facts = reminding.for_expert(second, now())
    assert facts is not None
    assert facts["comments"] == "1"


# --- the signature --------------------------------------------------------------------------------------------------
def test_the_lead_signs_without_the_comment_and_the_opinion_says_so(way: Way, case, second, third):
    panels.ask(case, person=third, by=way.coordinator, at=now())
    say(case, second)
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    signed = Opinion.objects.get(consultation=case)
    named = {one["name"]: one["said"] for one in json.loads(signed.canonical)["read_along"]}
    assert named == {"许见山": "comment", "周以宁": "nothing_yet"}
    assert [one["name"] for one in signed.read_along] == ["许见山"]
    assert opining.intact(signed)
    assert not Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).exists()


def test_who_commented_and_was_released_is_named_all_the_same(way: Way, case, second):
    say(case, second, nothing_to_add=True)
    panels.release(seat_of(case, second), because="出差", by=way.coordinator, at=now())
    signed = opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    assert [(one["name"], one["said"]) for one in signed.read_along] == [("许见山", "nothing_to_add")]


# --- leaving and being away -----------------------------------------------------------------------------------------
def test_a_reader_who_leaves_frees_the_seat_and_the_coordinator_is_told(way: Way, case, second, leader):
    leaving.leave(second.memberships.get(), by=leader, at=now(), because="调离")
    assert panels.readers(case) == []
    assert told(way.coordinator, "panel-seat-free")
    assert not Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).exists()


def test_a_reader_who_steps_down_tells_the_coordinator(way: Way, case, second):
    panels.release(seat_of(case, second), because="与患者相识", by=second, at=now())
    assert told(way.coordinator, "panel-seat-free")
    assert not told(second, "panel-released")


def test_a_reader_away_when_the_comment_is_due_is_offered_to_the_coordinator(way: Way, case, second, centre):
    due = Deadline.objects.get(kind=timers.PANEL_COMMENT).due_at
    away = {"because": "外出", "by": second, "at": now()}
    absences.enter(second, centre, begins_at=due + timedelta(hours=1), ends_at=due + timedelta(days=2), **away)
    assert not told(way.coordinator, "panel-reader-away")
    absences.enter(second, centre, begins_at=now(), ends_at=due + timedelta(days=2), **away)
    assert told(way.coordinator, "panel-reader-away")


def test_a_clock_that_was_told_long_ago_still_reads(case, second):
    """A digest sent before the comments were counted has no such fact."""
    from alliance import notices

    old = Notice(person=second, kind="digest-expert", facts={"accept": "1", "booked": "0", "opinions": "2"})
    assert "–" in notices.words(old)[1]
    assert clocks.tick(now()) >= 0
