"""What the expert is lent: nothing before a case is hers, nothing once consent is gone or thirty days have passed."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from care import consenting
from care.models import ConsentGrant, Document, Patient
from teleconsult import triaging
from teleconsult.models import Consultation
from tests import factories
from tests.care import factories as care
from tests.teleconsult.factories import Way

now = timezone.now


def open_to(person, case: Consultation) -> dict[str, bool]:
    """What this person can reach of a case."""
    return {
        "case": Consultation.objects.within_reach_of(person).filter(pk=case.pk).exists(),
        "patient": Patient.objects.within_reach_of(person).filter(pk=case.patient_id).exists(),
        "papers": Document.objects.within_reach_of(person).filter(about_code=case.code).exists(),
    }


NOTHING = {"case": False, "patient": False, "papers": False}
ALL = {"case": True, "patient": True, "papers": True}


def paper(case: Consultation, way: Way) -> None:
    care.make_document(case.patient, way.doctor, about=case.code)


@pytest.mark.parametrize("state", ["draft", "consent_pending", "submitted", "returned", "declined"])
def test_before_a_case_is_hers_the_expert_sees_nothing(way: Way, state: str) -> None:
    case = getattr(way, state)()
    paper(case, way)
    assert open_to(way.expert, case) == NOTHING


@pytest.mark.parametrize(
    "state", ["triaged", "accepted", "scheduled", "in_session", "opinion_draft", "signed", "closed"]
)
def test_while_it_is_hers_she_sees_the_case_the_patient_and_what_was_agreed_to_show(way: Way, state: str) -> None:
    case = getattr(way, state)()
    paper(case, way)
    assert open_to(way.expert, case) == ALL


def test_another_expert_of_the_centre_sees_nothing(way: Way, centre) -> None:
    case = way.in_session()
    paper(case, way)
    assert open_to(factories.make_expert(centre), case) == NOTHING


def test_what_was_not_agreed_to_is_not_shown(way: Way) -> None:
    case = way.accepted()
    paper(case, way)
    ConsentGrant.objects.filter(purpose="share_record").update(given=False)
    assert open_to(way.expert, case) == {**ALL, "papers": False}


def test_when_the_case_goes_to_somebody_else_the_former_expert_sees_nothing(way: Way, centre) -> None:
    case = way.scheduled()
    paper(case, way)
    triaging.assign(case, to=factories.make_expert(centre), by=way.coordinator, at=now())
    assert open_to(way.expert, case) == NOTHING


@pytest.mark.parametrize("state", ["triaged", "accepted", "scheduled", "opinion_draft"])
def test_after_consent_is_taken_back_she_sees_nothing(way: Way, state: str) -> None:
    case = getattr(way, state)()
    paper(case, way)
    consenting.withdraw(ConsentGrant.objects.select_related("consent__patient"), by=way.doctor, at=now())
    assert open_to(way.expert, case) == NOTHING


def test_in_a_running_session_she_keeps_the_handle_alone(way: Way) -> None:
    case = way.in_session()
    paper(case, way)
    consenting.withdraw(ConsentGrant.objects.select_related("consent__patient"), by=way.doctor, at=now())
    assert open_to(way.expert, case) == {"case": True, "patient": False, "papers": False}


def test_thirty_days_after_the_close_she_sees_nothing_not_even_beside_the_picture(way: Way, browser: Any) -> None:
    case = way.closed()
    paper(case, way)
    desk = reverse("call:papers", args=[case.room.code])
    Consultation.objects.filter(pk=case.pk).update(closed_at=now() - timedelta(days=29, hours=23))
    assert open_to(way.expert, case) == ALL
    assert "地西泮" in browser(way.expert).get(desk).content.decode()
    Consultation.objects.filter(pk=case.pk).update(closed_at=now() - timedelta(days=30, minutes=1))
    assert open_to(way.expert, case) == NOTHING
    assert browser(way.expert).get(desk).content == b""


def test_the_doctors_side_keeps_its_own_record(way: Way, colleague) -> None:
    case = way.closed()
    paper(case, way)
    Consultation.objects.filter(pk=case.pk).update(closed_at=now() - timedelta(days=3650))
    assert open_to(way.doctor, case) == open_to(colleague, case) == ALL


def test_an_expert_who_has_left_the_centre_sees_nothing(way: Way) -> None:
    case = way.signed()
    paper(case, way)
    way.expert.memberships.update(ended_at=now())
    way.expert.__dict__.pop("live_memberships", None)
    assert open_to(way.expert, case) == NOTHING


def test_a_coordinator_reaches_no_patient_and_no_paper(way: Way) -> None:
    case = way.in_session()
    paper(case, way)
    assert open_to(way.coordinator, case) == {"case": True, "patient": False, "papers": False}
