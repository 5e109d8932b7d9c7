"""What became of the advice: closed out at once, asked about after two and twelve weeks, read by the expert."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from alliance import clocks
from teleconsult import filing_away
from teleconsult.models import Consultation, OutcomeRound, State
from tests.journeys.people import Reader, apart
from tests.journeys.test_keyboard import choose, tab_to
from tests.teleconsult.factories import Way

PHONE = {"width": 360, "height": 740}


def weeks_pass(case: Consultation, weeks: int) -> None:
    """Everything about the case lies that much further back, and the clock ticks once."""
    back = timedelta(weeks=weeks, days=9)  # a day of rest may lie between
    for one in OutcomeRound.objects.filter(consultation=case):
        OutcomeRound.objects.filter(pk=one.pk).update(opens_at=one.opens_at - back)
    case.refresh_from_db()
    if case.closed_at:
        Consultation.objects.filter(pk=case.pk).update(closed_at=case.closed_at - back)
    clocks.tick(timezone.now())


def answers(reader: Reader, first: tuple[str, str], second: tuple[str, str], how: str) -> None:
    """The questions of one round."""
    for number, (carried, became) in enumerate((first, second), start=1):
        reader.choose(reader.say("Was advice %(n)d carried out?", n=number), carried)
        reader.choose(reader.say("What happened then, advice %(n)d?", n=number), became)
    reader.write("How is the patient? One line.", how)
    reader.choose("Was the patient referred?", "No")
    reader.choose("How much has the opinion helped so far?", "4 much")


def test_twelve_weeks_later_the_expert_reads_what_became_of_the_advice(
    way: Way, at_browser: Callable[..., Reader], tmp_path: Path
) -> None:
    case = apart(way.disposed)
    doctor = at_browser(way.doctor, "en", **PHONE)

    # The close-out stands on top, and takes six presses.
    top = doctor.page.get_by_role("article").first
    top.get_by_role("link", name="Five questions to close out").click()
    doctor.choose("What did the opinion do for this case?", "It gave me something new to do")
    doctor.choose("Did it change whether the patient is referred?", "Referral was not in question")
    doctor.choose("How much did it help you?", "5 very much")
    doctor.choose("How much does it help the patient?", "4 much")
    doctor.choose("Is this a case that colleagues should learn from?", "Yes")
    doctor.press("Close out")
    doctor.sees("Closed out. You will be asked again when it is time.")
    case.refresh_from_db()
    assert case.state == State.FOLLOW_UP

    # Two weeks on: the answer closes the case and files it.
    apart(lambda: weeks_pass(case, 2))
    doctor.page.goto("/consultations/")
    doctor.follow("Answer")
    answers(doctor, ("Carried out", "The same"), ("Not started", "Not known"), "还紧张，睡得好些")
    doctor.press("Record and close the case")
    doctor.sees("Recorded. The expert can see what became of the advice.")
    case.refresh_from_db()
    assert case.state == State.CLOSED
    dossier = filing_away.of(case)
    assert dossier
    doctor.sees(dossier.number)

    # Twelve weeks on: appended to what is closed.
    apart(lambda: weeks_pass(case, 10))
    doctor.page.goto("/notices/")
    doctor.page.goto("/consultations/")
    doctor.follow("Answer")
    answers(doctor, ("Carried out", "Better"), ("Changed", "Better"), "已停用地西泮，能独自出门")
    doctor.press("Record")
    doctor.sees("已停用地西泮，能独自出门")
    case.refresh_from_db()
    assert case.state == State.CLOSED

    # The expert's grant of papers has ended long ago; what became of her advice has not.
    expert = at_browser(way.expert)
    asked = OutcomeRound.objects.get(consultation=case, weeks=12)
    expert.page.goto("/consultations/")
    expert.follow("What became of my advice")
    expert.sees("已停用地西泮，能独自出门")
    expert.page.get_by_text("2 / 2").first.wait_for()
    expert.page.goto(asked.get_absolute_url())
    expert.sees("已停用地西泮，能独自出门")
    assert case.patient.name not in expert.page.content()
    refused = expert.page.request.get(case.get_absolute_url())
    assert refused.status == 404

    # And the doctor takes the whole dossier with her.
    with doctor.page.expect_download() as taken:
        doctor.press("Export as zip")
    kept = tmp_path / "taken.zip"
    taken.value.save_as(kept)
    assert taken.value.suggested_filename == f"{dossier.number}.zip"
    found = zipfile.ZipFile(io.BytesIO(kept.read_bytes()))
    assert found.testzip() is None
    assert {"opinion-zh.pdf", "opinion-en.pdf", "outcomes.json", "MANIFEST.sha256"} <= set(found.namelist())


def test_the_close_out_is_done_with_the_keyboard_alone(way: Way, at_browser: Callable[..., Reader]) -> None:
    case = apart(way.disposed)
    doctor = at_browser(way.doctor, "en")
    page = doctor.page
    page.goto(f"{case.get_absolute_url()}survey/")
    for name, value in (
        ("effect", "confirmed"),
        ("sending", "avoided"),
        ("worth_to_doctor", "4"),
        ("worth_to_patient", "3"),
        ("learn", "no"),
    ):
        choose(page, name, value)
    tab_to(page, "main form button.button--main")
    page.keyboard.press("Enter")
    doctor.sees("Closed out. You will be asked again when it is time.")
    case.refresh_from_db()
    assert case.state == State.FOLLOW_UP
