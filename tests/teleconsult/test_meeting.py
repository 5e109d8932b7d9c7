"""Around the session: both sides check, the expert begins and ends; a withdrawal stops it safely."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.models import AuditEntry, Deadline, Notice
from care import consenting
from care.models import ConsentGrant
from teleconsult import asking, meeting, timers, triaging
from teleconsult.call import telling
from teleconsult.models import Consultation, MovedOn, StartCheck, State
from tests.teleconsult import forms
from tests.teleconsult.factories import Way

now = timezone.now
WHERE = {"patient_where": "白沙镇一组 3 号", "call_back": "13900001111", "present": "本人", "reachable": "村医"}


def withdraw(case: Consultation, way: Way, purpose: str = "consultation") -> None:
    grants = ConsentGrant.objects.filter(consent__about_code=case.code, purpose=purpose)
    consenting.withdraw(grants.select_related("consent__patient"), by=way.doctor, at=now())
    case.refresh_from_db()


# --- refusals -------------------------------------------------------------------------------------------------------
def test_people_of_neither_side_confirm_nothing(way: Way, colleague) -> None:
    case = way.scheduled()
    for person in (colleague, way.coordinator):
        with pytest.raises(meeting.NotATwoSided):
            meeting.check(case, WHERE, by=person, at=now())
    assert not StartCheck.objects.exists()


@pytest.mark.parametrize("side", ["doctor", "expert"])
def test_one_sides_check_is_not_enough_to_begin(way: Way, side: str) -> None:
    case = way.scheduled(0.1)
    meeting.check(case, WHERE if side == "doctor" else {"present": "一人"}, by=getattr(way, side), at=now())
    with pytest.raises(meeting.ChecksMissing):
        meeting.begin(case, by=way.expert, at=now())
    assert case.state == State.SCHEDULED


def test_only_the_expert_begins_ends_and_breaks_off(way: Way, colleague) -> None:
    waiting, running = way.checked(way.scheduled(0.1)), way.in_session()
    for person in (way.doctor, colleague, way.coordinator):
        with pytest.raises(triaging.NotAssigned):
            meeting.begin(waiting, by=person, at=now())
        with pytest.raises(triaging.NotAssigned):
            meeting.end(running, by=person, at=now())
        with pytest.raises(triaging.NotAssigned):
            meeting.abort(running, because="x", by=person, at=now())


@pytest.mark.parametrize("state", ["accepted", "in_session", "opinion_draft", "signed", "closed", "cancelled"])
def test_what_was_confirmed_at_the_start_stays_as_it_was(way: Way, state: str) -> None:
    case = getattr(way, state)()
    before = list(StartCheck.objects.filter(consultation=case).values_list("pk", "checked_at"))
    with pytest.raises(MovedOn):
        meeting.check(case, {**WHERE, "patient_where": "别处"}, by=way.doctor, at=now())
    assert list(StartCheck.objects.filter(consultation=case).values_list("pk", "checked_at")) == before


def test_without_consent_no_session_begins(way: Way) -> None:
    case = way.checked(way.scheduled(0.1))
    ConsentGrant.objects.update(withdrawn_at=now())
    with pytest.raises(asking.ConsentMissing):
        meeting.begin(case, by=way.expert, at=now())


def test_a_session_whose_consent_is_gone_is_neither_ended_nor_broken_off(way: Way) -> None:
    case = way.in_session()
    stale = Consultation.objects.get(pk=case.pk)
    withdraw(case, way)
    for copy in (case, stale):
        with pytest.raises(asking.ConsentMissing):
            meeting.end(copy, by=way.expert, at=now())
        with pytest.raises(asking.ConsentMissing):
            meeting.abort(copy, because="x", by=way.expert, at=now())
    case.refresh_from_db()
    assert case.state == State.IN_SESSION


@pytest.mark.parametrize("state", ["scheduled", "in_session"])
def test_nothing_is_closed_as_withdrawn_while_consent_holds(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(meeting.NotWithdrawn):
        meeting.close_after_withdrawal(case, by=way.expert, at=now())
    case.refresh_from_db()
    assert case.state == state


def test_the_page_tells_the_expert_that_consent_is_gone(way: Way, browser: Any) -> None:
    case = way.in_session()
    withdraw(case, way)
    expert = browser(way.expert)
    for name, data in (("end", {}), ("abort", {"because": "断线"})):
        answer = expert.post(reverse(f"teleconsult:{name}", args=[case.code]), data)
        assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.IN_SESSION
    assert expert.post(reverse("teleconsult:close_withdrawn", args=[case.code])).status_code == 302
    case.refresh_from_db()
    assert case.state == State.CANCELLED


# --- the way --------------------------------------------------------------------------------------------------------
def test_a_check_given_again_before_the_start_replaces_the_first(way: Way) -> None:
    case = way.checked(way.scheduled(0.1))
    meeting.check(case, {**WHERE, "patient_where": "镇卫生院"}, by=way.doctor, at=now())
    assert meeting.checks(case)["inviting"].patient_where == "镇卫生院"
    assert StartCheck.objects.filter(consultation=case).count() == 2


def test_where_the_patient_is_lies_sealed_in_the_database(way: Way) -> None:
    way.checked(way.scheduled(0.1))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT patient_where, call_back, present, reachable FROM teleconsult_startcheck")
        stored = str(cursor.fetchall())
    assert "白沙镇" not in stored
    assert "13900001111" not in stored


def test_ending_closes_the_room_and_owes_the_opinion(way: Way) -> None:
    case = way.in_session()
    meeting.end(case, by=way.expert, at=now())
    assert case.state == State.OPINION_DRAFT
    assert case.room.closed_because == "done"
    clock = Deadline.objects.get(subject_code=case.code, met_at=None)
    assert (clock.kind, clock.owner) == (timers.OPINION, way.expert)


def test_after_a_technical_break_the_checks_are_asked_anew_and_the_room_stays(way: Way) -> None:
    case = way.in_session()
    meeting.abort(case, because="断线", by=way.expert, at=now())
    assert (case.state, meeting.attempt(case), meeting.checks(case)) == (State.SCHEDULED, 2, {})
    assert case.room.closed_at is None
    assert Notice.objects.filter(person=way.doctor, kind="session-broken-off").exists()
    with pytest.raises(meeting.ChecksMissing):
        meeting.begin(case, by=way.expert, at=now())
    way.checked(case)
    meeting.begin(case, by=way.expert, at=now())
    assert StartCheck.objects.filter(consultation=case).count() == 4


def test_whatever_changes_on_the_desk_is_told_in_the_room(way: Way, monkeypatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr(telling, "papers", lambda room, *, withdrawn: told.append(withdrawn))
    case = way.scheduled(0.01)
    for deed in (
        lambda: way.checked(case),
        lambda: meeting.begin(case, by=way.expert, at=now()),
        lambda: meeting.abort(case, because="断线", by=way.expert, at=now()),
    ):
        told.clear()
        deed()
        assert set(told) == {False}


def test_a_withdrawal_in_the_session_tells_both_takes_the_papers_and_leaves_the_room(way: Way, monkeypatch) -> None:
    told: list[bool] = []
    case = way.in_session()
    monkeypatch.setattr(telling, "papers", lambda room, *, withdrawn: told.append(withdrawn))
    withdraw(case, way)
    assert (case.state, told) == (State.IN_SESSION, [True])
    assert case.consent_withdrawn_at is not None
    assert case.room.closed_at is None
    assert set(Notice.objects.filter(kind="consent-withdrawn").values_list("person", flat=True)) == {
        way.doctor.pk,
        way.expert.pk,
    }
    assert not Consultation.objects.lending_papers_to(way.expert).filter(pk=case.pk).exists()


def test_after_saying_goodbye_the_host_closes_and_nothing_is_left_to_read(way: Way) -> None:
    case = way.in_session()
    withdraw(case, way)
    meeting.close_after_withdrawal(case, by=way.expert, at=now())
    assert (case.state, case.room.closed_because) == (State.CANCELLED, "consent_withdrawn")
    assert not Deadline.objects.filter(subject_code=case.code, met_at=None).exists()
    assert not Consultation.objects.within_reach_of(way.expert).filter(pk=case.pk).exists()
    assert not case.room.seats.filter(person=way.expert, revoked_at=None).exists()


@pytest.mark.parametrize("state", ["submitted", "returned", "triaged", "accepted", "scheduled", "opinion_draft"])
def test_a_withdrawal_before_or_after_the_session_ends_the_case_at_once(way: Way, state: str) -> None:
    case = getattr(way, state)()
    withdraw(case, way)
    assert (case.state, case.closed_at is not None) == (State.CANCELLED, True)
    assert not case.bookings.filter(cancelled_at=None).exists()
    assert not Deadline.objects.filter(subject_code=case.code, met_at=None).exists()
    assert AuditEntry.objects.filter(action="consultation.cancelled", subject_code=case.code).count() == 1


@pytest.mark.parametrize("state", ["signed", "disposed", "closed"])
def test_what_is_signed_belongs_to_the_record_and_stays(way: Way, state: str) -> None:
    case = getattr(way, state)()
    withdraw(case, way)
    assert (case.state, case.consent_withdrawn_at) == (state, None)


def test_taking_back_only_the_sharing_of_papers_ends_nothing(way: Way) -> None:
    case = way.scheduled()
    withdraw(case, way, purpose="share_record")
    assert (case.state, case.consent_withdrawn_at) == (State.SCHEDULED, None)
    assert not asking.shares_record(case)


def test_a_check_by_page_after_the_start_says_that_it_came_too_late(way: Way, browser: Any) -> None:
    case = way.in_session()
    url = reverse("teleconsult:start_check", args=[case.code])
    answer = browser(way.doctor).post(url, forms.CHECK_INVITING, follow=True)
    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]]
