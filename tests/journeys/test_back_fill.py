"""A time that one doctor gives back finds the case that waits for it most urgently, and goes on when it is passed."""

from collections.abc import Callable

from alliance.models import Institution, Person
from teleconsult import scheduling
from teleconsult.models import Consultation, State
from tests import factories
from tests.journeys.people import Reader, apart
from tests.teleconsult.factories import Way

Opener = Callable[..., Reader]


def put_on_the_list(doctor: Reader, case: Consultation) -> None:
    """No time suits: the case waits, and short notice is fine."""
    doctor.page.goto(case.get_absolute_url())
    doctor.follow("No time suits? Put it on the waiting list")
    doctor.tick("Short notice is fine")
    doctor.press("Put on the waiting list")
    doctor.sees("On the waiting list. You will be notified as soon as a time is free.")


def test_a_time_given_back_is_offered_by_urgency_passed_on_and_accepted(
    way: Way, at_browser: Opener, wanghu: Institution, neighbour: Person
) -> None:
    factories.make_agreement(wanghu, way.centre)
    theirs = Way(neighbour, wanghu, way.centre, way.expert, way.coordinator)
    booked = apart(lambda: way.scheduled(48))
    routine, urgent = apart(way.accepted), apart(lambda: theirs.accepted(urgency="urgent"))

    doctor, other = at_browser(way.doctor), at_browser(neighbour, "en")
    put_on_the_list(doctor, routine)
    put_on_the_list(other, urgent)
    coordinator = at_browser(way.coordinator)
    coordinator.page.goto("/consultations/board/")
    coordinator.sees("Waiting for a time")

    # One case gives its time back: the urgent one is offered it, the other is not.
    doctor.page.goto(booked.get_absolute_url())
    doctor.follow("Cancel this booking")
    doctor.write("Reason", "下乡巡诊")
    doctor.press("Cancel this booking")
    doctor.page.goto(routine.get_absolute_url())
    assert doctor.button("Accept this time").count() == 0

    # She is told by the bell, finds it in her list, and passes it on in one press.
    other.page.goto("/consultations/")
    other.page.get_by_role("link", name=urgent.number or "", exact=True).first.click()
    other.press("Pass it on")
    other.sees("Passed on to the next case.")
    assert other.button("Accept this time").count() == 0

    # Now it is the other case's; one press books it, and the case leaves the list.
    doctor.page.goto("/notices/")
    doctor.page.locator("main").get_by_text(routine.number or "").first.wait_for()
    doctor.page.goto(routine.get_absolute_url())
    doctor.press("Accept this time")
    doctor.sees("Booked. Both sides have been notified.")
    routine.refresh_from_db()
    booking = scheduling.live_booking(routine)
    assert routine.state == State.SCHEDULED
    assert booking is not None
    assert booking.slot == booked.bookings.get().slot

    # Booked, it may still wait for something earlier.
    doctor.follow("Wait for an earlier time")
    doctor.sees("Your booking stands until you accept another time.")
