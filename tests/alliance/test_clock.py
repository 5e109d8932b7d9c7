"""The tick: what is due is noticed once, whoever ticks, however late, however often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from alliance import audit, clocks
from alliance.models import AuditSeal, Deadline
from tests.factories import at

START = at("2027-03-01 09:00")
DUE = at("2027-03-01 09:15")


@pytest.fixture
def fired(monkeypatch):
    found = []
    monkeypatch.setitem(
        clocks._handlers, "test", lambda deadline, moment: found.append((deadline.subject_code, moment))
    )
    return found


@pytest.fixture
def subject(centre):
    code = uuid4()
    clocks.start("test", code, institution=centre, due_at=DUE, at=START)
    return code


def test_nothing_fires_before_it_is_due(subject, fired):
    assert clocks.tick(DUE - timedelta(seconds=1)) == 0
    assert fired == []


def test_what_is_done_in_time_never_fires(subject, fired):
    clocks.meet("test", subject, at=START)
    assert clocks.tick(DUE + timedelta(days=1)) == 0


def test_two_ticks_fire_once(subject, fired):
    assert [clocks.tick(DUE), clocks.tick(DUE), clocks.tick(DUE + timedelta(days=3))] == [1, 0, 0]
    assert fired == [(subject, DUE)]


def test_a_tick_that_comes_days_late_still_fires(subject, fired):
    late = DUE + timedelta(days=4)
    clocks.tick(late)
    assert fired == [(subject, late)]


def test_a_clock_that_is_started_again_moves_and_may_fire_again(subject, fired, centre):
    clocks.tick(DUE)
    clocks.start("test", subject, institution=centre, due_at=DUE + timedelta(hours=1), at=DUE)
    assert Deadline.objects.count() == 1
    assert clocks.tick(DUE + timedelta(hours=1)) == 1


def test_a_handler_that_fails_leaves_the_deadline_for_the_next_tick(subject, monkeypatch):
    def fails(deadline, moment):
        raise DatabaseError("away")

    monkeypatch.setitem(clocks._handlers, "test", fails)
    assert clocks.tick(DUE) == 0
    assert Deadline.objects.get().alarmed_at is None


def test_a_failing_chore_keeps_no_other_from_running(db, monkeypatch, leader):
    def fails(moment):
        raise OSError("away")

    monkeypatch.setattr(clocks, "_chores", {"fails": fails, **clocks._chores})
    audit.record(leader, "test", at=START)
    clocks.tick(DUE)
    assert AuditSeal.objects.count() == 1


def test_pretending_another_moment_is_refused_outside_the_demo(subject, fired):
    with pytest.raises(CommandError, match="demo"):
        call_command("tick", at="2027-03-01T09:15+08:00")
    assert fired == []


def test_the_demo_may_pretend_another_moment(subject, fired, settings, capsys):
    settings.DEMO = True
    call_command("tick", at="2027-03-01T09:15+08:00")
    assert fired == [(subject, DUE)]
    assert "1 due" in capsys.readouterr().out


def test_a_moment_that_is_none_is_said_to_be_none(db, settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="no moment"):
        call_command("tick", at="tomorrow")
