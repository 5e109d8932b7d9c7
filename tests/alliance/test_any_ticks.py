"""Any sequence of ticks, late, doubled, at once, the clock going back and ahead: each thing is told once, in order."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from alliance import clocks, escalating, outbox
from alliance.models import Escalation, Notice, Outgoing, Pace, Rung
from alliance.roles import Role
from tests.factories import at, make_member
from tests.teleconsult.racing import race

START, DUE = at("2027-03-01 09:00"), at("2027-03-01 09:10")
LAST = DUE + timedelta(days=2)
RUNGS = [Rung.COORDINATOR, Rung.HEAD, Rung.MEDICAL_AFFAIRS]
heard: list[str] = []
asked: list[str] = []


class Provider:
    """Carries everything, each key once, as every receiver must; `asked` counts the repeated attempts too."""

    def send(self, message):
        asked.append(message.key)
        if message.key not in heard:
            heard.append(message.key)
        return message.key


@pytest.fixture(autouse=True)
def house(settings, monkeypatch):
    heard.clear()
    asked.clear()
    settings.CHANNELS = dict.fromkeys(("email", "sms", "call", "webhook"), f"{__name__}.Provider")

    def subjects(codes):
        return {code: escalating.Subject(str(code), "北桥") for code in codes}

    monkeypatch.delitem(clocks._chores, "digests")  # what is overdue is told by the climb alone
    monkeypatch.setattr(clocks, "_climbing", {*clocks._climbing, "test"})
    monkeypatch.setitem(escalating._ladders, "test", escalating.Ladder("assign", subjects))


@pytest.fixture
def overdue(centre, coordinator):
    make_member(Role.DEPARTMENT_HEAD, centre, name="何主任", mobile="13800001006")
    make_member(Role.MEDICAL_AFFAIRS, centre, name="钱医务", mobile="13800001007")
    return [
        clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START, pace=pace)
        for pace in (Pace.EMERGENCY, Pace.URGENT, Pace.ROUTINE)
    ]


def check(deadlines):
    for deadline in deadlines:
        assert [row.rung for row in Escalation.objects.filter(deadline=deadline)] == RUNGS
        assert Notice.objects.filter(about_code=deadline.code).count() == len(RUNGS)
    while Outgoing.objects.due(LAST).exists():
        outbox.deliver(LAST)
    wanted = Notice.objects.count() * 2 + Notice.objects.filter(is_alarm=True).count()  # mail, text; alarms call
    assert len(heard) + _in_morning_letters() == wanted


def _in_morning_letters():
    """Mails of the night are one letter each morning."""
    nightly = Outgoing.objects.filter(key__startswith="morning:").count()
    return Notice.objects.count() - Outgoing.objects.filter(channel="email", notice__isnull=False).count() - nightly


def moments(seed):
    """Some forty moments: mostly onward, sometimes doubled, an hour back or a day ahead."""
    dice, moment, found = random.Random(seed), START, []
    for _number in range(40):
        moment += timedelta(minutes=dice.choice((0, 1, 7, 30, 90)))
        jump = dice.choice((timedelta(),) * 6 + (-timedelta(hours=1), timedelta(days=1)))
        found.append(moment + jump)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_ticks_tells_each_once_and_in_order(overdue, seed):
    for moment in moments(seed):
        clocks.tick(moment)
        outbox.deliver(moment)
    clocks.tick(LAST)
    check(overdue)
    assert asked == heard  # one process never even tries twice


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(2))
def test_two_clocks_at_once_tell_each_once_and_in_order(overdue, seed):
    def run(turns):
        def ticks():
            for moment in turns:
                clocks.tick(moment)
                outbox.deliver(moment)

        return ticks

    ends = race(run(moments(seed)), run(moments(seed + 100)))
    assert ends == [None, None]
    clocks.tick(LAST)
    check(overdue)
