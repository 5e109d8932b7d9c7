"""Consent as evidence: what the law refuses, what the form asks, what is kept, and taking it back."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from care import consenting
from care.forms import signature
from care.forms.consent import ConsentForm
from care.models import Consent, ConsentGrant, ConsentText, Purpose
from care.signals import consent_withdrawn
from tests.care import factories


@pytest.fixture(autouse=True)
def wording(db):
    factories.make_texts()


@pytest.fixture
def consent(patient, centre, community_doctor):
    return factories.make_consent(patient, centre, community_doctor)


def told(patient, centre, **fields):
    """What a browser sends for a paper consent of the patient to everything."""
    data = {
        "wording": str(consenting.current_text(timezone.now())),
        "cost_told": "on",
        "signer": "patient",
        "signer_name": patient.name,
        "method": "paper",
        **{f"agree_{purpose}_{centre.pk}": "on" for purpose in Purpose.values},
        **fields,
    }
    return {name: value for name, value in data.items() if value is not None}


def form_for(patient, centre, **fields):
    return ConsentForm(told(patient, centre, **fields), patient=patient, recipient=centre, at=timezone.now())


def first(centre):
    return f"agree_consultation_{centre.pk}"


# --- what the form refuses --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"cost_told": None}, "cost_told"),
        ({"signer": None}, "signer"),
        ({"signer": "guardian"}, "signer"),
        ({"signer": "relative", "signer_name": "许父"}, "relation"),
        ({"signer": "relative", "relation": "父亲"}, "signer_name"),
        ({"signer_name": ""}, "signer_name"),
        ({"method": None}, "method"),
        ({"method": "spoken"}, "witness"),
        ({"method": "screen"}, "method"),
        ({"method": "screen", "signature": "M1 1L2 2"}, "method"),
        ({"method": "screen", "signature": '"><script>'}, "method"),
        ({"wording": "2020-9 (zh-hans)"}, "wording"),
    ],
)
def test_incomplete_evidence_is_no_evidence(patient, centre, fields, wrong):
    assert wrong in form_for(patient, centre, **fields).errors


def test_without_the_first_switch_nothing_is_recorded(patient, centre):
    form = form_for(patient, centre, **{first(centre): None})
    assert first(centre) in form.errors


def test_a_minors_guardian_signs_whatever_the_browser_says(pupil, centre):
    form = form_for(pupil, centre, signer="patient", signer_name="林母", relation="母亲", assent="yes")
    assert form.is_valid(), form.errors
    assert form.signing().signer == Consent.Signer.GUARDIAN


def test_a_minor_is_asked_too(pupil, centre):
    form = form_for(pupil, centre, signer_name="林母", relation="母亲")
    assert "assent" in form.errors


def test_a_small_child_is_not_asked(community_doctor, beiqiao, centre):
    child = factories.make_patient(community_doctor, beiqiao, born_on=factories.born(3), guardian_name="母")
    assert "assent" not in form_for(child, centre).fields


def test_an_adult_who_cannot_consent_has_a_guardian_too(patient, centre):
    patient.cannot_consent, patient.guardian_name, patient.guardian_relation = True, "许父", "父亲"
    form = form_for(patient, centre, signer_name="许父", relation="父亲")
    assert form.is_valid(), form.errors
    assert form.signing().signer == Consent.Signer.GUARDIAN
    assert form.signing().assent is None


def test_no_switch_is_on_beforehand(patient, centre):
    form = ConsentForm(patient=patient, recipient=centre, at=timezone.now())
    assert not any(switch.field.value() for switch in form.switches())


def test_what_was_not_ticked_is_kept_as_not_agreed(patient, centre):
    form = form_for(patient, centre, **{f"agree_teaching_{centre.pk}": None})
    assert form.is_valid()
    assert form.signing().switches[Purpose.TEACHING, centre.pk] is False


def test_a_drawing_belongs_to_signing_on_the_screen_only(patient, centre):
    drawn = form_for(patient, centre, method="screen", signature=factories.DRAWN)
    assert drawn.is_valid()
    assert drawn.signing().signature == factories.DRAWN
    paper = form_for(patient, centre, signature=factories.DRAWN)
    assert paper.is_valid()
    assert paper.signing().signature == ""


def test_a_drawing_is_lines_and_nothing_else():
    assert not signature.is_path("M1 1C2 2 3 3 4 4")
    assert not signature.is_path("M1 1L2 2" * 5000)
    assert signature.ink("M0 0L3 4M10 10L10 20") == 15


# --- what the law refuses, whatever the form says ---------------------------------------------------------------------
def test_a_minor_does_not_sign_for_herself(pupil, centre, community_doctor):
    with pytest.raises(consenting.GuardianNeeded):
        factories.make_consent(pupil, centre, community_doctor, assent=True)
    assert not Consent.objects.exists()


def test_a_minors_assent_belongs_to_the_evidence(pupil, centre, community_doctor):
    with pytest.raises(consenting.AssentNeeded):
        factories.make_consent(pupil, centre, community_doctor, signer="guardian", relation="母亲")


def test_the_database_asks_for_the_relation_and_the_witness(patient, centre, community_doctor):
    incomplete: list[dict[str, Any]] = [{"signer": "relative"}, {"method": "spoken"}]
    for missing in incomplete:
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make_consent(patient, centre, community_doctor, **missing)


def test_only_what_was_given_is_withdrawn(patient, centre, community_doctor):
    consent = factories.make_consent(patient, centre, community_doctor, switches={(Purpose.TEACHING, centre.pk): False})
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.grants.update(withdrawn_at=timezone.now())


# --- what holds -------------------------------------------------------------------------------------------------------
def test_a_consent_holds_for_its_case_purpose_and_recipient_only(patient, centre, wanghu, community_doctor):
    about = uuid4()
    factories.make_consent(
        patient, centre, community_doctor, about=about, switches={(Purpose.CONSULTATION, centre.pk): True}
    )
    assert consenting.holds(about, Purpose.CONSULTATION, recipient=centre)
    assert not consenting.holds(about, Purpose.SHARE_RECORD, recipient=centre)
    assert not consenting.holds(about, Purpose.CONSULTATION, recipient=wanghu)
    assert not consenting.holds(uuid4(), Purpose.CONSULTATION, recipient=centre)


def test_a_later_no_ends_an_earlier_yes(patient, centre, community_doctor):
    about = uuid4()
    factories.make_consent(patient, centre, community_doctor, about=about)
    refused = {(Purpose.CONSULTATION, centre.pk): True, (Purpose.TEACHING, centre.pk): False}
    factories.make_consent(patient, centre, community_doctor, about=about, switches=refused)
    assert consenting.holds(about, Purpose.CONSULTATION, recipient=centre)
    assert not consenting.holds(about, Purpose.TEACHING, recipient=centre)


@pytest.mark.parametrize("spoken", ["en", "zh-hans"])
def test_the_words_are_in_the_signers_language_whatever_the_doctor_speaks(patient, centre, spoken):
    with translation.override(spoken):
        form = ConsentForm(patient=patient, recipient=centre, at=timezone.now())
    assert (form.text.language, [text.language for text in form.texts]) == ("zh-hans", ["zh-hans", "en"])


def test_an_older_wording_is_not_offered_in_any_language(patient, centre):
    today = timezone.now().date()
    ConsentText.objects.create(version="2099-1", language="zh-hans", body="新", valid_from=today)
    form = ConsentForm(patient=patient, recipient=centre, at=timezone.now(), language="en")
    assert [str(text) for text in form.texts] == ["2099-1 (zh-hans)"]
    assert form.text == form.texts[0]


def test_what_is_recorded_is_what_was_read(patient, centre, community_doctor):
    for language in ("en", "zh-hans"):
        text = ConsentText.objects.get(version=consenting.current_text(timezone.now()).version, language=language)
        form = form_for(patient, centre, wording=str(text))
        assert form.is_valid(), form.errors
        consent = consenting.record(patient, form.signing(), about=uuid4(), by=community_doctor, at=timezone.now())
        assert consent.text == text


def test_every_version_is_there_in_both_languages():
    versions = ConsentText.objects.values_list("version", flat=True).distinct()
    for version in versions:
        assert set(ConsentText.objects.filter(version=version).values_list("language", flat=True)) == {"zh-hans", "en"}


# --- the pages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "neighbour", "coordinator", "leader", "trainee", "editor", "expert"])
@pytest.mark.parametrize("name", ["care:consent", "care:consent_withdraw"])
def test_a_consent_beyond_reach_does_not_exist(client, consent, request, who, name):
    client.force_login(request.getfixturevalue(who))
    url = reverse(name, args=[consent.code])
    assert client.get(url).status_code == 404
    client.post(url, {"grants": [consent.grants.all()[0].code]})
    assert all(grant.holds for grant in consent.grants.all())


def test_the_evidence_says_who_how_when_and_in_which_words(client, patient, centre, community_doctor, colleague):
    consent = factories.make_consent(
        patient, centre, community_doctor, method="screen", signature=factories.DRAWN, signer_name="许若溪"
    )
    client.force_login(colleague)
    html = client.get(reverse("care:consent", args=[consent.code])).content.decode()
    for shown in ("许若溪", "沈若溪", f'd="{factories.DRAWN}"', consent.text.version, centre.name, centre.phone):
        assert shown in html
    assert "许" not in html.split("<title>")[1].split("</title>")[0]


def test_a_look_at_the_withdrawal_withdraws_nothing(client, consent, colleague):
    client.force_login(colleague)
    client.get(reverse("care:consent_withdraw", args=[consent.code]))
    assert all(grant.holds for grant in consent.grants.all())


def test_nothing_chosen_takes_nothing_back(client, consent, colleague):
    client.force_login(colleague)
    answer = client.post(reverse("care:consent_withdraw", args=[consent.code]))
    assert answer.context["form"].errors
    assert all(grant.holds for grant in consent.grants.all())


def test_another_consents_switch_is_not_taken_along(client, consent, patient, centre, community_doctor, colleague):
    other = factories.make_consent(patient, centre, community_doctor).grants.all()[0]
    client.force_login(colleague)
    client.post(reverse("care:consent_withdraw", args=[consent.code]), {"grants": [other.code]})
    other.refresh_from_db()
    assert other.holds


def test_one_switch_is_taken_back_alone_and_the_apps_above_are_told(client, consent, colleague):
    heard = []

    def listen(sender, grant, by, at, **_):
        heard.append((grant.purpose, by))

    grant = consent.grants.get(purpose=Purpose.TEACHING)
    client.force_login(colleague)
    consent_withdrawn.connect(listen)
    try:
        client.post(reverse("care:consent_withdraw", args=[consent.code]), {"grants": [grant.code]})
    finally:
        consent_withdrawn.disconnect(listen)
    grant.refresh_from_db()
    assert (grant.holds, grant.withdrawn_by) == (False, get_user(client))
    assert heard == [(Purpose.TEACHING, colleague)]
    assert ConsentGrant.objects.filter(consent=consent, withdrawn_at=None).count() == 2


def test_withdrawn_twice_is_withdrawn_once(consent, colleague):
    grants = list(consent.grants.all())
    assert len(consenting.withdraw(grants, by=colleague, at=timezone.now())) == 3
    assert consenting.withdraw(grants, by=colleague, at=timezone.now()) == []
