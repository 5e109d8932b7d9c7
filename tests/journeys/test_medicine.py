"""The medicine lane in two browsers: asked in writing as last time, answered with a plan, checked when it falls due."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

from alliance import clocks, formulary
from teleconsult.models import Consultation, Door, Opinion, PlanCheck, State
from tests.factories import PASSWORD
from tests.journeys.people import Reader, apart, mark
from tests.teleconsult.factories import Way, give_consent

Opener = Callable[..., Reader]
BEFORE = [{"name": "奥氮平", "dose": "5 mg"}, {"name": "碳酸锂", "dose": "250 mg"}]


def stock(way: Way) -> None:
    """The doctor's institution has olanzapine, and neither quetiapine nor an ECG."""
    items = formulary.catalogue()
    there = {formulary.key(item) for item in items if item.name_zh == "奥氮平"}
    formulary.enter(way.place, items, there, by=way.doctor, at=timezone.now())


def step(expert: Reader, label: str, text: str) -> None:
    """A field of the plan's first step."""
    expert.page.get_by_label(expert.say("%(label)s (step %(n)d)", label=expert.say(label), n=1)).fill(text)


def ask(doctor: Reader, before: Consultation) -> Consultation:
    """A second request about the same patient, about medicine and in writing."""
    doctor.page.goto(f"/consultations/new/?patient={before.patient.code}")
    doctor.choose("What do you need?", "Which medicine, which dose?")
    doctor.press("Start the request")
    doctor.page.get_by_role("button", name=re.compile("^As last time")).click()
    doctor.sees("Medicines as last time. Correct what has changed.")
    doses = [doctor.page.locator(f"[name=medicine_{row}_dose]").input_value() for row in (0, 1)]
    assert doses == ["5 mg", "250 mg"]
    for question in (
        "Thoughts of death, or of ending their life?",
        "A method or a plan?",
        "Preparations or an attempt, recently?",
        "Thoughts or acts of harm to others?",
    ):
        doctor.choose(question, "No")
    doctor.write("Your question, in one sentence", "服奥氮平后发胖，换什么？")
    doctor.choose("How urgent is it?", "Routine")
    doctor.choose("How should the expert answer?", "In writing")
    doctor.field("Which specialty?").select_option(label=doctor.say("Mood disorders"))
    doctor.write("What is it like now, and why are you asking today?", "三个月重了八公斤")
    doctor.tick("Hopeless, tired of life")
    doctor.press("Continue to consent")
    doctor.page.wait_for_url("**/consent/**")
    case = Consultation.objects.exclude(pk=before.pk).get()
    apart(lambda: give_consent(case, by=doctor.person))
    doctor.page.reload()
    doctor.press("Invite the centre")
    doctor.page.wait_for_url(re.compile(re.escape(case.get_absolute_url()) + "$"))
    case.refresh_from_db()
    return case


def plan(expert: Reader) -> None:
    """What is not there is flagged while one writes; so is what the plan lacks."""
    step(expert, "Medicine", "喹硫平")
    expert.sees("%(place)s does not have %(name)s.", place="北桥", name="喹硫平")
    expert.page.get_by_text("奥氮平").first.wait_for()  # of the same class, and there
    step(expert, "Dose and how often", "25 mg 睡前，第4天起 50 mg")
    step(expert, "From when", "第1天")
    lacks = expert.say("No stop rule yet: when should the medicine be stopped and you be called?")
    lacks_stop = expert.page.get_by_text(lacks)
    lacks_stop.first.wait_for()
    step(expert, "Stop and call if", "心慌、晕厥")
    lacks_stop.first.wait_for(state="hidden")
    step(expert, "Check what", "心电图")
    expert.sees("%(name)s cannot be done at %(place)s.", place="北桥", name="心电图")
    step(expert, "Check when", "1周")
    expert.write("Impression", "双相障碍，奥氮平致体重增加。")
    expert.choose("Danger, as you judge it now", "To be watched")
    expert.write("Limits of this remote examination", "书面会诊，未见本人")
    expert.write("Your password, once more", PASSWORD)
    expert.press("Sign and send")


def test_a_question_about_medicine_is_answered_with_a_plan_whose_check_falls_due(way: Way, at_browser: Opener) -> None:
    apart(lambda: stock(way))
    before = apart(lambda: way.submitted(medicines=BEFORE))
    doctor = at_browser(way.doctor, "en")
    case = ask(doctor, before)
    assert (case.state, case.door) == (State.SUBMITTED, Door.WRITTEN)

    coordinator = at_browser(way.coordinator)
    coordinator.page.goto(f"{case.get_absolute_url()}triage/")
    mark(coordinator.page.get_by_role("radio", name=way.expert.name))
    coordinator.press("Assign")
    coordinator.sees("%(name)s has been asked.", name=way.expert.name)

    expert = at_browser(way.expert)
    expert.follow("Accept or decline")
    expert.press("Accept and write")
    expert.page.wait_for_url("**/opinion/")
    plan(expert)
    expert.page.wait_for_url(re.compile(re.escape(case.get_absolute_url()) + "$"))
    opinion = Opinion.objects.get(consultation=case)
    check = PlanCheck.objects.get(step__item__opinion=opinion)
    assert check.due_on == (timezone.localdate(opinion.signed_at) + timedelta(weeks=1))

    doctor.page.goto(case.get_absolute_url())
    doctor.follow("Act on it")
    doctor.page.get_by_text("心慌、晕厥").first.wait_for()
    doctor.choose(doctor.say("What did you do with advice %(n)d?", n=1), "Adopted")
    doctor.tick("The patient, or the guardian, has been told")
    doctor.press("Record what was done")
    doctor.sees("Close out")
    doctor.page.goto("/consultations/")
    assert not doctor.page.get_by_role("link", name=doctor.say("Record the check")).count()

    # A week later the morning finds it on her list.
    morning = datetime.combine(check.due_on, time(10), tzinfo=way.place.tz)
    apart(lambda: clocks.tick(morning))
    doctor.page.goto("/consultations/")
    doctor.sees("To check today")
    doctor.follow("Record the check")
    doctor.page.get_by_label(re.compile("found|What")).first.fill("QTc 430 ms")
    doctor.press("Done")
    check.refresh_from_db()
    assert check.done_by == way.doctor
    doctor.page.goto("/consultations/")
    assert not doctor.page.get_by_text(doctor.say("To check today")).count()
    expert.page.goto(case.get_absolute_url())
    expert.sees("QTc 430 ms")
