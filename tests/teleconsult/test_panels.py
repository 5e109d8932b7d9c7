"""One leads, one or two read along and comment in writing; nobody else learns what they wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from alliance import access
from alliance.models import Deadline, Notice, Person
from alliance.roles import Permission
from teleconsult import (
    asking,
    handing_on,
    meeting,
    opining,
    panels,
    qualifying,
    timers,
    triaging,
)
from teleconsult.models import Consultation, MovedOn, PanelComment, PanelSeat, State
from tests import factories
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


# --- who may read ---------------------------------------------------------------------------------------------------
def test_the_lead_does_not_read_along(way: Way):
    case = way.writing()
    with pytest.raises(panels.LeadsTheCase):
        panels.ask(case, person=way.expert, by=way.coordinator, at=now())


def test_the_inviting_doctor_does_not_read_along_even_where_she_is_an_expert(way: Way, centre):
    factories.make_membership(way.doctor, centre, "expert")
    case = way.writing()
    with pytest.raises(qualifying.NotQualified, match=r"邀请方医生|the inviting doctor"):
        panels.ask(case, person=way.doctor, by=way.coordinator, at=now())


def test_whoever_made_the_first_diagnosis_does_not_read_along(way: Way, second):
    case = way.writing(prior_psychiatrist=second)
    with pytest.raises(qualifying.NotQualified):
        panels.ask(case, person=second, by=way.coordinator, at=now())


def test_the_gate_of_the_lead_is_the_readers_gate(way: Way, centre):
    case = way.writing()
    beginner = factories.make_expert(centre)
    beginner.licence.independent_since = now().date()
    beginner.licence.save()
    with pytest.raises(qualifying.NotQualified):
        panels.ask(case, person=Person.objects.get(pk=beginner.pk), by=way.coordinator, at=now())


def test_a_third_reader_and_the_same_reader_twice_are_refused(way: Way, case, second, third, centre):
    with pytest.raises(panels.ReadsAlready):
        panels.ask(case, person=second, by=way.coordinator, at=now())
    panels.ask(case, person=third, by=way.coordinator, at=now())
    with pytest.raises(panels.PanelFull):
        panels.ask(case, person=factories.make_expert(centre), by=way.coordinator, at=now())


def test_the_database_itself_keeps_a_seat_from_being_taken_twice(way: Way, case, second, third):
    taken = {"consultation": case, "asked_at": now(), "asked_by": way.coordinator}
    for number, person in ((1, third), (2, second), (3, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PanelSeat.objects.create(**taken, number=number, person=person)


def test_a_comment_is_never_changed(case, second):
    said = say(case, second)
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelComment.objects.filter(pk=said.pk).update(body="改了")


@pytest.mark.parametrize("state", ["submitted", "returned", "signed", "disposed", "follow_up", "closed", "cancelled"])
def test_nobody_is_asked_before_the_case_is_assigned_or_after_it_is_signed(way: Way, second, state):
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        panels.ask(case, person=second, by=way.coordinator, at=now())


# --- assigning ------------------------------------------------------------------------------------------------------
def test_a_panel_is_not_assigned_without_a_reader(way: Way, second):
    case = way.submitted(kind="panel")
    with pytest.raises(panels.NobodyReadsAlong):
        triaging.assign(case, to=way.expert, by=way.coordinator, at=now())
    triaging.assign(case, to=way.expert, readers=[second], by=way.coordinator, at=now())
    assert panels.readers(case) == [second]


def test_a_panel_goes_on_without_a_reader_where_nobody_could_be_one_and_in_an_emergency(way: Way, centre):
    triaging.assign(way.submitted(kind="panel"), to=way.expert, by=way.coordinator, at=now())
    factories.make_expert(centre)
    urgent = way.submitted(kind="panel", urgency="emergency")
    triaging.assign(urgent, to=way.expert, by=way.coordinator, at=now())
    assert urgent.state == State.TRIAGED


def test_a_case_is_assigned_with_its_readers_or_not_at_all(way: Way, second):
    case = way.submitted()
    with pytest.raises(panels.LeadsTheCase):
        triaging.assign(case, to=way.expert, readers=[second, way.expert], by=way.coordinator, at=now())
    case.refresh_from_db()
    assert (case.state, case.expert, PanelSeat.objects.count()) == (State.SUBMITTED, None, 0)


def test_a_reader_who_becomes_the_lead_reads_along_no_longer(way: Way, case, second, third):
    say(case, second)
    triaging.assign(case, to=second, by=way.coordinator, at=now())
    assert panels.readers(case) == []
    assert not Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).exists()
    panels.ask(case, person=way.expert, by=way.coordinator, at=now())  # and the lead before may read instead
    assert panels.readers(case) == [way.expert]


def test_a_reader_stays_when_the_lead_declines(way: Way, second):
    case = way.triaged()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    triaging.decline(case, because="不在我的专长内", suggestion="", by=way.expert, at=now())
    assert panels.readers(case) == [second]
    assert say(case, second)


def test_a_reader_cannot_take_the_case_over_at_the_other_end(way: Way, case, second, beiqiao):
    factories.make_membership(second, beiqiao, "community_doctor")
    with pytest.raises(asking.OwnExpert):
        asking.take_over(case, by=second, at=now(), because="代班")
    assert Consultation.objects.get(pk=case.pk).owner == way.doctor


# --- reach ----------------------------------------------------------------------------------------------------------
def test_whoever_does_not_read_along_is_beyond_the_case(case, third):
    assert not Consultation.objects.within_reach_of(third).exists()


def test_a_reader_opens_case_and_papers_while_the_seat_lasts_and_not_a_moment_longer(way: Way, case, second):
    from care.models import Patient

    reached = access.fetch(Consultation.objects.all(), case.code, by=second, to=Permission.READ_CONSULTATIONS)
    assert reached == case
    assert Patient.objects.within_reach_of(second).filter(pk=case.patient_id).exists()
    panels.release(seat_of(case, second), because="已有意见", by=way.coordinator, at=now())
    assert not Consultation.objects.within_reach_of(second).exists()
    assert not Patient.objects.within_reach_of(second).exists()
    assert told(second, "panel-released")


def test_a_case_with_two_readers_is_one_case_in_every_list(way: Way, case, third):
    panels.ask(case, person=third, by=way.coordinator, at=now())
    for person in (way.expert, third, way.coordinator, way.doctor):
        assert Consultation.objects.within_reach_of(person).count() == 1


def test_withdrawn_consent_ends_the_readers_reach_and_clock_at_once(way: Way, second):
    case = way.in_session()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    meeting.consent_gone(case, by=way.doctor, at=now())
    assert not Consultation.objects.lending_papers_to(second).exists()
    assert not Deadline.objects.running().filter(kind=timers.PANEL_COMMENT).exists()
    assert told(second, "consent-withdrawn")


def test_what_was_lent_to_a_reader_ends_with_what_was_lent_to_the_lead(way: Way, second):
    case = way.opinion_draft()
    panels.ask(case, person=second, by=way.coordinator, at=now())
    opining.sign(case, OPINION, ADVICE, by=way.expert, at=now())
    assert Consultation.objects.within_reach_of(second).exists()
    Consultation.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_at=now() - timedelta(days=31))
    handing_on.end_grants(now())
    assert not Consultation.objects.within_reach_of(second).exists()
