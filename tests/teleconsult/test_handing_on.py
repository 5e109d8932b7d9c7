"""Somebody leaves: their open cases lose them at once, turn red, and can be taken over."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from alliance import leaving
from alliance.models import AuditEntry, Deadline, Notice, Person
from teleconsult import asking, following_up, handing_on, timers, triaging
from teleconsult.models import Consultation, State
from tests import factories
from tests.teleconsult.factories import Way, bring_round

now = timezone.now
WITH_DOCTOR = [
    "draft",
    "consent_pending",
    "submitted",
    "returned",
    "scheduled",
    "in_session",
    "signed",
    "disposed",
]
WITH_EXPERT = ["triaged", "accepted", "scheduled", "in_session", "opinion_draft"]


def leave(person: Person, by: Person) -> None:
    leaving.leave(person.memberships.live().get(), by=by, at=now(), because="调离")  # type: ignore[attr-defined]


# --- what stays -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_has_ended_keeps_the_names_of_those_who_did_it(way: Way, leader, state: str) -> None:
    case = getattr(way, state)()
    leave(way.doctor, leader)
    case.refresh_from_db()
    assert (case.owner, case.is_unowned) == (way.doctor, False)


@pytest.mark.parametrize("state", ["signed", "disposed"])
def test_whoever_signed_remains_the_signer(way: Way, leader, state: str) -> None:
    case = getattr(way, state)()
    leave(way.expert, leader)
    case.refresh_from_db()
    assert (case.expert, case.is_unowned) == (way.expert, False)


def test_whoever_keeps_the_same_right_there_loses_nothing(way: Way, leader) -> None:
    case = way.accepted()
    factories.make_membership(way.expert, way.centre, "coordinator")
    leaving.leave(way.expert.memberships.get(role="coordinator"), by=leader, at=now(), because="不再兼任")
    case.refresh_from_db()
    assert case.expert == way.expert


def test_leaving_another_place_changes_nothing_here(way: Way, leader, wanghu) -> None:
    case = way.submitted()
    elsewhere = factories.make_membership(way.doctor, wanghu)
    leaving.leave(elsewhere, by=leader, at=now(), because="结束多点执业")
    case.refresh_from_db()
    assert case.owner == way.doctor


# --- what is let go -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", WITH_DOCTOR)
def test_a_doctor_who_leaves_lets_go_of_every_open_case(way: Way, leader, state: str) -> None:
    case = getattr(way, state)()
    leave(way.doctor, leader)
    case.refresh_from_db()
    assert (case.owner, case.is_unowned) == (None, True)
    assert case in Consultation.objects.unowned()
    assert AuditEntry.objects.filter(action="consultation.unowned", subject_code=case.code).count() == 1


@pytest.mark.parametrize("state", WITH_EXPERT)
def test_an_expert_who_leaves_lets_go_of_every_case_that_waits_for_her(way: Way, leader, state: str) -> None:
    case = getattr(way, state)()
    leave(way.expert, leader)
    case.refresh_from_db()
    assert (case.expert, case.is_unowned) == (None, True)
    assert case in Consultation.objects.unowned()


def test_a_session_whose_expert_leaves_is_broken_off_and_can_be_given_to_another(way: Way, leader, centre) -> None:
    case = way.in_session()
    leave(way.expert, leader)
    case.refresh_from_db()
    assert (case.state, case.expert) == (State.SCHEDULED, None)
    assert Deadline.objects.filter(subject_code=case.code, kind=timers.START, met_at=None).exists()
    second = factories.make_expert(centre, name="许见山")
    triaging.assign(case, to=second, by=way.coordinator, at=now(), because="顾医生调离")
    assert (case.state, case.expert, case.is_unowned) == (State.TRIAGED, second, False)


@pytest.mark.parametrize("side", ["doctor", "expert"])
def test_whoever_leaves_loses_the_seat_and_both_sides_are_told(way: Way, leader, colleague, side: str) -> None:
    case = way.scheduled()
    person = getattr(way, side)
    leave(person, leader)
    assert not case.room.seats.filter(person=person, revoked_at=None).exists()
    told = Notice.objects.filter(kind="case-unowned", about_code=case.code).values_list("person", flat=True)
    assert {colleague.pk, way.coordinator.pk} <= set(told)
    assert person.pk not in told


def test_a_case_without_a_doctor_is_red_in_the_list_on_the_board_and_for_the_leader(
    way: Way, leader, colleague, browser: Any
) -> None:
    case = way.accepted()
    leave(way.doctor, leader)
    listed = browser(colleague).get(reverse("teleconsult:list"))
    board = browser(way.coordinator).get(reverse("teleconsult:board"), {"tab": "meet"})
    overview = browser(leader).get(reverse("alliance:overview"))
    assert [row.case for row in listed.context["unowned"]] == [case]
    assert [row.case for row in board.context["unowned"]] == [case]
    assert next((row.count, row.red) for row in overview.context["overview"].rows) == (1, True)
    with translation.override("zh-hans"):
        assert translation.gettext("Nobody responsible") in listed.content.decode()
        assert translation.gettext("Nobody responsible") in board.content.decode()


def test_a_case_without_an_expert_is_red_on_the_board_too(way: Way, leader, browser: Any) -> None:
    case = way.triaged()
    leave(way.expert, leader)
    board = browser(way.coordinator).get(reverse("teleconsult:board"))
    assert [row.case for row in board.context["unowned"]] == [case]


def test_a_colleague_takes_over_and_goes_on(way: Way, leader, colleague) -> None:
    case = way.scheduled()
    leave(way.doctor, leader)
    case.refresh_from_db()
    asking.take_over(case, by=colleague, at=now(), because="沈医生调离")
    assert (case.owner, case.is_unowned) == (colleague, False)
    assert case.room.seats.filter(person=colleague, revoked_at=None).exists()


def test_the_clocks_of_a_case_without_an_owner_go_on(way: Way, leader) -> None:
    case = way.submitted()
    leave(way.doctor, leader)
    assert Deadline.objects.filter(subject_code=case.code, met_at=None).count() == 1


@pytest.mark.parametrize(("state", "side"), [("returned", "doctor"), ("follow_up", "doctor"), ("accepted", "expert")])
def test_no_clock_rings_for_somebody_who_has_left_and_whoever_takes_over_owns_it(
    way: Way, leader, colleague, state: str, side: str
) -> None:
    case, person = getattr(way, state)(), getattr(way, side)
    if state == "follow_up":
        following_up.ask_due(bring_round(case).opens_at)
    clocks = Deadline.objects.running().filter(owner=person)
    assert clocks.exists()
    leave(person, leader)
    assert not clocks.exists()
    case.refresh_from_db()
    if side == "doctor":
        asking.take_over(case, by=colleague, at=now(), because="沈医生调离")
        assert Deadline.objects.running().filter(owner=colleague).exists()


# --- what was lent ends with its time --------------------------------------------------------------------------------
def test_thirty_days_after_the_close_the_tick_takes_the_experts_seat(way: Way) -> None:
    case = way.closed()
    term: timedelta = settings.XINQIAO["GRANT_AFTER_CLOSE"]
    seats = case.room.seats.filter(person=way.expert, revoked_at=None)
    closed = case.closed_at or timezone.now()
    handing_on.end_grants(closed + term - timedelta(seconds=1))
    assert seats.exists()
    handing_on.end_grants(closed + term + timedelta(seconds=1))
    assert not seats.exists()
    assert case.room.seats.filter(person=way.doctor, revoked_at=None).exists()
