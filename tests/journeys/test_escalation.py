"""Nobody assigns an emergency: it climbs, the next person hears of it, takes it, and everybody sees who has it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from alliance import clocks
from alliance.models import Institution
from alliance.roles import Role
from tests.factories import make_member
from tests.journeys.people import Reader, apart
from tests.teleconsult.factories import Way

Opener = Callable[..., Reader]


def test_an_escalation_is_seen_by_the_next_person_who_takes_it(
    way: Way, centre: Institution, at_browser: Opener
) -> None:
    chief = make_member(Role.DEPARTMENT_HEAD, centre, name="何主任", email="head@xinqiao.test", mobile="13800001009")
    case = apart(lambda: way.submitted(urgency="emergency"))
    head = at_browser(chief)
    apart(lambda: clocks.tick(timezone.now() + timedelta(minutes=16)))

    ring = head.page.locator("#alarms a").first
    ring.wait_for(timeout=60_000)
    ring.click()
    head.page.get_by_text(case.number or "-").first.wait_for()
    head.page.get_by_role("link", name="138 0000 1001").first.wait_for()
    assert case.patient.name not in head.page.content()

    coordinator = at_browser(way.coordinator)
    coordinator.page.goto("/consultations/board/")
    coordinator.page.get_by_text("何主任").first.wait_for()

    head.press("I have it")
    head.sees("You have it")
    coordinator.page.reload()
    coordinator.page.get_by_text("何主任").first.wait_for()
    doctor = at_browser(way.doctor)
    doctor.page.goto(case.get_absolute_url())
    doctor.sees("%(who)s has it", who="何主任")
    doctor.page.get_by_text("林知夏").first.wait_for()
