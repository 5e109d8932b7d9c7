"""A medicine plan in the signed opinion: its days, its place in the signed text, and the checks that fall due."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance import formulary
from alliance.models import Deadline, Notice
from teleconsult import disposing, opining, plan_days, printing, rechecking, signing, timers
from teleconsult.disposing import Decision
from teleconsult.models import AdviceItem, Opinion, PlanCheck, PlanStep
from tests.factories import PASSWORD
from tests.teleconsult import forms
from tests.teleconsult.factories import ADVICE, OPINION

DAY = date(2027, 3, 1)
STEP = {
    "drug": "喹硫平",
    "dose": "25 mg 睡前",
    "from": "",
    "stop": "心慌、晕厥",
    "check": "心电图",
    "when": "1周、4周",
}


def sign(way, *steps, case=None):
    return opining.sign(
        case or way.opinion_draft(), OPINION, ADVICE, plan=steps or (STEP,), by=way.expert, at=timezone.now()
    )


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["每2周", "soon", "2026-02-30", "day", "第天", "1周 2周", "-3 days", "、、x"])
def test_what_is_no_day_is_refused(words):
    with pytest.raises(plan_days.Unreadable):
        plan_days.read(words, DAY)


@pytest.mark.parametrize("words", ["2027-02-28", "day 0", "900 days", "2030-01-01", "36个月"])
def test_a_day_before_the_signature_or_years_after_it_is_refused(words):
    with pytest.raises(plan_days.TooFar):
        plan_days.read(words, DAY)


def test_a_form_with_a_day_that_is_none_signs_nothing_and_loses_nothing(way, browser):
    case = way.opinion_draft()
    sent = {**forms.OPINION, "plan_0_drug": "喹硫平", "plan_0_when": "有空时", "password": PASSWORD, "action": "sign"}
    answer = browser(way.expert).post(reverse("teleconsult:sign", args=[case.code]), sent)
    assert answer.status_code == 422
    assert "有空时" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_a_signed_step_is_never_changed(way):
    sign(way)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanStep.objects.update(dose="500 mg")


def test_a_check_is_not_seen_by_another_institution_nor_pressed_by_the_expert(way, browser, neighbour):
    sign(way)
    url = PlanCheck.objects.first().get_absolute_url()
    assert browser(neighbour).get(url).status_code == 404
    assert browser(way.expert).post(url, {}).status_code == 404
    assert not PlanCheck.objects.exclude(done_at=None).exists()


def test_a_check_is_done_once(way):
    sign(way)
    check = PlanCheck.objects.earliest("pk")
    rechecking.done(check, "QTc 430 ms", by=way.doctor, at=timezone.now())
    with pytest.raises(rechecking.AlreadyDone):
        rechecking.done(check, "", by=way.doctor, at=timezone.now())


# --- days -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("", []),
        ("today", [DAY]),
        ("立即", [DAY]),
        ("day 1", [DAY]),
        ("Day 8", [date(2027, 3, 8)]),
        ("第8天", [date(2027, 3, 8)]),
        ("8 days", [date(2027, 3, 9)]),
        ("8天后", [date(2027, 3, 9)]),
        ("in 2 weeks", [date(2027, 3, 15)]),
        ("两周后", [date(2027, 3, 15)]),
        ("十二周", [date(2027, 5, 24)]),
        ("1个月", [date(2027, 4, 1)]),
        ("2027年3月20日", [date(2027, 3, 20)]),
        ("1周、4周，3 months", [date(2027, 3, 8), date(2027, 3, 29), date(2027, 6, 1)]),
        ("４ weeks and 1 week", [date(2027, 3, 8), date(2027, 3, 29)]),
    ],
)
def test_days_are_read_as_doctors_write_them(words, days):
    assert plan_days.read(words, DAY) == days


DAYS = st.dates(date(2024, 1, 1), date(2099, 1, 1))


@given(DAYS, st.integers(1, 104))
def test_weeks_are_seven_days_and_day_n_is_the_nth(day, n):
    assert plan_days.read(f"{n} weeks", day) == plan_days.read(f"{7 * n}天", day) == [day + timedelta(weeks=n)]
    assert plan_days.read(f"day {n}", day) == [day + timedelta(days=n - 1)]


@given(DAYS, st.integers(1, 24))
def test_a_month_later_is_never_in_another_month(day, n):
    (later,) = plan_days.read(f"{n}个月", day) if n < 24 else plan_days.read("12 months", day)
    wanted = n if n < 24 else 12
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == wanted
    assert later.day <= day.day


@given(st.text(max_size=30), DAYS)
def test_any_text_is_read_or_refused_in_words(words, day):
    try:
        days = plan_days.read(words, day)
    except (plan_days.Unreadable, plan_days.TooFar):
        return
    assert days == sorted(days)
    assert all(day <= each for each in days)


# --- the signed text ------------------------------------------------------------------------------------------------
def test_the_plan_is_part_of_what_is_signed_and_dated_on_the_day_of_the_signature(way, clock):
    items = formulary.catalogue()
    formulary.enter(way.place, items, [], by=way.doctor, at=timezone.now())
    case = way.opinion_draft()
    with clock("2027-03-01 23:30"):
        opinion = sign(way, STEP, {**STEP, "dose": "50 mg", "from": "第8天", "check": "", "when": ""}, case=case)
    text = json.loads(opinion.canonical)
    assert text["form"] == "xinqiao.opinion/3"
    first, second = text["plan"]
    assert (first["number"], first["stock"], first["stop_rule"]) == (1, "no", "心慌、晕厥")
    assert [check["due_on"] for check in first["checks"]] == ["2027-03-08", "2027-03-29"]
    assert (second["from_on"], second["checks"]) == ("2027-03-08", [])
    assert [line["text"] for line in text["advice"]][:2] == ["喹硫平 25 mg 睡前", "喹硫平 50 mg"]
    assert opining.intact(Opinion.objects.get())


def test_a_changed_step_breaks_the_hash(way):
    opinion = sign(way)
    forged = opinion.canonical.replace("25 mg", "250 mg")
    assert forged != opinion.canonical
    assert not signing.holds(forged, opinion.sha256, opinion.signature, opinion.key)


def test_a_check_moved_behind_the_signature_is_found(way, client):
    opinion = sign(way)
    assert opining.intact(opinion)
    PlanCheck.objects.update(due_on=date(2030, 1, 1))
    assert not opining.intact(Opinion.objects.get(pk=opinion.pk))
    page = client.get(opinion.get_verify_url(), headers={"accept-language": "en"}).content.decode()
    assert "note--wrong" in page


def test_an_opinion_signed_before_there_were_plans_still_holds(way):
    case, at = way.opinion_draft(), timezone.now()
    text = opining.content_of(case, OPINION, ADVICE, code="x", signer=way.expert, title="", at=at)
    old = {**text, "form": "xinqiao.opinion/1"}
    del old["plan"]
    signed = signing.sign(old, by=way.expert, at=at)
    opinion = Opinion.objects.create(
        consultation=case,
        **OPINION,
        signed_at=at,
        signed_by=way.expert,
        signer_title="",
        canonical=signed.canonical,
        sha256=signed.sha256,
        signature=signed.signature,
        key=signed.key,
    )
    assert opining.intact(opinion)


def test_a_check_without_a_day_is_kept_and_nobody_is_asked(way):
    sign(way, {**STEP, "when": ""})
    assert PlanCheck.objects.get().due_on is None
    rechecking.ask_due(timezone.now() + timedelta(days=800))
    assert not Notice.objects.filter(kind="check-due").exists()


def test_the_plan_stands_on_every_paper(way, browser):
    opinion = sign(way)
    case = opinion.consultation
    client, check = browser(way.doctor), PlanCheck.objects.first()
    for name in ("case", "opinion_print", "text", "sheet", "disposition"):
        page = client.get(reverse(f"teleconsult:{name}", args=[case.code])).content.decode()
        for words in ("喹硫平 25 mg 睡前", "心慌、晕厥", "心电图", f"{check.due_on.month}"):
            assert words in page, name
    for language in ("zh-hans", "en"):
        assert printing.opinion(Opinion.objects.get(), language=language, question=None).startswith(b"%PDF")


def test_the_form_signs_a_plan_alone_and_says_what_it_lacks(way, browser):
    case = way.opinion_draft()
    client, url = browser(way.expert), reverse("teleconsult:sign", args=[case.code])
    bare = {name: value for name, value in forms.OPINION.items() if not name.startswith("advice_")}
    client.post(url, {**bare, "plan_0_drug": "喹硫平", "action": "save"})
    page = client.get(reverse("teleconsult:opinion", args=[case.code])).content.decode()
    assert 'data-lacks="stop">' in page
    assert 'data-lacks="when">' in page
    sent = {**bare, "plan_0_drug": "喹硫平", "plan_0_when": "2周", "password": PASSWORD, "action": "sign"}
    assert client.post(url, sent).status_code == 302
    assert AdviceItem.objects.get().text == "喹硫平"
    assert PlanCheck.objects.get().due_on == timezone.localdate() + timedelta(days=14)


# --- checks ---------------------------------------------------------------------------------------------------------
def test_on_its_day_the_doctor_is_asked_once_and_presses_done(way, browser, clock):
    case = way.opinion_draft()
    with clock("2027-03-01 10:00"):
        sign(way, case=case)
    for moment in ("2027-03-07 12:00", "2027-03-08 07:00"):
        rechecking.ask_due(datetime.fromisoformat(f"{moment}+08:00"))
    assert not Notice.objects.filter(kind="check-due").exists()
    due = datetime.fromisoformat("2027-03-08 09:00+08:00")
    rechecking.ask_due(due)
    rechecking.ask_due(due)
    assert Notice.objects.filter(kind="check-due").get().person == way.doctor
    (check,) = rechecking.waiting_for(way.doctor, due)
    assert Deadline.objects.running().filter(kind=timers.CHECK, subject_code=check.code).exists()
    assert check.get_absolute_url() in browser(way.doctor).get(reverse("teleconsult:list")).content.decode()
    browser(way.doctor).post(check.get_absolute_url(), {"words": "QTc 430 ms"})
    assert "QTc 430 ms" in browser(way.doctor).get(case.get_absolute_url()).content.decode()
    assert not Deadline.objects.running().filter(kind=timers.CHECK).exists()
    assert not rechecking.waiting_for(way.doctor, due).exists()


def test_a_step_that_is_not_adopted_asks_for_no_check(way):
    opinion = sign(way)
    first, *rest = opinion.advice.all()
    decisions = {first.pk: Decision("not", "患者拒绝")} | {item.pk: Decision("adopted") for item in rest}
    told = {"patient_told": True, "progress_note": "", "by": way.doctor, "at": timezone.now()}
    disposing.dispose(opinion.consultation, decisions, **told)
    assert not PlanCheck.objects.open().exists()
    rechecking.ask_due(timezone.now() + timedelta(days=60))
    assert not Notice.objects.filter(kind="check-due").exists()
