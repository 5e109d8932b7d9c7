"""Lists and board: what waits for whom, in which order, and nobody else's."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance.models import Deadline
from alliance.roles import Role
from care import danger
from care.danger import Danger, Reason
from care.models import Level
from teleconsult import waiting
from tests import factories
from tests.care import factories as care
from tests.teleconsult.factories import Way

now = timezone.now


def test_a_coordinator_who_also_asks_elsewhere_routes_only_her_own_centres_cases(way: Way, alliance, elsewhere) -> None:
    other_centre = factories.make_centre(name="市脑科医院", parent=alliance)
    doctor = factories.make_member(Role.COMMUNITY_DOCTOR, elsewhere)
    factories.make_membership(doctor, way.centre, Role.COORDINATOR)
    factories.make_agreement(elsewhere, other_centre)
    mine = Way(doctor, elsewhere, other_centre, factories.make_expert(other_centre), way.coordinator).submitted()
    theirs = way.submitted()
    shown = [row.case for rows in waiting.board(doctor, now()).values() for row in rows]
    assert (theirs in shown, mine in shown) == (True, False)


def test_pairs_of_another_alliance_are_not_counted(way: Way, elsewhere, outsider, neighbour, wanghu) -> None:
    far = factories.make_institution(name="临江县西郊", parent=elsewhere.parent)
    west = factories.make_member(Role.COMMUNITY_DOCTOR, far)
    for by, place in ((outsider, elsewhere), (west, far)):
        care.make_patient(by, place, name="同名同姓")
    assert waiting.duplicates(way.coordinator) == 0
    for by, place in ((way.doctor, way.place), (neighbour, wanghu)):
        care.make_patient(by, place, name="同名同姓")
    assert waiting.duplicates(way.coordinator) == 1


def test_danger_comes_first_then_urgency_then_what_is_due_first(way: Way) -> None:
    late, early = way.submitted(), way.submitted()
    urgent, emergency, dangerous = way.submitted(urgency="urgent"), way.submitted(urgency="emergency"), way.submitted()
    Deadline.objects.filter(subject_code=late.code).update(due_at=now() + timedelta(days=3))
    danger.raise_alarm(
        Danger(Level.NOW, (Reason.PLAN,)),
        about=dangerous.code,
        by=way.doctor,
        at_place=way.place,
        to=way.centre,
        call_back="1",
        at=now(),
    )
    rows = waiting.board(way.coordinator, now())["assign"]
    assert [row.case for row in rows] == [dangerous, emergency, urgent, early, late]


def test_every_open_case_stands_under_exactly_one_stage(way: Way) -> None:
    states = ("submitted", "returned", "triaged", "declined", "accepted", "scheduled", "in_session")
    cases = [getattr(way, state)() for state in (*states, "opinion_draft", "signed")]
    tabs = waiting.board(way.coordinator, now())
    shown = [row.case for rows in tabs.values() for row in rows]
    assert sorted(case.pk for case in shown) == sorted(case.pk for case in cases)


def test_what_is_only_being_written_is_nobodys_business_at_the_centre(way: Way) -> None:
    way.draft()
    way.consent_pending()
    assert not any(waiting.board(way.coordinator, now()).values())


def test_a_row_is_late_from_the_moment_its_clock_has_run_out(way: Way) -> None:
    case = way.submitted()
    due = Deadline.objects.get(subject_code=case.code).due_at
    (row,) = waiting.board(way.coordinator, now())["assign"]
    assert (row.late(due), row.late(due + timedelta(seconds=1))) == (False, True)


def test_ones_own_list_says_what_waits_for_oneself(way: Way, colleague, browser: Any) -> None:
    mine, answered = way.returned(), way.signed()
    way.submitted()
    page = browser(way.doctor).get(reverse("teleconsult:list"))
    assert {row.case for row in page.context["for_me"]} == {mine, answered}
    assert browser(colleague).get(reverse("teleconsult:list")).context["for_me"] == []


def test_what_has_ended_is_found_under_finished(way: Way, browser: Any) -> None:
    ended, going = way.closed(), way.submitted()
    address = reverse("teleconsult:list")
    assert [row.case for row in browser(way.doctor).get(address).context["rows"]] == [going]
    assert [row.case for row in browser(way.doctor).get(address, {"show": "ended"}).context["rows"]] == [ended]
