"""The page on which consent is recorded: the signer reads it in a language of theirs."""

from typing import Any

import pytest
from django.urls import reverse

from care.models import Consent
from teleconsult.models import Consultation
from tests.teleconsult import forms
from tests.teleconsult.factories import Way

ENGLISH = "What a remote consultation is"
CHINESE = "远程会诊是什么"


@pytest.fixture
def case(way: Way) -> Consultation:
    """Written, not agreed to yet."""
    return way.consent_pending()


@pytest.fixture
def post(way: Way, browser: Any, case: Consultation) -> Any:
    """The doctor's browser sends the form, without script."""
    url = reverse("teleconsult:consent", args=[case.code])
    return lambda **sent: browser(way.doctor).post(url, {**forms.consent(case), **sent})


def test_another_language_records_nothing(case: Consultation, post: Any) -> None:
    for language in ("en", "zh-hans", "tlh", "9" * 40):
        assert post(**{"read-in": language}).status_code == 200
    assert not Consent.objects.exists()


def test_a_doctor_who_works_in_english_still_reads_chinese_to_the_patient(
    way: Way, browser: Any, case: Consultation
) -> None:
    way.doctor.language = "en"
    way.doctor.save()
    page = browser(way.doctor).get(reverse("teleconsult:consent", args=[case.code])).content.decode()
    assert CHINESE in page
    assert ENGLISH not in page
    assert "Read this together" in page
    assert "向专家中心申请会诊" in page


def test_another_language_keeps_what_was_typed_and_scolds_nobody(case: Consultation, post: Any) -> None:
    sent = {"method": "spoken", "witness": "村医王某", "signer_name": "陈某", "signature": "M1 1L2 2"}
    page = post(**sent, **{"read-in": "en"}).content.decode()
    assert ENGLISH in page
    assert CHINESE not in page
    for kept in ('value="村医王某"', 'value="陈某"', 'value="spoken" checked', 'value="M1 1L2 2"'):
        assert kept in page.replace('id="id_method_2" ', "").replace(" required", "")
    assert page.count(" checked") == 5  # cost, two switches, the signer, the way
    assert "field--wrong" not in page


def test_the_language_that_was_read_stays_when_something_is_missing_and_is_what_is_recorded(
    case: Consultation, post: Any
) -> None:
    wording = {"wording": forms.consent(case)["wording"].replace("zh-hans", "en")}
    page = post(**wording, signer_name="").content.decode()
    assert ENGLISH in page
    assert post(**wording).status_code == 302
    assert Consent.objects.get(about_code=case.code).text.language == "en"
