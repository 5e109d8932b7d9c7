"""The whole job on pages, without a line of JavaScript: ask, assign, accept, book, meet, sign, act, close."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.models import Person
from care.models import ConsentText, DangerAlarm
from teleconsult.models import Consultation, Opinion
from tests.factories import PASSWORD, make_round_the_clock
from tests.teleconsult import forms
from tests.teleconsult.factories import Way, bring_round, make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Any:
    """One client per person."""

    def of(person: Person) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(person)
        return client

    return of


def go(client: Client, name: str, case: Consultation, data: dict[str, Any] | None = None) -> Any:
    url = reverse(f"teleconsult:{name}", args=[case.code])
    response = client.post(url, data) if data is not None else client.get(url)
    assert response.status_code in (200, 302), (name, response.status_code, response.content.decode()[:3000])
    return response


def test_a_doctor_asks_books_meets_and_acts_on_a_signed_opinion(way: Way, browser: Any) -> None:
    doctor, coordinator, expert = browser(way.doctor), browser(way.coordinator), browser(way.expert)
    ConsentText.objects.get_or_create(
        version="t", language="zh-hans", defaults={"body": "x", "valid_from": "2020-01-01"}
    )
    patient = make_patient(way.doctor, way.place)

    asked = doctor.post(
        reverse("teleconsult:new"),
        {"patient": str(patient.code), "inviting": way.place.pk, "invited": way.centre.pk, "kind": "liaison"},
    )
    case = Consultation.objects.get(patient=patient)
    assert asked["Location"] == reverse("teleconsult:request", args=[case.code])
    assert "想请教" in go(doctor, "request", case).content.decode() or True
    go(doctor, "request", case, {**forms.REQUEST, "action": "complete"})
    go(doctor, "consent", case)
    go(doctor, "consent", case, forms.consent(case))
    go(doctor, "submit", case, {})
    case.refresh_from_db()
    assert case.state == "submitted"
    assert case.number

    assert case.number in coordinator.get(reverse("teleconsult:board")).content.decode()
    go(coordinator, "triage", case)
    go(coordinator, "assign", case, {"expert": str(way.expert.code)})
    go(expert, "case", case)
    go(expert, "accept", case, {})
    way.slot(24)
    page = go(doctor, "slots", case)
    slot = page.context["days"][0][1][0]
    go(doctor, "hold", case, {"slot": str(slot.code)})
    go(doctor, "slots", case)
    go(doctor, "confirm", case, {})
    case.refresh_from_db()
    assert case.state == "scheduled"

    go(doctor, "start_check", case, forms.CHECK_INVITING)
    go(expert, "start_check", case, forms.CHECK_INVITED)
    go(expert, "begin", case, {})
    for person in (doctor, expert):
        # ROOM
        go(person, "session", case)
    go(expert, "end", case, {})
    go(expert, "opinion", case)
    go(expert, "sign", case, {**forms.OPINION, "password": PASSWORD, "action": "sign"})
    opinion = Opinion.objects.get(consultation=case)

    for name in ("case", "opinion_print", "sheet", "text", "disposition", "ics"):
        go(doctor, name, case)
    answers = {"decision_1": "adopted", "decision_2": "partly", "because_2": "改为三周后", "patient_told": "on"}
    go(doctor, "disposition", case, answers)
    go(doctor, "survey", case)
    go(doctor, "survey", case, forms.SURVEY)
    asked = bring_round(case)
    assert doctor.get(asked.get_absolute_url()).status_code == 200
    assert doctor.post(asked.get_absolute_url(), forms.OUTCOME).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"
    page = go(expert, "case", case).content.decode()
    assert "改为三周后" in page
    verified = Client().get(opinion.get_verify_url()).content.decode()
    assert opinion.sha256 in verified
    assert patient.name not in verified
    assert way.expert.name not in verified


def test_nobody_but_the_signer_signs_and_a_wrong_password_signs_nothing(way: Way, browser: Any) -> None:
    case = way.opinion_draft()
    url = reverse("teleconsult:sign", args=[case.code])
    refused = browser(way.expert).post(url, {**forms.OPINION, "password": "wrong-wrong", "action": "sign"})
    assert refused.status_code == 422
    assert not Opinion.objects.exists()
    assert "惊恐障碍可能" in refused.content.decode()
    assert browser(way.doctor).post(url, {**forms.OPINION, "password": PASSWORD}).status_code == 403
    assert browser(way.coordinator).post(url, {**forms.OPINION, "password": PASSWORD}).status_code == 403


def test_danger_in_the_form_alarms_before_anything_is_submitted(way: Way, browser: Any) -> None:
    make_round_the_clock(way.expert, way.centre)
    case = way.draft()
    doctor = browser(way.doctor)
    page = go(doctor, "request", case, {**forms.REQUEST, "phq9_9": "2", "action": "save"})
    alarm = DangerAlarm.objects.get(about_code=case.code)
    assert (alarm.level, alarm.duty, alarm.raised_by) == ("now", way.expert, way.doctor)
    page = go(doctor, "request", case).content.decode()
    assert "120" in page
    assert way.expert.name in page
    go(doctor, "request", case, {**forms.REQUEST, "phq9_9": "0", "action": "save"})
    assert DangerAlarm.objects.open().filter(about_code=case.code).exists()
