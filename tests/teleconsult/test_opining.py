"""The opinion: whose word it may hold, signed once, never changed, checkable by anybody."""

import hashlib
import json
from datetime import UTC
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.models import AuditEntry, Deadline, Licence, Notice, Person
from teleconsult import drafting, opining, signing, timers, triaging
from teleconsult.models import (
    Addendum,
    AdviceItem,
    Consultation,
    Disposition,
    Draft,
    MedicineLine,
    MovedOn,
    Opinion,
    Request,
    SigningKey,
    State,
    Step,
)
from tests.teleconsult.factories import ADVICE, OPINION, Way

now = timezone.now


def sign(case: Consultation, by: Person, **content: Any) -> Opinion:
    return opining.sign(case, {**OPINION, **content}, ADVICE, by=by, at=now())


def tamper(opinion: Opinion, **columns: str) -> Opinion:
    """As somebody with the keys to the machine room would: past the triggers."""
    for name, value in columns.items():
        setattr(opinion, name, value)
    return opinion


# --- refusals -------------------------------------------------------------------------------------------------------
def test_nobody_signs_for_the_expert(way: Way, colleague) -> None:
    case = way.opinion_draft()
    for person in (way.doctor, colleague, way.coordinator):
        with pytest.raises(triaging.NotAssigned):
            sign(case, person)
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "change", [{"scope": "general_practice"}, {"suspended_at": now()}], ids=["not a psychiatrist", "suspended"]
)
def test_a_diagnosis_is_stated_by_psychiatrists_only(way: Way, change) -> None:
    case = way.opinion_draft()
    Licence.objects.update(**change)
    expert = Person.objects.get(pk=way.expert.pk)
    with pytest.raises(opining.DiagnosisReserved):
        sign(case, expert, diagnosis="F41.0 惊恐障碍")
    assert sign(case, expert).diagnosis == ""  # an impression she may write


def test_an_opinion_without_advice_is_not_signed(way: Way) -> None:
    with pytest.raises(opining.AdviceMissing):
        opining.sign(way.opinion_draft(), OPINION, [], by=way.expert, at=now())


@pytest.mark.parametrize("state", ["accepted", "scheduled", "in_session"])
def test_nothing_is_signed_before_people_have_met(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(MovedOn):
        sign(case, way.expert)
    assert not Opinion.objects.exists()
    assert not SigningKey.objects.exists()


def test_nobody_else_adds_to_an_opinion(way: Way) -> None:
    way.signed()
    with pytest.raises(triaging.NotAssigned):
        opining.add(Opinion.objects.get(), "补充", by=way.doctor, at=now())


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Opinion, AdviceItem, Addendum, Disposition, Request, MedicineLine, Step], ids=str)
def test_the_database_neither_changes_nor_removes_what_was_sent_signed_or_done(way: Way, model: type[Model]) -> None:
    case = way.disposed()
    opining.add(Opinion.objects.get(consultation=case), "补充", by=way.expert, at=now())
    table, before = model._meta.db_table, model._base_manager.count()
    assert before
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608 -- our own tables
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.filter(pk__gt=0)._raw_delete(using="default")
    assert model._base_manager.count() == before


# --- the way --------------------------------------------------------------------------------------------------------
def test_signing_tells_the_doctor_hands_her_the_clock_and_forgets_the_draft(way: Way) -> None:
    case = way.opinion_draft()
    drafting.save(case, Draft.Sort.OPINION, {"impression": ["写了一半"]}, by=way.expert, at=now())
    opinion = sign(case, way.expert)
    assert case.state == State.SIGNED
    assert Notice.objects.filter(person=way.doctor, kind="opinion-signed").exists()
    clock = Deadline.objects.get(subject_code=case.code, met_at=None)
    assert (clock.kind, clock.owner) == (timers.DISPOSE, way.doctor)
    assert not Draft.objects.filter(consultation=case).exists()
    assert AuditEntry.objects.get(action="opinion.signed").detail == {"sha256": opinion.sha256}
    assert opining.intact(opinion)


