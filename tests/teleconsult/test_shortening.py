"""Leave to practise is shortened after a booking was made: whom it hits is shown first, then each case moves."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from alliance import practising
from alliance.models import Notice, Person, SiteRegistration
from teleconsult import clinics, hours, scheduling, slotting
from teleconsult.models import Consultation, Offer, Slot, State
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

MONDAY = at("2027-03-01 07:00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    """It is Monday morning; the expert has hours on every Monday and Thursday."""
    with clock("2027-03-01 07:00"):
        yield


@pytest.fixture
def centre_leave(way: Way) -> SiteRegistration:
    """Her leave to practise at the centre, and hours there."""
    for day in (0, 3):
        hours.add_hours(way.expert, way.centre, weekday=day, begins=time(9), ends=time(11), slot_minutes=60, at=MONDAY)
    return way.expert.site_registrations.get()


def booked(way: Way, begins: datetime) -> Consultation:
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    case = way.accepted()
    scheduling.hold(case, Slot.objects.get(begins_at=begins), by=way.doctor, at=MONDAY)
    scheduling.confirm(case, by=way.doctor, at=MONDAY)
    return case


def shorten(site: SiteRegistration, last: date, by: Person) -> None:
    practising.change_site(site, is_main=site.is_main, valid_until=last, by=by, at=MONDAY)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


# --- shown first ----------------------------------------------------------------------------------------------------
def test_nothing_changes_until_whoever_shortens_it_has_seen_what_falls_outside(
    way: Way, leader, browser, centre_leave
) -> None:
    case = booked(way, at("2027-03-11 09:00"))
    url = reverse("alliance:site_change", args=[way.expert.memberships.get().code])
    sent = {"site": centre_leave.pk, "is_main": "on", "valid_until": "2027-03-10"}
    shown = browser(leader).post(url, sent)
    assert shown.status_code == 409
    assert case.number in shown.content.decode()
    assert case.patient.name not in shown.content.decode()
    centre_leave.refresh_from_db()
    assert centre_leave.valid_until is None
    assert browser(leader).post(url, {**sent, "anyway": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_a_longer_leave_or_one_that_hits_nothing_asks_nothing(way: Way, leader, browser, centre_leave) -> None:
    booked(way, at("2027-03-04 09:00"))
    url = reverse("alliance:site_change", args=[way.expert.memberships.get().code])
    sent = {"site": centre_leave.pk, "is_main": "on"}
    for last in ("2027-03-04", "2027-04-01", ""):  # the last day is still a day of work
        assert browser(leader).post(url, {**sent, "valid_until": last}).status_code == 302
    assert Consultation.objects.get().state == State.SCHEDULED


# --- moved ----------------------------------------------------------------------------------------------------------
def test_each_booking_outside_is_offered_the_next_time_inside_and_each_side_is_told(
    way: Way, leader, centre_leave
) -> None:
    inside, outside = booked(way, at("2027-03-08 09:00")), booked(way, at("2027-03-11 09:00"))
    (shown,) = practising.outside(centre_leave, date(2027, 3, 10), at=MONDAY)
    assert (shown.name, shown.instead) == (outside.number, at("2027-03-01 09:00"))
    shorten(centre_leave, date(2027, 3, 10), leader)
    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.state, outside.state) == (State.SCHEDULED, State.ACCEPTED)
    assert Offer.objects.get(consultation=outside).booking.slot.begins_at == shown.instead
    assert told("leave-offered") == [way.doctor.name]
    assert told("leave-shortened") == sorted([way.coordinator.name, way.expert.name])


def test_where_no_time_is_left_the_coordinator_is_asked_and_the_case_waits(way: Way, leader, centre_leave) -> None:
    case = booked(way, at("2027-03-04 09:00"))
    shorten(centre_leave, date(2027, 2, 28), leader)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert case.waiting_entries.filter(ended_at=None).exists()
    assert told("leave-no-time") == sorted([way.coordinator.name, way.doctor.name])


def test_a_hold_outside_is_not_confirmed(way: Way, leader, centre_leave) -> None:
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    case = way.accepted()
    scheduling.hold(case, Slot.objects.get(begins_at=at("2027-03-11 09:00")), by=way.doctor, at=MONDAY)
    shorten(centre_leave, date(2027, 3, 10), leader)
    with pytest.raises(scheduling.HoldLapsed):
        scheduling.confirm(case, by=way.doctor, at=MONDAY)


def test_leave_at_the_site_of_a_clinic_counts_for_the_clinic_alone(way: Way, leader, centre_leave) -> None:
    there = factories.make_site(way.expert, way.place)
    clinics.open_clinic(
        way.expert,
        way.place,
        way.centre,
        weekday=1,
        begins=time(9),
        patients=2,
        slot_minutes=30,
        insurance=False,
        valid_from=date(2027, 3, 1),
        valid_until=None,
        by=way.coordinator,
        at=MONDAY,
    )
    at_site, by_video = booked(way, at("2027-03-09 09:00")), booked(way, at("2027-03-11 09:00"))
    shorten(there, date(2027, 3, 8), leader)
    at_site.refresh_from_db()
    by_video.refresh_from_db()
    assert (at_site.state, by_video.state) == (State.ACCEPTED, State.SCHEDULED)


def test_another_leave_for_the_same_place_covers_it(way: Way, leader, centre_leave) -> None:
    case = booked(way, at("2027-03-11 09:00"))
    factories.make_site(way.expert, way.centre, is_main=False)
    shorten(centre_leave, date(2027, 3, 10), leader)
    case.refresh_from_db()
    assert case.state == State.SCHEDULED
