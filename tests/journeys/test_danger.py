"""Danger first: numbers at once, a human told within moments, and the requester sees who has seen it."""

from collections.abc import Callable

from care.models import DangerAlarm
from tests.factories import make_round_the_clock
from tests.journeys.people import Reader, mark
from tests.teleconsult.factories import Way

Opener = Callable[..., Reader]
# What changes from now on was told, not asked for.
ONLY_SOCKETS = "const every = setInterval; window.setInterval = (what, ms) => (ms >= 5000 ? 0 : every(what, ms));"


def test_item_nine_alarms_the_duty_clinician_while_the_form_is_still_being_written(
    way: Way, at_browser: Opener
) -> None:
    make_round_the_clock(way.expert, way.centre)
    case = way.draft()
    coordinator = at_browser(way.coordinator)
    doctor = at_browser(way.doctor)
    doctor.page.goto(f"{case.get_absolute_url()}request/")
    item = doctor.page.locator("[name=phq9_9][value='2']")
    mark(item)
    doctor.page.get_by_role("link", name="120").last.wait_for()
    doctor.sees("Not yet seen by anyone")
    assert doctor.page.locator("#danger").get_by_text(way.expert.name).first.is_visible()
    alarm = DangerAlarm.objects.get(about_code=case.code)
    assert (alarm.level, alarm.duty) == ("now", way.expert)

    ring = coordinator.page.locator("#alarms a").first
    ring.wait_for(timeout=40_000)
    assert case.patient.name not in coordinator.page.content()
    coordinator.page.add_init_script(ONLY_SOCKETS)
    ring.click()
    coordinator.press("I have seen it and am calling")

    doctor.sees("%(who)s has seen it and is calling", who=way.coordinator.name)
    doctor.write("When and how did it begin?", "两年前起病")
    doctor.press("Somebody stays with them at all times")
    stays = coordinator.page.locator("#check-stays")
    stays.get_by_text(way.doctor.name).wait_for()
    stays.get_by_role("button").click()
    doctor.sees("undone by %(who)s", who=way.coordinator.name)
    assert [fact.by for fact in alarm.checks.all()] == [way.doctor, way.coordinator]
    assert doctor.field("When and how did it begin?").input_value() == "两年前起病"

    mark(doctor.page.locator("[name=phq9_9][value='0']"))
    doctor.page.wait_for_timeout(2000)
    assert doctor.page.locator("#danger").is_visible()
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == way.coordinator
    assert alarm.settled_at is None
