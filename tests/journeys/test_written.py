"""The written door in two browsers: asked in writing, asked back, answered, asked about; and turned into video."""

import re
from collections.abc import Callable

import pytest

from alliance.models import Deadline
from teleconsult.models import Booking, Door, State
from tests.factories import PASSWORD
from tests.journeys.people import Reader, apart
from tests.teleconsult.factories import Way

Opener = Callable[..., Reader]


def sign(expert: Reader) -> None:
    """The opinion, as short as it may be."""
    expert.write("Impression", "围产期抑郁，中度。")
    expert.choose("Danger, as you judge it now", "To be watched")
    expert.write("Limits of this remote examination", "未见本人")
    expert.field(expert.say("Advice %(n)d", n=1)).fill("舍曲林 50 mg 继续")
    expert.write("Your password, once more", PASSWORD)
    expert.press("Sign and send")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_doctor_gets_a_written_answer_without_a_meeting(way: Way, at_browser: Opener, language: str) -> None:
    case = apart(lambda: way.triaged(door="written", urgency="routine"))
    expert = at_browser(way.expert, language)
    expert.follow("Accept or decline")
    expert.press("Accept and write")
    expert.page.wait_for_url("**/opinion/")
    expert.write("Impression", "写到一半的印象")
    expert.follow("Ask the doctor a question")
    expert.write("Your words", "目前服什么药，多少毫克？")
    expert.press("Ask the doctor a question")
    expert.sees("not answered yet")

    doctor = at_browser(way.doctor, language)
    doctor.follow("Reply")
    doctor.page.get_by_text("目前服什么药，多少毫克？").wait_for()
    doctor.write("Your words", "舍曲林 50 mg，四周")
    doctor.press("Send the reply")
    doctor.sees("Sent. The expert continues with the opinion.")

    expert.page.goto(case.get_absolute_url())
    expert.follow("Write and sign the opinion")
    expert.page.get_by_text("舍曲林 50 mg，四周").wait_for()
    assert expert.field("Impression").input_value() == "写到一半的印象"
    sign(expert)
    expert.page.wait_for_url(re.compile(re.escape(case.get_absolute_url()) + "$"))

    doctor.page.goto(f"{case.get_absolute_url()}thread/")
    doctor.write("Your words", "出现皮疹怎么办？")
    doctor.press("Ask about the opinion")
    doctor.sees("not answered yet")
    expert.page.goto(f"{case.get_absolute_url()}thread/")
    expert.follow("Answer with an addendum")
    expert.page.get_by_text("出现皮疹怎么办？").wait_for()
    expert.write("Addendum", "立即停药并电话联系。")
    expert.write("Your password, once more", PASSWORD)
    expert.press("Sign the addendum")
    doctor.page.reload()
    doctor.follow("answered by addendum %(n)s", n=1)
    doctor.page.get_by_text("立即停药并电话联系。").first.wait_for()
    case.refresh_from_db()
    assert case.state == State.SIGNED
    assert not Booking.objects.filter(consultation=case).exists()


def test_writing_becomes_a_booked_video_with_nothing_typed_twice(way: Way, at_browser: Opener) -> None:
    case = apart(way.writing)
    apart(lambda: way.slot(3))
    expert = at_browser(way.expert)
    expert.page.goto(f"{case.get_absolute_url()}opinion/")
    expert.write("Impression", "需要当面看看")
    expert.follow("By video instead")
    expert.write("Reason", "想看看本人")
    expert.press("Switch to a video consultation")
    expert.page.wait_for_url(re.compile(re.escape(case.get_absolute_url()) + "$"))

    doctor = at_browser(way.doctor)
    doctor.follow("Book a time")
    doctor.page.locator(".slot button").first.click()
    doctor.press("Confirm this time")
    doctor.page.wait_for_url(re.compile(re.escape(case.get_absolute_url()) + "$"))
    case.refresh_from_db()
    assert (case.state, case.door, case.requests.count()) == (State.SCHEDULED, Door.VIDEO, 1)
    expert.page.goto(f"{case.get_absolute_url()}opinion/")
    assert expert.field("Impression").input_value() == "需要当面看看"
    running = Deadline.objects.filter(subject_code=case.code, met_at=None)
    assert list(running.values_list("kind", flat=True)) == ["teleconsult.start"]
