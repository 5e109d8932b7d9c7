"""The whole job in two browsers: ask, assign, accept, book, meet by video, sign, act, close."""

from collections.abc import Callable

import pytest

from teleconsult.models import Consultation, State
from tests.factories import PASSWORD
from tests.journeys.people import Reader, mark, moving_picture
from tests.teleconsult.factories import Way

Opener = Callable[..., Reader]
QUESTION = "反复胸闷濒死感，自购安定两年，怎样减药？"


def ask(doctor: Reader) -> Consultation:
    """A new patient, the request, consent, invitation."""
    page = doctor.page
    doctor.follow("Ask the experts")
    doctor.follow("New patient")
    doctor.write("Name", "陈建国")
    doctor.write("Date of birth", "1977-05-20")
    doctor.choose("Sex", "male")
    doctor.press("Save and continue to the request")
    doctor.press("Start the request")
    doctor.choose("Thoughts of death, or of ending their life?", "No")
    doctor.choose("A method or a plan?", "No")
    doctor.choose("Preparations or an attempt, recently?", "No")
    doctor.choose("Thoughts or acts of harm to others?", "No")
    doctor.write("Your question, in one sentence", QUESTION)
    doctor.choose("How urgent is it?", "Routine")
    doctor.choose("What do you need?", "Which medicine, which dose?")
    doctor.page.locator("[name=medicine_0_name]").fill("地西泮")
    doctor.field("Which specialty?").select_option(label=doctor.say("Mood disorders"))
    doctor.write("When and how did it begin?", "两年前起病")
    doctor.write("What is it like now, and why are you asking today?", "近一月加重，想减药")
    doctor.tick("Hopeless, tired of life")
    doctor.press("Continue to consent")
    if doctor.language == "en":  # as the patient reads it: in Chinese, unless they ask for another language
        doctor.page.get_by_role("button", name="English", exact=True).click()
    doctor.tick("I have explained what it costs")
    doctor.tick("Consult the expert centre")
    doctor.tick("Share the record summary and attachments")
    doctor.choose("Who signs?", "The patient")
    doctor.choose("How is consent given?", "Signed on paper, original in our file")
    doctor.press("Record consent")
    doctor.press("Invite the centre")
    page.wait_for_url("**/consultations/*/")
    return Consultation.objects.get()


def check_in(reader: Reader, **answers: str) -> None:
    """The check at the start, in the room."""
    reader.tick("I have confirmed who I am speaking with, and who the patient is")
    for label, text in answers.items():
        reader.write(label, text)
    reader.press("Confirm")
    reader.sees("You have confirmed")


@pytest.mark.smoke
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_doctor_asks_meets_the_expert_by_video_and_acts_on_a_signed_opinion(
    way: Way, at_browser: Opener, language: str
) -> None:
    doctor = at_browser(way.doctor, language)
    case = ask(doctor)
    assert case.state == State.SUBMITTED

    coordinator = at_browser(way.coordinator, language)
    coordinator.follow("Assign")
    mark(coordinator.page.get_by_role("radio", name=way.expert.name))
    coordinator.press("Assign")
    coordinator.sees("%(name)s has been asked.", name=way.expert.name)

    expert = at_browser(way.expert, language)
    expert.follow("Accept or decline")
    expert.press("Accept")
    expert.page.wait_for_load_state()
    way.slot(0.2)

    doctor.page.goto(case.get_absolute_url())
    doctor.follow("Book a time")
    doctor.page.locator(".slot button").first.click()
    doctor.press("Confirm this time")
    doctor.page.wait_for_url(f"**{case.get_absolute_url()}")

    expert.page.goto(case.get_absolute_url())
    for reader in (expert, doctor):
        reader.follow("Go to the room")
    expert.press("Enter the room")
    doctor.press("Knock")
    expert.press("Admit %(name)s", name=way.doctor.name)
    pictures = [moving_picture(reader.page) for reader in (expert, doctor)]
    assert all(picture["frameWidth"] > 0 and picture["framesDecoded"] > 10 for picture in pictures), pictures

    labels = {
        "Where is the patient right now? Full address": "白沙镇一组 3 号",
        "Call-back number, if the connection drops": "13900001111",
        "Who is in the room?": "本人和妻子",
        "Who can be with the patient within minutes, and how to reach them": "村医 13900002222",
    }
    check_in(doctor, **labels)
    check_in(expert, **{"Who is in the room?": "专家一人"})
    expert.press("Begin the consultation")
    expert.write("Impression", "惊恐障碍可能，伴苯二氮䓬类依赖。")
    expert.press("End the consultation")

    expert.page.wait_for_url("**/opinion/")
    assert "惊恐障碍" in expert.field("Impression").input_value()
    expert.choose("Danger, as you judge it now", "To be watched")
    expert.write("Limits of this remote examination", "未能查体")
    expert.field(expert.say("Advice %(n)d", n=1)).fill("地西泮每两周减四分之一")
    expert.field(expert.say("Advice %(n)d", n=2)).fill("两周后复诊")
    expert.write("Your password, once more", PASSWORD)
    expert.press("Sign and send")
    expert.page.wait_for_url(f"**{case.get_absolute_url()}")

    doctor.page.goto(case.get_absolute_url())
    doctor.follow("Act on it")
    doctor.choose(doctor.say("What did you do with advice %(n)d?", n=1), "Adopted")
    doctor.choose(doctor.say("What did you do with advice %(n)d?", n=2), "Partly")
    doctor.write(doctor.say("What was changed in advice %(n)d, and why", n=2), "改为三周后")
    doctor.tick("The patient, or the guardian, has been told")
    doctor.press("Record what was done")
    doctor.follow("Close out")
    doctor.choose("What did the opinion do for this case?", "It gave me something new to do")
    doctor.choose("Did it change whether the patient is referred?", "Referral was not in question")
    doctor.choose("How much did it help you?", "4 much")
    doctor.choose("How much does it help the patient?", "3 fairly")
    doctor.choose("Is this a case that colleagues should learn from?", "Yes")
    doctor.press("Close out")
    doctor.sees("Closed out. You will be asked again when it is time.")
    case.refresh_from_db()
    assert case.state == State.FOLLOW_UP
