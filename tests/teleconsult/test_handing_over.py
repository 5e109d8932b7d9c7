"""What waits for somebody who leaves or is away goes over on one screen, each piece only to whom the guards allow."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import escalating
from alliance.models import AuditEntry, Deadline, DutyShift, Membership, Notice, Person
from alliance.roles import Role
from care import danger
from care.danger import Danger, Reason
from care.models import Level
from teleconsult import answering, drafting, handing_over, panels, timers
from teleconsult.models import Booking, Consultation, HandOver, PanelSeat, State, Step
from teleconsult.pieces import NotForThem, Row
from tests import factories
from tests.teleconsult.factories import Way

now = timezone.now


def rows_of(person: Person, place: Any) -> dict[str, Row]:
    """By what they are; the latest of each kind."""
    return {row.what: row for row in handing_over.held(person, place, at=now())}


def give(row: Row, to: Person, by: Person) -> None:
    handing_over.hand(row, to=to, by=by, at=now(), because="休产假")


def only(person: Person, place: Any) -> Row:
    (row,) = handing_over.held(person, place, at=now())
    return row


def page_of(person: Person) -> str:
    return reverse("teleconsult:hand_over", args=[Membership.objects.live().get(person=person).code])


def told(person: Person, kind: str) -> bool:
    return Notice.objects.filter(person=person, kind=kind).exists()


# --- the asking side ------------------------------------------------------------------------------------------------
def test_the_expert_of_a_case_cannot_become_its_doctor(way: Way, leader, beiqiao):
    way.triaged()
    factories.make_membership(way.expert, beiqiao, "community_doctor")
    row = only(way.doctor, beiqiao)
    assert [one.why_not for one in row.unable] == ["是本例的会诊专家"]
    with pytest.raises(NotForThem):
        give(row, way.expert, leader)


def test_nobody_of_another_place_gets_anything(way: Way, leader, beiqiao, neighbour):
    way.submitted()
    with pytest.raises(NotForThem):
        give(only(way.doctor, beiqiao), neighbour, leader)


@pytest.mark.parametrize(
    "state", ["draft", "consent_pending", "submitted", "returned", "scheduled", "signed", "disposed"]
)
def test_a_case_goes_over_with_its_clocks_and_both_are_told(way: Way, leader, beiqiao, colleague, state):
    case = getattr(way, state)()
    before = set(Deadline.objects.running().filter(owner=way.doctor).values_list("pk", flat=True))
    give(only(way.doctor, beiqiao), colleague, leader)
    case.refresh_from_db()
    assert (case.owner, case.state) == (colleague, state)
    assert set(Deadline.objects.running().filter(owner=colleague).values_list("pk", flat=True)) == before
    assert told(way.doctor, "case-taken-over")
    assert told(colleague, "case-taken-over")
    assert HandOver.objects.get().because == "休产假"
    assert AuditEntry.objects.filter(action="consultation.taken_over").count() == 1


def test_a_draft_goes_over_with_everything_that_was_typed_and_says_who_began_it(way: Way, leader, beiqiao, colleague):
    case = way.draft()
    drafting.save(case, "request", {"began": ["两年前"]}, by=way.doctor, at=now())
    row = only(way.doctor, beiqiao)
    assert way.doctor.name in row.name
    give(row, colleague, leader)
    kept = drafting.of(case, "request")
    assert kept is not None
    assert kept.fields == {"began": ["两年前"]}


def test_a_follow_up_still_to_come_is_asked_of_the_successor(way: Way, leader, beiqiao, colleague):
    case = way.closed()
    give(only(way.doctor, beiqiao), colleague, leader)
    case.refresh_from_db()
    assert case.owner == colleague


def test_whoever_was_faster_is_not_undone(way: Way, leader, beiqiao, colleague):
    from teleconsult import asking

    way.submitted()
    row = only(way.doctor, beiqiao)
    third = factories.make_member(Role.COMMUNITY_DOCTOR, beiqiao)
    asking.take_over(Consultation.objects.get(), by=third, at=now(), because="代班")
    with pytest.raises(handing_over.REFUSED):
        give(row, colleague, leader)
    assert Consultation.objects.get().owner == third


def test_a_hand_over_is_never_changed(way: Way, leader, beiqiao, colleague):
    way.submitted()
    give(only(way.doctor, beiqiao), colleague, leader)
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.update(because="x")


# --- the centre -----------------------------------------------------------------------------------------------------
def test_whoever_met_the_patient_signs(way: Way, leader, centre, second):
    way.opinion_draft()
    row = only(way.expert, centre)
    assert row.able == []
    with pytest.raises(NotForThem):
        give(row, second, leader)


def test_a_running_consultation_stays(way: Way, leader, centre, second):
    way.in_session()
    with pytest.raises(NotForThem):
        give(only(way.expert, centre), second, leader)


def test_the_gate_says_who_cannot_lead_and_why(way: Way, leader, centre, second):
    way.triaged()
    second.licence.scope = "general"
    second.licence.save()
    row = only(way.expert, centre)
    assert [one.person for one in row.unable] == [second]
    with pytest.raises(NotForThem):
        give(row, second, leader)


@pytest.mark.parametrize("state", ["triaged", "accepted", "scheduled", "writing", "asked_back"])
def test_the_successor_is_asked_to_accept_and_a_booked_time_becomes_free(way: Way, leader, centre, second, state):
    case = getattr(way, state)()
    give(only(way.expert, centre), second, leader)
    case.refresh_from_db()
    assert (case.state, case.expert) == (State.TRIAGED, second)
    assert not Booking.objects.live().filter(consultation=case).exists()
    assert Step.objects.filter(consultation=case).latest("pk").because == "休产假"
    assert told(second, "case-assigned")


def test_after_the_signature_questions_go_to_the_successor_and_the_signature_stays(way: Way, leader, centre, second):
    case = way.signed()
    answering.ask_after(case, "可以与碳酸锂同用吗？", by=way.doctor, at=now())
    give(only(way.expert, centre), second, leader)
    case.refresh_from_db()
    assert (case.expert, case.opinion.signed_by) == (second, way.expert)
    assert Deadline.objects.running().get(kind=timers.FOLLOW_UP_QUESTION).owner == second
    assert told(way.doctor, "case-taken-over")
    assert Consultation.objects.within_reach_of(second).exists()


def test_a_reader_may_become_the_lead_and_then_reads_along_no_longer(panel_case, way: Way, leader, centre, second):
    give(rows_of(way.expert, centre)["主诊专家"], second, leader)
    assert panels.readers(panel_case) == []


def test_the_lead_does_not_read_along_for_whoever_leaves(panel_case, way: Way, leader, centre, second, third):
    row = rows_of(second, centre)["协诊"]
    assert way.expert in [one.person for one in row.unable]
    give(row, third, leader)
    assert panels.readers(panel_case) == [third]
    assert PanelSeat.objects.filter(person=second, released_at=None).count() == 0


def test_an_alarm_goes_to_a_colleague_who_is_rung(way: Way, leader, centre, coordinator):
    case = way.submitted()
    alarm = danger.raise_alarm(
        Danger(Level.NOW, (Reason.PLAN,)),
        about=case.code,
        by=way.doctor,
        at_place=way.place,
        to=centre,
        call_back="1",
        at=now(),
    )
    danger.acknowledge(alarm, by=way.expert, at=now())
    give(rows_of(way.expert, centre)["正在处置的警报"], coordinator, leader)
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == coordinator
    assert Notice.objects.get(person=coordinator, kind="danger-passed-on").is_alarm


def test_a_step_that_somebody_has_does_not_rest_with_them_for_ever(way: Way, leader, centre, coordinator):
    way.submitted()
    deadline = Deadline.objects.running().get(kind=timers.TRIAGE)
    escalating.climb(deadline.due_at)
    escalating.take(deadline, by=coordinator, at=now())
    other = factories.make_member(Role.COORDINATOR, centre)
    give(rows_of(coordinator, centre)["已认领的逾期事项"], other, leader)
    deadline.refresh_from_db()
    assert (deadline.taken_by, deadline.owner) == (other, other)
    assert told(other, "escalation-passed-on")


def test_duty_goes_over_and_leaves_no_gap(way: Way, leader, centre, second):
    DutyShift.objects.all().delete()
    DutyShift.objects.create(institution=centre, person=way.expert, weekday=0, begins=time(8), hours=12)
    give(rows_of(way.expert, centre)["值班"], second, leader)
    assert DutyShift.objects.get().person == second
