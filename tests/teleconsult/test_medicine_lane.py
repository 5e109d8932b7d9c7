"""The medicine lane of a request: what must be said, what is filled in again, what is shown at once."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import formulary
from teleconsult import asking, drafting
from teleconsult.forms import medicines
from teleconsult.forms.request import RequestForm
from teleconsult.models import Draft, MedicineLine, Purpose
from tests.teleconsult import forms
from tests.teleconsult.factories import make_patient

LINE = {
    "medicine_0_name": "喹硫平",
    "medicine_0_dose": "50 mg",
    "medicine_0_times": "睡前",
    "medicine_0_since": "2026-03",
    "medicine_0_response": "partly",
    "medicine_0_adherence": "broken",
    "medicine_0_severity": "mild",
    "medicine_0_side_effects": "嗜睡",
    "medicine_0_effect": "",
}


def _form(way, **changes):
    case = way.draft()
    sent = {**forms.REQUEST, **changes}
    return RequestForm({k: v for k, v in sent.items() if v is not None}, consultation=case, today=timezone.localdate())


# --- refusals -------------------------------------------------------------------------------------------------------
def test_a_question_about_medicine_says_what_is_taken(way):
    form = _form(way, medicine_0_name=None, medicine_0_dose=None)
    assert "medicine_0_name" in form.errors
    assert _form(way, medicine_0_name=None, medicine_0_dose=None, no_medicines="on").is_valid()
    assert _form(way, medicine_0_name=None, medicine_0_dose=None, purpose="diagnosis").is_valid()


def test_a_row_without_a_name_is_asked_about_and_none_beside_one_is_refused(way):
    assert "medicine_0_name" in _form(way, medicine_0_name="", medicine_0_severity="severe").errors
    assert "no_medicines" in _form(way, no_medicines="on").errors


def test_lines_once_sent_are_never_changed(way, db):
    line = way.submitted().requests.get().medicines.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        MedicineLine.objects.filter(pk=line.pk).update(response="good")


def test_no_more_is_required_in_the_lane_than_elsewhere(way):
    def required(form):
        return sum(field.required for field in form.fields.values())

    elsewhere = _form(way, purpose="diagnosis")
    assert required(_form(way)) == required(elsewhere) - 1  # the medicines take the place of the onset


# --- what is kept ---------------------------------------------------------------------------------------------------
def test_everything_said_of_a_medicine_is_kept_and_read(way, browser):
    case = way.draft()
    sent = {**forms.REQUEST, **LINE, "began": "", "action": "complete"}
    answer = browser(way.doctor).post(reverse("teleconsult:request", args=[case.code]), sent)
    assert answer.status_code == 302
    (line,) = case.requests.get().medicines.all()
    assert {f"medicine_0_{part}": getattr(line, part) for part in medicines.PARTS} == LINE
    page = browser(way.doctor).get(case.get_absolute_url()).content.decode()
    for words in ("喹硫平", "部分有效", "间断服药", "轻度，嗜睡"):
        assert words in page


def test_a_line_from_before_the_lane_is_still_read(way, browser):
    case = way.submitted(medicines=[{"name": "地西泮", "dose": "2.5 mg", "effect": "能睡，次日困"}])
    assert "能睡，次日困" in browser(way.doctor).get(case.get_absolute_url()).content.decode()


# --- the page -------------------------------------------------------------------------------------------------------
def test_the_lane_comes_before_the_story_where_medicine_is_asked_about(way, browser):
    client, patient = browser(way.doctor), make_patient(way.doctor, way.place)
    sent = {"patient": str(patient.code), "inviting": way.place.pk, "invited": way.centre.pk, "kind": "liaison"}
    url = client.post(reverse("teleconsult:new"), {**sent, "purpose": Purpose.TREATMENT})["Location"]
    page = client.get(url).content.decode()
    assert page.index('id="s-question"') < page.index('id="s-drugs"') < page.index('id="s-time"')
    client.post(url, {"purpose": Purpose.DIAGNOSIS, "action": "save"})
    page = client.get(url).content.decode()
    assert page.index('id="s-drugs"') > page.index('id="s-mind"')


def test_a_severe_side_effect_is_told_not_to_wait(way, browser):
    client, case = browser(way.doctor), way.draft()
    url = reverse("teleconsult:request", args=[case.code])
    hidden = 'data-severe role="alert" hidden'
    assert hidden in client.get(url).content.decode()
    client.post(url, {**LINE, "medicine_0_severity": "severe", "action": "save"})
    assert hidden not in client.get(url).content.decode()


def test_medicines_come_back_as_last_time_and_nothing_typed_is_lost(way, browser):
    before = way.submitted(medicines=[{"name": "碳酸锂", "dose": "250 mg"}, {"name": "奥氮平", "dose": "5 mg"}])
    case = asking.begin(before.patient, by=way.doctor, at_place=way.place, to=way.centre, at=timezone.now())
    client, url = browser(way.doctor), reverse("teleconsult:request", args=[case.code])
    assert "as-before" in client.get(url).content.decode()
    client.post(url, {"medicine_0_name": "奥氮平", "medicine_0_dose": "10 mg", "action": "as-before"})
    fields = drafting.of(case, Draft.Sort.REQUEST).fields
    assert [fields[f"medicine_{row}_name"] for row in (0, 1)] == [["奥氮平"], ["碳酸锂"]]
    assert fields["medicine_0_dose"] == ["10 mg"]


def test_medicines_of_another_institution_are_not_offered(way, browser, neighbour, wanghu):
    way.submitted()
    other = make_patient(neighbour, wanghu)
    case = asking.begin(other, by=neighbour, at_place=wanghu, to=way.centre, at=timezone.now())
    assert "as-before" not in browser(neighbour).get(reverse("teleconsult:request", args=[case.code])).content.decode()


def test_what_the_doctors_institution_lacks_is_flagged_beside_the_experts_words(way, browser):
    items = formulary.catalogue()
    olanzapine = {formulary.key(item) for item in items if item.name_zh == "奥氮平"}
    formulary.enter(way.place, items, olanzapine, by=way.doctor, at=timezone.now())
    case = way.opinion_draft()
    client = browser(way.expert)
    sent = {"advice_0_text": "换用喹硫平 50 mg，查血常规", "action": "save"}
    client.post(reverse("teleconsult:sign", args=[case.code]), sent)
    page = client.get(reverse("teleconsult:opinion", args=[case.code])).content.decode()
    shown = page.split('data-hints-for="id_advice_0_text"')[1].split("</div>")[0]
    assert "北桥没有喹硫平" in shown
    assert "奥氮平" in shown
    assert "北桥做不了血常规" in shown
