"""Both doctors are reminded a day and a quarter of an hour before, once; the morning's digest says what waits."""

from datetime import timedelta

import pytest
from django.core import mail

from alliance import clocks, outbox
from alliance.models import Notice
from teleconsult import scheduling
from teleconsult.models import Booking
from tests.factories import at
from tests.teleconsult.factories import Way

DAY, SOON = timedelta(hours=24), timedelta(minutes=15)


@pytest.fixture
def booking(way: Way, clock):
    with clock("2027-03-01 09:00"):
        case = way.scheduled(50)
    return Booking.objects.live().select_related("slot", "consultation").get(consultation=case)


def reminders():
    rows = Notice.objects.filter(kind__startswith="reminder-").order_by("pk")
    return [(row.kind, row.person.name) for row in rows.select_related("person")]


def both(kind: str) -> list[tuple[str, str]]:
    return [(f"reminder-{kind}", "沈若溪"), (f"reminder-{kind}", "顾明远")]


def test_a_cancelled_consultation_reminds_nobody(booking, way):
    scheduling.cancel(booking.consultation, because="病情有变", by=way.doctor, at=booking.slot.begins_at - DAY * 2)
    clocks.tick(booking.slot.begins_at - SOON)
    assert reminders() == []


def test_both_are_reminded_a_day_before_and_a_quarter_of_an_hour_before_once(booking):
    begins = booking.slot.begins_at
    for moment, told in (
        (begins - DAY - timedelta(seconds=1), []),
        (begins - DAY, both("day")),
        (begins - DAY, both("day")),
        (begins - SOON - timedelta(seconds=1), both("day")),
        (begins - SOON, [*both("day"), *both("soon")]),
        (begins, [*both("day"), *both("soon")]),
    ):
        clocks.tick(moment)
        assert reminders() == told


def test_a_clock_that_goes_back_an_hour_reminds_nobody_again(booking):
    begins = booking.slot.begins_at
    for moment in (begins - SOON, begins - SOON - timedelta(hours=1), begins - SOON):
        clocks.tick(moment)
    assert reminders() == both("soon")


def test_after_a_pause_only_the_reminder_that_still_helps_is_sent(booking):
    clocks.tick(booking.slot.begins_at - timedelta(minutes=5))
    clocks.tick(booking.slot.begins_at + timedelta(minutes=1))
    assert reminders() == both("soon")


def test_whoever_books_within_a_day_is_not_told_of_it_again_at_once(way: Way, clock):
    with clock("2027-03-01 09:00"):
        case = way.scheduled(5)
    begins = Booking.objects.live().get(consultation=case).slot.begins_at
    clocks.tick(begins - timedelta(hours=4))
    assert reminders() == []
    clocks.tick(begins - SOON)
    assert reminders() == both("soon")


# --- digests --------------------------------------------------------------------------------------------------------
def digests():
    """All but that of the empty roster."""
    rows = Notice.objects.filter(kind__startswith="digest-").exclude(kind="digest-duty")
    return list(rows.values_list("kind", "person__name", "facts"))


def test_nothing_waits_nothing_is_sent(coordinator, expert):
    clocks.tick(at("2027-03-02 08:01"))
    assert digests() == []


def test_the_morning_says_what_waits_once_a_day(way: Way, clock, coordinator):
    with clock("2027-03-01 15:00"):
        way.submitted()
        way.triaged()
    clocks.tick(at("2027-03-02 07:29"))
    assert digests() == []
    for moment in ("08:01", "08:31", "09:59"):
        clocks.tick(at(f"2027-03-02 {moment}"))
    found = {kind: facts for kind, _name, facts in digests()}
    assert len(digests()) == 2
    assert found["digest-coordinator"] == {"assign": "1", "late": "0", "booked": "0", "unowned": "0"}
    assert found["digest-expert"] == {"accept": "1", "booked": "0", "opinions": "0", "comments": "0"}
    clocks.tick(at("2027-03-03 08:01"))
    assert len(digests()) == 4


def test_a_digest_is_of_the_morning_or_not_at_all(way: Way, clock, coordinator):
    with clock("2027-03-01 15:00"):
        way.submitted()
    clocks.tick(at("2027-03-02 10:30"))
    assert digests() == []


def test_a_digest_also_goes_by_mail(way: Way, clock, coordinator):
    with clock("2027-03-01 15:00"):
        way.submitted()
    clocks.tick(at("2027-03-02 08:01"))
    outbox.deliver(at("2027-03-02 08:01"))
    assert [letter.to for letter in mail.outbox if "分诊" in letter.subject or "1" in letter.subject]
