"""The screen on which everything of one person goes over: who opens it, all to one, each to another, before leaving."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance import escalating, leaving
from alliance.models import Deadline, Membership, Notice, Person
from alliance.roles import Role
from teleconsult import handing_over, timers
from teleconsult.models import Consultation
from teleconsult.pieces import Row
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


# --- who may --------------------------------------------------------------------------------------------------------
def test_nobody_but_the_leader_and_the_coordinator_of_an_expert_opens_the_screen(way: Way, colleague, leader, browser):
    way.triaged()
    for person in (way.doctor, colleague, way.expert):
        assert browser(person).get(page_of(way.expert)).status_code == 404
    assert browser(way.coordinator).get(page_of(way.doctor)).status_code == 404
    assert browser(way.coordinator).get(page_of(way.expert)).status_code == 200
    assert browser(leader).get(page_of(way.doctor)).status_code == 200


def test_the_leader_of_the_asking_side_learns_and_assigns_nothing_at_the_centre(way: Way, beiqiao, browser):
    keeper = factories.make_member(Role.LEADER, beiqiao)
    way.triaged()
    assert browser(keeper).get(page_of(way.expert)).status_code == 404
    shown = browser(keeper).get(page_of(way.doctor))
    assert [row.what for row in shown.context["rows"]] == ["负责医生"]


def test_the_screen_names_no_patient_and_no_question(way: Way, leader, browser):
    case = way.triaged()
    shown = browser(leader).get(page_of(way.doctor)).content.decode()
    assert case.number in shown
    assert case.patient.name not in shown
    assert "濒死感" not in shown


# --- the screen -----------------------------------------------------------------------------------------------------
def test_without_a_reason_or_a_name_nothing_goes_over(way: Way, leader, colleague, browser):
    way.submitted()
    mine = browser(leader)
    assert mine.post(page_of(way.doctor), {"action": "rows", "because": "休假"}).status_code == 422
    sent = {"action": "all", "to_all": str(colleague.code), "because": ""}
    assert mine.post(page_of(way.doctor), sent).status_code == 422
    assert Consultation.objects.get().owner == way.doctor


def test_everything_goes_to_one_person_with_one_press_and_what_may_not_stays(
    way: Way, leader, colleague, centre, browser
):
    factories.make_membership(colleague, centre, "expert")
    way.draft()
    way.submitted()
    answered = way.triaged()
    Consultation.objects.filter(pk=answered.pk).update(expert=colleague)
    sent = {"action": "all", "to_all": str(colleague.code), "because": "调离"}
    answer = browser(leader).post(page_of(way.doctor), sent, follow=True)
    assert Consultation.objects.filter(owner=colleague).count() == 2
    assert Consultation.objects.get(pk=answered.pk).owner == way.doctor
    assert "是本例的会诊专家" in answer.content.decode()


def test_each_row_may_go_to_another(way: Way, leader, beiqiao, colleague, browser):
    third = factories.make_member(Role.COMMUNITY_DOCTOR, beiqiao)
    first, other = way.submitted(), way.submitted()
    sent = {f"to_doctor-{first.code}": str(colleague.code), f"to_doctor-{other.code}": str(third.code)}
    browser(leader).post(page_of(way.doctor), {**sent, "action": "rows", "because": "调离"})
    assert [Consultation.objects.get(pk=one.pk).owner for one in (first, other)] == [colleague, third]


def test_the_screen_asks_the_database_as_often_for_many_rows_as_for_few(
    way: Way, leader, centre, second, browser, django_assert_max_num_queries
):
    for _ in range(2):
        way.signed()
        way.triaged()
    mine, url = browser(leader), page_of(way.expert)
    mine.get(url)
    with django_assert_max_num_queries(60) as few:
        mine.get(url)
    for _ in range(3):
        way.signed()
        way.triaged()
    with django_assert_max_num_queries(len(few)):
        mine.get(url)


def test_what_somebody_has_at_two_places_stands_on_one_screen(way: Way, leader, centre, beiqiao, browser):
    factories.make_membership(way.doctor, centre, "coordinator")
    way.submitted()
    deadline = Deadline.objects.running().get(kind=timers.TRIAGE)
    escalating.climb(deadline.due_at)
    escalating.take(deadline, by=way.doctor, at=now())
    factories.make_member(Role.COORDINATOR, centre)
    url = reverse("teleconsult:hand_over", args=[Membership.objects.get(person=way.doctor, institution=beiqiao).code])
    assert [row.what for row in browser(leader).get(url).context["rows"]] == ["负责医生", "已认领的逾期事项"]


# --- leaving --------------------------------------------------------------------------------------------------------
def test_a_membership_with_open_work_is_not_ended_unawares(way: Way, leader, browser):
    way.submitted()
    held = Membership.objects.get(person=way.doctor)
    mine, url = browser(leader), reverse("alliance:membership_end", args=[held.code])
    answer = mine.post(url, {"because": "调离"})
    assert answer.status_code == 409
    assert page_of(way.doctor) in answer.content.decode()
    held.refresh_from_db()
    assert held.ended_at is None
    assert mine.post(url, {"because": "调离", "anyway": "on"}).status_code == 302
    held.refresh_from_db()
    assert held.ended_at is not None


def test_only_what_hangs_on_the_ended_role_is_told(way: Way, centre):
    way.triaged()
    factories.make_membership(way.expert, centre, "coordinator")
    roles = {held.role: held for held in Membership.objects.filter(person=way.expert)}
    assert [one.what for one in leaving.told(roles["expert"], now())] == ["主诊专家"]
    assert leaving.told(roles["coordinator"], now()) == []
