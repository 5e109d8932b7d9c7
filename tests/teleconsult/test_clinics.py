"""An expert's weekly clinic at a community site: with leave to practise there, for the patients of the site."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alliance import clocks
from alliance.models import Notice, SiteRegistration
from teleconsult import calendars, clinics, hours, meeting, qualifying, scheduling, slotting
from teleconsult.models import Clinic, RegistrationWarning, Slot, State
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way
from tests.teleconsult.racing import race, winners

MONDAY = at("2027-03-01 07:00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    """It is Monday morning."""
    with clock("2027-03-01 07:00"):
        yield


@pytest.fixture
def registered(way: Way) -> SiteRegistration:
    """The expert may practise at 北桥 until the second Monday."""
    return factories.make_site(way.expert, way.place, valid_until=date(2027, 3, 8))


def opened(way: Way, **fields: Any) -> Clinic:
    """Mondays from nine, three patients."""
    wanted: dict[str, Any] = {
        "weekday": 0,
        "begins": time(9),
        "patients": 3,
        "slot_minutes": 30,
        "insurance": True,
        "valid_from": date(2027, 3, 1),
        "valid_until": None,
        **fields,
    }
    return clinics.open_clinic(way.expert, way.place, way.centre, **wanted, by=way.coordinator, at=MONDAY)


def places(way: Way) -> list[str]:
    slots = Slot.objects.filter(clinic__isnull=False, withdrawn_at=None)
    return [f"{slot.begins_at.astimezone(way.place.tz):%m-%d %H:%M}" for slot in slots]


# --- refusals -------------------------------------------------------------------------------------------------------
def test_without_leave_to_practise_at_the_site_no_clinic_opens(way: Way) -> None:
    with pytest.raises(clinics.NotRegistered):
        opened(way)
    factories.make_site(way.expert, way.place, valid_until=date(2027, 2, 28))
    way.expert.refresh_from_db()
    with pytest.raises(clinics.NotRegistered):
        opened(way)


@pytest.mark.usefixtures("registered")
def test_an_expert_is_in_one_clinic_at_a_time(way: Way) -> None:
    opened(way)
    with pytest.raises(clinics.Overlaps):
        opened(way, begins=time(10))
    opened(way, begins=time(10, 30))
    opened(way, weekday=1, valid_from=date(2027, 3, 2))
    for columns in ({"patients": 21}, {"weekday": 7}, {"valid_until": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Clinic.objects.update(**columns)


@pytest.mark.usefixtures("registered")
def test_a_place_is_for_the_patients_of_the_site_alone(way: Way, wanghu, neighbour) -> None:
    opened(way)
    factories.make_agreement(wanghu, way.centre)
    elsewhere = Way(neighbour, wanghu, way.centre, way.expert, way.coordinator).accepted()
    slot = Slot.objects.filter(clinic__isnull=False).earliest("begins_at")
    assert slotting.free_slots(elsewhere, at=MONDAY) == []
    with pytest.raises(scheduling.SlotGone):
        scheduling.hold(elsewhere, slot, by=neighbour, at=MONDAY)
    scheduling.hold(way.accepted(), slot, by=way.doctor, at=MONDAY)


def test_after_the_last_day_of_the_leave_nothing_is_offered_and_what_was_booked_does_not_begin(
    way: Way, registered: SiteRegistration
) -> None:
    opened(way)
    assert {each[:5] for each in places(way)} == {"03-01", "03-08"}  # not the 15th
    case = way.accepted()
    scheduling.hold(case, Slot.objects.filter(clinic__isnull=False).earliest("begins_at"), by=way.doctor, at=MONDAY)
    scheduling.confirm(case, by=way.doctor, at=MONDAY)
    SiteRegistration.objects.filter(pk=registered.pk).update(valid_from=date(2027, 2, 1), valid_until=date(2027, 2, 28))
    way.expert.refresh_from_db()
    assert slotting.free_slots(way.accepted(), at=MONDAY) == []
    way.checked(case)
    with pytest.raises(qualifying.NotQualified):
        meeting.begin(case, by=way.expert, at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_one_clinic_opened_many_times_at_once_is_one(way: Way) -> None:
    factories.make_site(way.expert, way.place)
    ends = race(*[partial(opened, way)] * 4)
    assert len(winners(ends, clinics.Overlaps)) == 1
    assert Clinic.objects.count() == 1


# --- the way --------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("registered")
def test_the_sessions_are_slots_at_the_site_and_the_own_hours_give_way_and_come_back(way: Way) -> None:
    hours.add_hours(way.expert, way.centre, weekday=0, begins=time(9), ends=time(12), slot_minutes=60, at=MONDAY)
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + timedelta(days=1))
    clinic = opened(way)
    day = Slot.objects.filter(withdrawn_at=None, begins_at__lt=at("2027-03-02 00:00"))
    assert places(way)[:3] == ["03-01 09:00", "03-01 09:30", "03-01 10:00"]
    assert [slot.begins_at for slot in day.filter(clinic=None)] == [at("2027-03-01 11:00")]
    clinics.end_clinic(clinic, by=way.coordinator, at=MONDAY)
    assert places(way) == []
    hours_back = [at(f"2027-03-01 {hour}:00") for hour in ("09", "10", "11")]
    assert [slot.begins_at for slot in day] == hours_back


@pytest.mark.usefixtures("registered")
def test_a_doctor_of_the_site_books_a_place_and_the_case_says_where(way: Way, browser: Any) -> None:
    opened(way)
    case, page = way.accepted(), browser(way.doctor)
    shown = page.get("/clinics/").context
    assert [(one.places, one.free) for one in shown["sessions"]] == [(3, 3), (3, 3)]
    assert shown["sessions"][0].cases == [case]
    slot = slotting.free_slots(case, at=MONDAY)[0]
    page.post(f"/consultations/{case.code}/hold/", {"slot": str(slot.code)})
    page.post(f"/consultations/{case.code}/confirm/")
    case.refresh_from_db()
    booking = scheduling.live_booking(case)
    assert booking is not None
    assert (case.state, booking.slot.clinic.insurance) == (State.SCHEDULED, True)
    assert way.place.name in page.get(case.get_absolute_url()).content.decode()
    assert b"LOCATION:" in calendars.of([booking], at=MONDAY)
    assert page.get("/clinics/").context["sessions"][0].free == 2


@pytest.mark.usefixtures("registered")
def test_the_coordinator_opens_and_ends_a_clinic_on_the_page_and_the_doctor_does_not(way: Way, browser: Any) -> None:
    form = {
        "expert": way.expert.pk,
        "site": way.place.pk,
        "weekday": "0",
        "begins": "09:00",
        "patients": "3",
        "slot_minutes": "30",
        "valid_from": "2027-03-01",
        "insurance": "on",
    }
    assert browser(way.doctor).post("/clinics/", form).status_code == 403
    page = browser(way.coordinator)
    assert page.post("/clinics/", {**form, "valid_until": "2027-02-01"}).status_code == 422
    assert page.post("/clinics/", form).status_code == 302
    assert page.post("/clinics/", form).status_code == 422  # it overlaps with itself
    clinic = Clinic.objects.get()
    assert browser(way.doctor).post(f"/clinics/{clinic.code}/end/").status_code == 403
    assert page.post(f"/clinics/{clinic.code}/end/").status_code == 302
    clinic.refresh_from_db()
    assert clinic.ended_at is not None


def test_a_month_before_a_leave_ends_expert_leader_and_coordinator_are_warned_once(
    way: Way, registered: SiteRegistration, leader, browser: Any
) -> None:
    for _ in range(2):
        clocks.tick(MONDAY)
    told = Notice.objects.filter(kind="registration-ends").values_list("person", flat=True)
    assert sorted(told) == sorted([way.expert.pk, leader.pk, way.coordinator.pk])
    assert browser(way.expert).get("/availability/").context["ending"] == [registered]
    SiteRegistration.objects.filter(pk=registered.pk).update(valid_until=date(2027, 3, 20))
    clocks.tick(MONDAY)  # another end, another warning
    assert RegistrationWarning.objects.count() == 2


def test_a_leave_that_ends_later_is_not_spoken_of_yet(way: Way) -> None:
    factories.make_site(way.expert, way.place, valid_until=date(2027, 4, 15))
    clocks.tick(MONDAY)
    assert not RegistrationWarning.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_ticks_warn_once(way: Way) -> None:
    factories.make_site(way.expert, way.place, valid_until=date(2027, 3, 8))
    winners(race(*[partial(clinics.warn, MONDAY)] * 4))
    assert Notice.objects.filter(kind="registration-ends", person=way.expert).count() == 1
