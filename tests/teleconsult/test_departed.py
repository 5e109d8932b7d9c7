"""An institution has left the alliance: the centre ends its open cases, with a reason, and nobody waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance import departing
from alliance.models import Deadline, Institution, Notice
from teleconsult import asking, departed
from teleconsult.models import Booking, Consultation, Dossier, MovedOn, OutcomeRound, State
from tests.teleconsult.factories import Way

now = timezone.now


def gone(place: Institution) -> None:
    Institution.objects.filter(pk=place.pk).update(left_on=now().date(), left_because="合并")


def again(case: Consultation) -> Consultation:
    return Consultation.objects.get(pk=case.pk)


def test_what_its_own_doctors_can_finish_is_not_ended_by_the_centre(way: Way):
    case = way.submitted()
    with pytest.raises(departed.StillHere):
        departed.end(case, because="x", by=way.coordinator, at=now())


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_has_ended_is_not_ended_again(way: Way, beiqiao, state):
    case = getattr(way, state)()
    gone(beiqiao)
    with pytest.raises(MovedOn):
        departed.end(again(case), because="x", by=way.coordinator, at=now())


@pytest.mark.parametrize(
    "state", ["submitted", "returned", "triaged", "declined", "scheduled", "opinion_draft", "asked_back"]
)
def test_before_the_signature_it_is_cancelled(way: Way, beiqiao, state):
    case = getattr(way, state)()
    gone(beiqiao)
    departed.end(again(case), because="机构合并", by=way.coordinator, at=now())
    case = again(case)
    assert (case.state, case.steps.latest("pk").because) == (State.CANCELLED, "机构合并")
    assert not Deadline.objects.running().filter(subject_code=case.code).exists()
    assert not Booking.objects.live().filter(consultation=case, confirmed_at=None).exists()
    if case.expert:
        assert Notice.objects.filter(person=case.expert, kind="case-ended-departed").exists()


@pytest.mark.parametrize("state", ["signed", "disposed", "follow_up"])
def test_after_it_it_is_closed_and_filed_and_nobody_is_asked_again(way: Way, beiqiao, state):
    case = getattr(way, state)()
    gone(beiqiao)
    departed.end(again(case), because="机构合并", by=way.coordinator, at=now())
    assert again(case).state == State.CLOSED
    assert Dossier.objects.filter(consultation=case).exists()
    assert not OutcomeRound.objects.filter(consultation=case, ended_at=None).exists()
    assert not Deadline.objects.running().filter(subject_code=case.code).exists()


@pytest.mark.parametrize("state", ["draft", "consent_pending"])
def test_what_was_never_sent_ends_by_itself_after_a_week_and_whoever_had_it_is_told(
    way: Way, beiqiao, leader, colleague, state
):
    case = getattr(way, state)()
    asking.take_over(case, to=colleague, by=leader, at=now(), because="休假")
    departing.leave(beiqiao, because="合并", anyway=True, by=leader, at=now())
    departed.end_unsent(now() + timedelta(days=5))
    assert again(case).state == state
    departed.end_unsent(now() + timedelta(days=9))
    case = again(case)
    assert (case.state, case.steps.latest("pk").because) == (State.CANCELLED, "合并")
    assert [one.person for one in Notice.objects.filter(kind="unsent-ended")] == [colleague]


def test_what_was_never_sent_stays_where_its_institution_is_part_of_the_alliance(way: Way):
    case = way.draft()
    departed.end_unsent(now() + timedelta(days=90))
    assert again(case).state == State.DRAFT


def test_the_coordinator_is_offered_it_on_the_case_and_must_say_why(way: Way, beiqiao, browser):
    case, mine = way.submitted(), browser(way.coordinator)
    url = reverse("teleconsult:end_departed", args=[case.code])
    assert url not in mine.get(case.get_absolute_url()).content.decode()
    gone(beiqiao)
    assert url in mine.get(case.get_absolute_url()).content.decode()
    assert mine.post(url, {"because": ""}).status_code == 422
    assert again(case).state == State.SUBMITTED
    assert mine.post(url, {"because": "机构合并"}).status_code == 302
    assert again(case).state == State.CANCELLED
