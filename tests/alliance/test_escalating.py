"""An overdue step climbs until a human has it; nobody is told twice, whoever ticks, however late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from alliance import climbs, clocks, escalating, leaving
from alliance.models import AuditEntry, Deadline, Escalation, Notice, Pace, Rung
from alliance.roles import Role
from tests.factories import at, make_member

START = at("2027-03-01 09:00")
DUE = at("2027-03-01 09:10")
HEAD_TOLD = DUE + timedelta(minutes=30)
AFFAIRS_TOLD = DUE + timedelta(minutes=90)
WHAT = Escalation.What


@pytest.fixture(autouse=True)
def ladder(monkeypatch):
    def subjects(codes):
        return {code: escalating.Subject("XQ-1", "北桥", "urgent", START, "/case/") for code in codes}

    monkeypatch.delitem(clocks._chores, "digests")  # what is overdue is told by the climb alone
    monkeypatch.setattr(clocks, "_climbing", {*clocks._climbing, "test"})
    monkeypatch.setitem(escalating._ladders, "test", escalating.Ladder("assign", subjects))


@pytest.fixture
def head(centre):
    return make_member(Role.DEPARTMENT_HEAD, centre, name="何主任", email="head@xinqiao.test")


@pytest.fixture
def affairs(alliance):
    """Held above the centre: the nearest place that has anybody counts."""
    return make_member(Role.MEDICAL_AFFAIRS, alliance, name="钱医务", email="affairs@xinqiao.test")


@pytest.fixture
def overdue(centre, coordinator, head, affairs):
    return clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START, pace=Pace.URGENT)


def told():
    return [(row.step, row.rung, row.what, row.person and row.person.name) for row in Escalation.objects.all()]


EVERYBODY = [
    (1, Rung.COORDINATOR, WHAT.TOLD, "林知夏"),
    (2, Rung.HEAD, WHAT.TOLD, "何主任"),
    (3, Rung.MEDICAL_AFFAIRS, WHAT.TOLD, "钱医务"),
]


def test_whoever_was_not_told_cannot_take_it(client, overdue, head):
    clocks.tick(DUE)
    client.force_login(head)
    assert client.post(reverse("alliance:escalation_take", args=[overdue.code])).status_code == 404


def test_nobody_is_told_before_it_is_due(overdue):
    clocks.tick(DUE - timedelta(seconds=1))
    assert told() == []


def test_it_climbs_rung_by_rung_at_its_own_moments(overdue):
    for moment, rungs in ((DUE, 1), (HEAD_TOLD - timedelta(seconds=1), 1), (HEAD_TOLD, 2), (AFFAIRS_TOLD, 3)):
        clocks.tick(moment)
        assert told() == EVERYBODY[:rungs]
    clocks.tick(AFFAIRS_TOLD + timedelta(days=9))
    assert told() == EVERYBODY
    assert Notice.objects.filter(about_code=overdue.code).count() == 3


def test_a_tick_that_comes_a_day_late_catches_up_in_order(overdue):
    clocks.tick(DUE + timedelta(days=1))
    assert told() == EVERYBODY


def test_a_clock_that_jumped_ahead_and_back_tells_nobody_twice(overdue):
    for moment in (DUE + timedelta(days=1), DUE - timedelta(hours=1), DUE, HEAD_TOLD, AFFAIRS_TOLD):
        clocks.tick(moment)
    assert told() == EVERYBODY


def test_the_owner_is_told_with_the_first_rung(centre, coordinator, expert):
    clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START, owner=expert)
    clocks.tick(DUE)
    assert [(rung, name) for _step, rung, _what, name in told()] == [("owner", "顾明远"), ("coordinator", "林知夏")]
    assert Notice.objects.get(person=expert).kind == "overdue"


def test_where_nobody_holds_the_post_it_climbs_on_at_once_and_says_so(centre, coordinator, affairs):
    clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START, pace=Pace.URGENT)
    clocks.tick(HEAD_TOLD)
    assert told() == [EVERYBODY[0], (2, Rung.HEAD, WHAT.NOBODY, None), (3, Rung.MEDICAL_AFFAIRS, WHAT.TOLD, "钱医务")]


def test_an_empty_house_reaches_the_top_at_once(centre):
    deadline = clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START)
    clocks.tick(DUE)
    deadline.refresh_from_db()
    assert ([what for _s, _r, what, _n in told()], deadline.escalates_at) == ([WHAT.NOBODY] * 3, None)


def test_doing_the_step_stops_the_climb_and_the_ringing(overdue):
    clocks.tick(DUE)
    clocks.meet("test", overdue.subject_code, at=DUE + timedelta(minutes=2))
    clocks.tick(AFFAIRS_TOLD)
    assert told() == EVERYBODY[:1]
    assert not Notice.objects.filter(read_at=None).exists()


def test_what_somebody_had_taken_who_leaves_climbs_again_from_the_first_rung(overdue, coordinator, leader, centre):
    stays = make_member(Role.COORDINATOR, centre, name="白术")
    clocks.tick(DUE)
    overdue.refresh_from_db()
    escalating.take(overdue, by=coordinator, at=DUE)
    leaving.leave(coordinator.memberships.get(), by=leader, at=HEAD_TOLD, because="调离")
    overdue.refresh_from_db()
    assert (overdue.taken_by, overdue.owner) == (None, None)
    clocks.tick(HEAD_TOLD)
    last = Escalation.objects.latest("pk")
    assert (last.person, last.run, last.step) == (stays, 2, 1)


def test_i_have_it_stops_the_climb_and_makes_them_the_owner(client, overdue, coordinator, head):
    clocks.tick(HEAD_TOLD)
    client.force_login(head)
    answer = client.post(reverse("alliance:escalation_take", args=[overdue.code]), follow=True)
    overdue.refresh_from_db()
    assert (overdue.owner, overdue.taken_by, overdue.escalates_at) == (head, head, None)
    assert "何主任" in answer.content.decode()
    clocks.tick(AFFAIRS_TOLD)
    assert told() == [*EVERYBODY[:2], (2, Rung.HEAD, WHAT.TAKEN, "何主任")]
    assert Notice.objects.get(person=coordinator, read_at=None).kind == "escalation-taken"
    assert AuditEntry.objects.filter(action="deadline.taken", person=head.code).exists()


def test_the_second_who_has_it_hears_who_was_first(overdue, coordinator, head):
    clocks.tick(HEAD_TOLD)
    escalating.take(Deadline.objects.get(), by=head, at=HEAD_TOLD)
    with pytest.raises(escalating.AlreadyTaken) as refused:
        escalating.take(overdue, by=coordinator, at=HEAD_TOLD)
    assert refused.value.by == head


def test_what_is_done_cannot_be_taken(overdue, coordinator):
    clocks.tick(DUE)
    clocks.meet("test", overdue.subject_code, at=DUE)
    with pytest.raises(escalating.NoLongerOwed):
        escalating.take(overdue, by=coordinator, at=DUE)


def test_a_clock_that_is_started_anew_climbs_anew(overdue, centre, head):
    clocks.tick(HEAD_TOLD)
    clocks.start("test", overdue.subject_code, institution=centre, due_at=AFFAIRS_TOLD, at=HEAD_TOLD, pace=Pace.URGENT)
    assert not Notice.objects.filter(read_at=None).exists()
    clocks.tick(AFFAIRS_TOLD)
    assert told() == [*EVERYBODY[:2], EVERYBODY[0]]
    assert [one.next_names for one in climbs.read(Deadline.objects.all()).values()] == [("何主任",)]


def test_while_an_arrangement_answers_it_nobody_is_told(overdue, monkeypatch):
    booked = DUE + timedelta(hours=5)
    rests = escalating.Ladder("meet", escalating._ladders["test"].subjects, rests=lambda code: booked)
    monkeypatch.setitem(escalating._ladders, "test", rests)
    clocks.tick(DUE + timedelta(hours=4))
    assert told() == []
    clocks.tick(booked)
    assert told() == EVERYBODY[:1]


def test_a_rung_that_could_not_be_told_is_told_by_the_next_tick(overdue, monkeypatch):
    def away(*args, **facts):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(escalating, "_tell", away)
        clocks.tick(DUE)
    assert (told(), Notice.objects.count()) == ([], 0)
    clocks.tick(DUE)
    assert told() == EVERYBODY[:1]


def test_the_database_forbids_a_second_telling_and_any_change(overdue, head):
    clocks.tick(HEAD_TOLD)
    row = Escalation.objects.get(person=head)
    row.pk = None
    rows = Escalation.objects.all()
    for deed in (row.save, lambda: rows.update(rung="owner"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_the_page_of_a_head_names_whom_to_call_and_costs_the_same_for_many(
    client, centre, overdue, head, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clocks.tick(HEAD_TOLD)
    client.force_login(head)
    client.get(reverse("alliance:escalations"))
    with CaptureQueriesContext(connection) as few:
        page = client.get(reverse("alliance:escalations")).content.decode()
    assert "XQ-1" in page
    for _number in range(6):
        clocks.start("test", uuid4(), institution=centre, due_at=DUE, at=START, pace=Pace.URGENT)
    clocks.tick(HEAD_TOLD)
    with django_assert_num_queries(len(few)):
        client.get(reverse("alliance:escalations"))


def test_a_head_starts_the_day_at_what_climbed(client, head):
    client.force_login(head)
    assert client.get(reverse("alliance:desk")).url == reverse("alliance:escalations")
    assert mail.outbox == []
