"""The coordinator routes, the expert accepts or declines; whoever comes second is told who was first."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.models import AuditEntry, Deadline, Notice, Person
from teleconsult import qualifying, scheduling, timers, triaging
from teleconsult.models import Consultation, MovedOn, State, Step
from tests import factories
from tests.teleconsult.factories import Way

now = timezone.now


@pytest.fixture
def second(centre) -> Person:
    """Another expert of the centre."""
    return factories.make_expert(centre, name="许见山")


@pytest.fixture
def night(centre) -> Person:
    """Another coordinator of the centre."""
    return factories.make_member("coordinator", centre, name="孟夜白")


def running(case: Consultation) -> set[str]:
    return set(Deadline.objects.filter(subject_code=case.code, met_at=None).values_list("kind", flat=True))


# --- refusals -------------------------------------------------------------------------------------------------------
def test_of_two_coordinators_with_one_new_case_the_second_learns_who_did_what(way: Way, second, night) -> None:
    case = way.submitted()
    stale = Consultation.objects.get(pk=case.pk)
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now())
    with pytest.raises(MovedOn) as told:
        triaging.assign(stale, to=second, by=night, at=now())
    assert told.value.step is not None
    assert (told.value.step.by, told.value.step.after) == (way.coordinator, State.TRIAGED)
    case.refresh_from_db()
    assert case.expert == way.expert


def test_a_stale_copy_of_an_assigned_case_cannot_give_it_to_a_third(way: Way, second, night) -> None:
    case = way.triaged()
    stale = Consultation.objects.get(pk=case.pk)
    triaging.assign(case, to=second, by=way.coordinator, at=now())
    with pytest.raises(MovedOn):
        triaging.assign(stale, to=way.expert, by=night, at=now())
    case.refresh_from_db()
    assert case.expert == second


def test_a_page_opened_before_the_other_coordinators_choice_does_not_undo_it(way: Way, second, night, browser) -> None:
    case = way.submitted()
    mine, other = browser(night), browser(way.coordinator)
    triage, assign = (reverse(f"teleconsult:{name}", args=[case.code]) for name in ("triage", "assign"))
    seen = {"seen": str(mine.get(triage).context["seen"])}
    assert f'name="seen" value="{seen["seen"]}"' in mine.get(triage).content.decode()
    other.post(assign, {"expert": str(way.expert.code), **seen})
    answer = mine.post(assign, {"expert": str(second.code), **seen}, follow=True)
    case.refresh_from_db()
    assert case.expert == way.expert
    assert way.coordinator.name in " ".join(str(message) for message in answer.context["messages"])
    assert Step.objects.filter(consultation=case, after=State.TRIAGED).count() == 1


@pytest.mark.parametrize("state", ["draft", "consent_pending", "returned", "in_session", "opinion_draft", "signed"])
def test_only_what_waits_or_can_be_rerouted_is_assigned(way: Way, second, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        triaging.assign(case, to=second, by=way.coordinator, at=now())


@pytest.mark.parametrize("state", ["triaged", "accepted", "scheduled", "declined"])
def test_only_a_new_request_is_returned(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        triaging.return_for_more(case, missing=["x"], because="", by=way.coordinator, at=now())


def test_only_a_declined_case_is_closed_by_the_centre(way: Way) -> None:
    case = way.submitted()
    with pytest.raises(MovedOn):
        triaging.close_declined(case, because="x", by=way.coordinator, at=now())


def test_nobody_but_the_asked_expert_accepts_or_declines(way: Way, second) -> None:
    case = way.triaged()
    for person in (second, way.coordinator, way.doctor):
        with pytest.raises(triaging.NotAssigned):
            triaging.accept(case, by=person, at=now())
        with pytest.raises(triaging.NotAssigned):
            triaging.decline(case, because="x", suggestion="", by=person, at=now())


def test_an_expert_who_was_passed_over_meanwhile_cannot_accept(way: Way, second) -> None:
    case = way.triaged()
    stale = Consultation.objects.get(pk=case.pk)
    triaging.assign(case, to=second, by=way.coordinator, at=now())
    with pytest.raises(MovedOn):
        triaging.accept(stale, by=way.expert, at=now())
    case.refresh_from_db()
    assert (case.state, case.expert) == (State.TRIAGED, second)


def test_an_expert_accepts_once(way: Way) -> None:
    case = way.accepted()
    with pytest.raises(MovedOn):
        triaging.accept(case, by=way.expert, at=now())


# --- the way --------------------------------------------------------------------------------------------------------
def test_assigning_tells_the_expert_and_hands_the_clock_on(way: Way) -> None:
    case = way.triaged()
    assert Notice.objects.get(person=way.expert).kind == "case-assigned"
    assert running(case) == {timers.ACCEPT}
    assert Deadline.objects.get(subject_code=case.code, met_at=None).owner == way.expert
    assert AuditEntry.objects.get(action="consultation.assigned").detail == {"to": str(way.expert.code)}


def test_a_return_says_what_is_missing_and_gives_the_clock_to_the_doctor(way: Way) -> None:
    case = way.submitted()
    triaging.return_for_more(case, missing=["起病", "用药"], because="请补充剂量", by=way.coordinator, at=now())
    assert case.steps.last().because == "起病\n用药\n请补充剂量"
    assert running(case) == {timers.RETURNED}
    assert Notice.objects.get(person=way.doctor).kind == "case-returned"


def test_a_return_nobody_answers_ends_by_itself_and_is_written_down(way: Way) -> None:
    case = way.returned()
    triaging.let_returned_lapse(case, at=now())
    assert (case.state, running(case)) == (State.EXPIRED, set())
    assert Notice.objects.filter(person=way.doctor, kind="case-lapsed").exists()
    assert AuditEntry.objects.filter(action="consultation.lapsed", person=None).exists()


def test_a_refusal_goes_back_to_the_coordinator_with_the_reason_and_takes_the_case_from_the_expert(way: Way) -> None:
    case = way.triaged()
    triaging.decline(case, because="不在我的专长内", suggestion="物质依赖门诊", by=way.expert, at=now())
    assert (case.state, case.expert, running(case)) == (State.DECLINED, None, {timers.REROUTE})
    assert case.steps.last().because == "不在我的专长内\n物质依赖门诊"
    assert Notice.objects.filter(person=way.coordinator, kind="case-declined").exists()


def test_closing_a_declined_case_says_why_and_leaves_nothing_running(way: Way) -> None:
    case = way.declined()
    triaging.close_declined(case, because="本中心无此专科", by=way.coordinator, at=now())
    assert (case.state, running(case)) == (State.CLOSED, set())
    assert case.closed_at is not None
    assert Notice.objects.filter(person=way.doctor, kind="case-closed").exists()


@pytest.mark.parametrize("state", ["triaged", "accepted", "scheduled", "declined"])
def test_rerouting_leaves_no_clock_of_the_former_expert(way: Way, second, state: str) -> None:
    case = getattr(way, state)()
    triaging.assign(case, to=second, by=way.coordinator, at=now(), because="外出")
    assert (case.state, case.expert, running(case)) == (State.TRIAGED, second, {timers.ACCEPT})


def test_rerouting_a_booked_case_frees_the_hour_and_takes_the_former_experts_seat(way: Way, second) -> None:
    case = way.scheduled()
    triaging.assign(case, to=second, by=way.coordinator, at=now(), because="外出")
    assert not case.bookings.filter(cancelled_at=None).exists()
    assert not case.room.seats.filter(person=way.expert, revoked_at=None).exists()
    assert Notice.objects.filter(person=way.expert, kind="case-reassigned").exists()
    assert not Consultation.objects.within_reach_of(way.expert).filter(pk=case.pk).exists()


def test_the_next_expert_hosts_the_same_room(way: Way, second) -> None:
    case = way.scheduled()
    triaging.assign(case, to=second, by=way.coordinator, at=now())
    triaging.accept(case, by=second, at=now())
    hour = Way(way.doctor, way.place, way.centre, second, way.coordinator).slot(48)
    scheduling.hold(case, hour, by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now())
    hosts = case.room.seats.filter(part="host", revoked_at=None)
    assert [seat.person for seat in hosts] == [second]
    assert qualifying.reasons_against(case, second, at=now()) == []