def test_signing_twice_gives_the_first_signature_back(way: Way) -> None:
    case = way.opinion_draft()
    first = sign(case, way.expert)
    again = sign(Consultation.objects.get(pk=case.pk), way.expert, impression="另一种说法")
    assert (again, again.impression) == (first, OPINION["impression"])
    assert (Opinion.objects.count(), AdviceItem.objects.count()) == (1, len(ADVICE))


def test_the_signed_text_holds_every_word_and_its_hash_is_of_exactly_that_text(way: Way) -> None:
    opinion = Opinion.objects.get(consultation=way.signed())
    text = json.loads(opinion.canonical)
    assert opinion.sha256 == hashlib.sha256(opinion.canonical.encode()).hexdigest()
    assert text["impression"] == opinion.impression
    assert [line["text"] for line in text["advice"]] == [item.text for item in opinion.advice.all()]
    assert text["signed_at"] == opinion.signed_at.astimezone(UTC).isoformat()
    assert text["patient"] == str(opinion.consultation.patient.code)
    assert opinion.consultation.patient.name not in opinion.canonical


def test_the_same_content_has_one_text_whatever_its_order() -> None:
    assert signing.canonical({"b": "乙", "a": 1}) == signing.canonical({"a": 1, "b": "乙"}) == '{"a":1,"b":"乙"}'


@pytest.mark.parametrize("column", ["canonical", "sha256", "signature"])
def test_a_changed_text_hash_or_signature_is_seen(way: Way, column: str) -> None:
    opinion = Opinion.objects.get(consultation=way.signed())
    value = getattr(opinion, column)
    assert not opining.intact(
        tamper(opinion, **{column: value.replace("减", "加") if "减" in value else "A" + value[1:]})
    )


def test_a_text_with_its_own_new_hash_does_not_carry_the_signature(way: Way) -> None:
    opinion = Opinion.objects.get(consultation=way.signed())
    changed = opinion.canonical.replace("减四分之一", "减一半")
    assert changed != opinion.canonical
    digest = hashlib.sha256(changed.encode()).hexdigest()
    assert not opining.intact(tamper(opinion, canonical=changed, sha256=digest))


def test_somebody_elses_key_does_not_fit(way: Way) -> None:
    opinion = Opinion.objects.get(consultation=way.signed())
    opinion.key = signing.key_of(way.doctor, at=now())
    assert not opining.intact(opinion)


def test_the_public_page_says_so_and_shows_hash_and_title_only(way: Way, monkeypatch) -> None:
    case = way.signed()
    opinion = Opinion.objects.get(consultation=case)
    page = Client().get(opinion.get_verify_url())
    text = page.content.decode()
    assert page.context["intact"] is True
    assert opinion.sha256 in text
    assert opinion.signer_title in text
    for word in (case.number, case.patient.name, way.expert.name, opinion.impression, way.place.name):
        assert word not in text
    monkeypatch.setattr(signing, "holds", lambda *_texts: False)
    assert Client().get(opinion.get_verify_url()).context["intact"] is False


def test_addenda_are_numbered_signed_and_bound_to_the_opinion(way: Way) -> None:
    case = way.signed()
    opinion = Opinion.objects.get(consultation=case)
    for text in ("第一次补充", "第二次补充"):
        opining.add(opinion, text, by=way.expert, at=now())
    assert [one.number for one in opinion.addenda.all()] == [1, 2]
    assert all(json.loads(one.canonical)["opinion"] == opinion.sha256 for one in opinion.addenda.all())
    assert Notice.objects.filter(person=way.doctor, kind="addendum-signed").count() == 2
    assert opining.intact(opinion)


def test_the_private_key_lies_sealed(way: Way) -> None:
    way.signed()
    key = SigningKey.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM teleconsult_signingkey")
        assert cursor.fetchone()[0] != key.private


def test_on_the_page_a_wrong_password_signs_nothing_and_keeps_the_text(way: Way, browser: Any) -> None:
    from tests.teleconsult import forms

    case = way.opinion_draft()
    url = reverse("teleconsult:sign", args=[case.code])
    answer = browser(way.expert).post(url, {**forms.OPINION, "password": "wrong-wrong-wrong"})
    assert answer.status_code == 422
    assert not Opinion.objects.exists()
    assert drafting.of(case, Draft.Sort.OPINION).fields["impression"] == ["惊恐障碍可能"]
