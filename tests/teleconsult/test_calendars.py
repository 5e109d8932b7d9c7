"""Calendar files that other programs read: each change is a new sequence, nothing says who the patient is."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from alliance.models import AuditEntry, Person
from teleconsult import asking, calendars, scheduling, triaging
from teleconsult.models import Consultation
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

now = timezone.now


def event(content: bytes) -> Any:
    """The one event of a file."""
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def feed_of(person: Person) -> Any:
    """The one event of somebody's private feed, fetched as a calendar program does: without signing in."""
    return event(Client().get(reverse("teleconsult:feed", args=[person.calendar_token])).content)


def rebook(case: Consultation, way: Way, hours: float = 60) -> None:
    scheduling.hold(case, way.slot(hours), by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now(), because="出诊")


# --- refusals -------------------------------------------------------------------------------------------------------
def test_a_token_that_is_nobodys_opens_nothing(way: Way) -> None:
    assert Client().get(reverse("teleconsult:feed", args=[uuid4()])).status_code == 404


def test_a_renewed_address_shuts_the_old_one_at_once(way: Way, browser: Any) -> None:
    old = reverse("teleconsult:feed", args=[way.expert.calendar_token])
    browser(way.expert).post(reverse("teleconsult:feed_renew"))
    way.expert.refresh_from_db()
    assert Client().get(old).status_code == 404
    assert Client().get(reverse("teleconsult:feed", args=[way.expert.calendar_token])).status_code == 200
    assert AuditEntry.objects.filter(action="calendar.renewed", person=way.expert.code).exists()


def test_whoever_is_locked_out_has_no_feed(way: Way) -> None:
    Person.objects.filter(pk=way.expert.pk).update(is_active=False)
    assert Client().get(reverse("teleconsult:feed", args=[way.expert.calendar_token])).status_code == 404


def test_a_case_without_a_booking_has_no_file(way: Way, browser: Any) -> None:
    case = way.accepted()
    assert browser(way.doctor).get(reverse("teleconsult:ics", args=[case.code])).status_code == 404


def test_a_mere_hold_stands_in_nobodys_calendar(way: Way) -> None:
    scheduling.hold(way.accepted(), way.slot(), by=way.doctor, at=now())
    assert calendars.bookings_of(way.expert, at=now()) == []


def test_somebody_elses_meetings_are_not_in_my_feed(way: Way, centre, colleague) -> None:
    way.scheduled()
    for person in (factories.make_expert(centre), colleague, way.coordinator):
        assert calendars.bookings_of(person, at=now()) == []


# --- the way --------------------------------------------------------------------------------------------------------
def test_no_calendar_knows_who_the_patient_is(way: Way, browser: Any) -> None:
    case = way.scheduled()
    files = [
        browser(way.doctor).get(reverse("teleconsult:ics", args=[case.code])),
        Client().get(reverse("teleconsult:feed", args=[way.expert.calendar_token])),
    ]
    for answer in files:
        text = answer.content.decode() + str(answer.headers)
        for word in (case.patient.name, case.patient.phone, "减药", str(case.patient.code)):
            assert word not in text


def test_the_hour_stands_in_the_institutions_zone_with_a_reminder_and_the_way_to_the_room(way: Way, clock) -> None:
    with clock("2027-03-01 09:00"):
        case = way.scheduled(hours=25)
        found = event(calendars.of(calendars.bookings_of(way.doctor, at=now()), at=now()))
    slot = scheduling.live_booking(case).slot
    begins = found["DTSTART"].dt
    assert (begins, str(begins.tzinfo)) == (slot.begins_at.replace(microsecond=0), "Asia/Shanghai")
    assert begins == at("2027-03-02 10:00")
    assert str(found["UID"]).startswith(str(case.code))
    assert case.room.get_absolute_url() in str(found["URL"])
    assert [alarm["TRIGGER"].dt.total_seconds() for alarm in found.walk("VALARM")] == [-900]


def test_both_sides_see_the_same_event(way: Way) -> None:
    way.scheduled()
    mine, theirs = feed_of(way.doctor), feed_of(way.expert)
    assert (mine["UID"], mine["SEQUENCE"], mine["DTSTART"].dt) == (
        theirs["UID"],
        theirs["SEQUENCE"],
        theirs["DTSTART"].dt,
    )


def test_moving_and_giving_back_are_new_sequences_of_one_event(way: Way) -> None:
    case = way.scheduled(30)
    seen = [feed_of(way.doctor)]
    rebook(case, way)
    seen.append(feed_of(way.doctor))
    scheduling.cancel(case, because="下乡", by=way.doctor, at=now())
    seen.append(feed_of(way.doctor))
    rebook(case, way, 90)
    seen.append(feed_of(way.doctor))
    assert len({str(one["UID"]) for one in seen}) == 1
    assert [str(one["STATUS"]) for one in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    numbers = [int(one["SEQUENCE"]) for one in seen]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("how", ["taken back", "given to somebody else"])
def test_an_hour_that_is_off_is_cancelled_in_the_experts_calendar_too(way: Way, centre, how: str) -> None:
    case = way.scheduled()
    before = feed_of(way.expert)
    if how == "taken back":
        asking.cancel(case, because="x", by=way.doctor, at=now())
    else:
        triaging.assign(case, to=factories.make_expert(centre), by=way.coordinator, at=now())
    after = feed_of(way.expert)
    assert (str(after["STATUS"]), after["UID"]) == ("CANCELLED", before["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert not after.walk("VALARM")


def test_after_a_change_of_expert_the_doctors_calendar_shows_the_new_hour(way: Way, centre) -> None:
    case = way.scheduled()
    second = factories.make_expert(centre)
    triaging.assign(case, to=second, by=way.coordinator, at=now())
    triaging.accept(case, by=second, at=now())
    other = Way(way.doctor, way.place, way.centre, second, way.coordinator)
    rebook(case, other)
    assert str(feed_of(way.doctor)["STATUS"]) == "CONFIRMED"
    assert str(feed_of(way.expert)["STATUS"]) == "CANCELLED"


def test_a_feed_speaks_the_language_of_its_person(way: Way) -> None:
    way.scheduled()
    Person.objects.filter(pk=way.doctor.pk).update(language="en")
    Person.objects.filter(pk=way.expert.pk).update(language="zh-hans")
    with translation.override("zh-hans"):
        chinese = translation.gettext("Video consultation %(number)s").partition("%")[0]
    assert str(feed_of(way.doctor)["SUMMARY"]).startswith("Video consultation XQ-")
    assert str(feed_of(way.expert)["SUMMARY"]).startswith(chinese)


def test_reading_a_feed_is_written_down(way: Way) -> None:
    way.scheduled()
    feed_of(way.doctor)
    assert AuditEntry.objects.filter(action="calendar.read", person=way.doctor.code).exists()
