"""At a fixed clinic the expert sits with the patient: place and time, no room, and no call to come into."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance.models import Notice
from teleconsult import calendars, clinics, meeting, reminding, scheduling, slotting
from teleconsult.call.models import Room
from teleconsult.models import Booking, Consultation, Slot, State
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

MONDAY = at("2027-03-01 07:00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    """It is Monday morning."""
    with clock("2027-03-01 07:00"):
        yield


@pytest.fixture
def case(way: Way) -> Consultation:
    """Booked at the clinic at 北桥, this Monday at nine."""
    factories.make_site(way.expert, way.place)
    clinics.open_clinic(
        way.expert,
        way.place,
        way.centre,
        weekday=0,
        begins=time(9),
        patients=3,
        slot_minutes=30,
        insurance=True,
        valid_from=date(2027, 3, 1),
        valid_until=None,
        by=way.coordinator,
        at=MONDAY,
    )
    return book(way.accepted(), way, Slot.objects.get(begins_at=at("2027-03-01 09:00")))


def book(case: Consultation, way: Way, slot: Slot) -> Consultation:
    scheduling.hold(case, slot, by=way.doctor, at=MONDAY)
    scheduling.confirm(case, by=way.doctor, at=MONDAY, because="改期")
    return Consultation.objects.get(pk=case.pk)


def booking_of(case: Consultation) -> Booking:
    found = scheduling.live_booking(case)
    assert found is not None
    return found


# --- refusals -------------------------------------------------------------------------------------------------------
def test_a_call_has_a_room_whatever_anybody_writes(way: Way) -> None:
    case = way.scheduled()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=case.pk).update(room=None)


def test_without_the_experts_check_it_does_not_begin(way: Way, case: Consultation) -> None:
    with pytest.raises(meeting.ChecksMissing):
        meeting.begin(case, by=way.expert, at=MONDAY)


def test_no_line_can_fail(way: Way, case: Consultation, browser: Any) -> None:
    meeting.check(case, {"present": "患者和妻子"}, by=way.expert, at=MONDAY)
    meeting.begin(case, by=way.expert, at=MONDAY)
    with pytest.raises(meeting.NoLine):
        meeting.abort(case, because="断线", by=way.expert, at=MONDAY)
    answer = browser(way.expert).post(reverse("teleconsult:abort", args=[case.code]), {"because": "断线"})
    assert answer.status_code == 302
    assert Consultation.objects.get(pk=case.pk).state == State.IN_SESSION


# --- no room --------------------------------------------------------------------------------------------------------
def test_it_is_booked_without_a_room_and_both_hear_where(way: Way, case: Consultation) -> None:
    assert (case.state, case.in_person, case.room) == (State.SCHEDULED, True, None)
    assert not Room.objects.exists()
    notice = Notice.objects.get(person=way.expert, kind="booked-in-person")
    assert notice.facts["place"] == way.place.label


@pytest.mark.parametrize("who", ["doctor", "expert", "coordinator"])
def test_every_page_names_the_place_and_no_call(way: Way, case: Consultation, browser: Any, who: str) -> None:
    mine = browser(getattr(way, who))
    page = mine.get(case.get_absolute_url()).content.decode()
    assert way.place.name in page
    for listed in (page, mine.get(reverse("teleconsult:list")).content.decode()):
        assert "/rooms/" not in listed


def test_nobody_is_asked_into_a_room_a_quarter_of_an_hour_before(way: Way, case: Consultation) -> None:
    reminding.remind(at("2027-03-01 08:50"))
    assert not Notice.objects.filter(kind__startswith="reminder").exists()


def test_a_day_before_both_are_reminded_of_the_place(way: Way, case: Consultation) -> None:
    moved = book(case, way, Slot.objects.get(begins_at=at("2027-03-08 09:00")))
    reminding.remind(at("2027-03-07 10:00"))
    told = Notice.objects.filter(kind="reminder-there", about_code=moved.code)
    assert {one.person for one in told} == {way.doctor, way.expert}
    assert {one.facts["place"] for one in told} == {way.place.label}


def test_the_calendar_names_the_place_and_has_no_address_to_click(case: Consultation) -> None:
    text = calendars.of([booking_of(case)], at=MONDAY).decode()
    assert "LOCATION:" in text
    assert "URL" not in text
    assert "TRIGGER:-PT1H" in text


# --- the meeting ----------------------------------------------------------------------------------------------------
def test_the_expert_confirms_alone_begins_and_ends_on_the_case(way: Way, case: Consultation, browser: Any) -> None:
    mine, url = browser(way.expert), case.get_absolute_url()
    check = {"identity_confirmed": "on", "present": "患者和妻子"}
    for name, sent, state in (
        ("start_check", check, State.SCHEDULED),
        ("begin", {}, State.IN_SESSION),
        ("end", {}, State.OPINION_DRAFT),
    ):
        address = reverse(f"teleconsult:{name}", args=[case.code])
        assert address in mine.get(url).content.decode()
        assert mine.post(address, sent).status_code == 302
        case.refresh_from_db()
        assert case.state == state
    assert not Room.objects.exists()


def test_the_doctor_of_the_site_confirms_nothing(way: Way, case: Consultation, browser: Any) -> None:
    page = browser(way.doctor).get(case.get_absolute_url()).content.decode()
    assert reverse("teleconsult:start_check", args=[case.code]) not in page


# --- from one to the other ------------------------------------------------------------------------------------------
def test_moved_from_a_call_to_the_clinic_the_room_closes_and_back_another_opens(way: Way, case: Consultation) -> None:
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    by_video = book(way.accepted(), way, way.slot(50))
    first = by_video.room
    assert first is not None
    there = book(by_video, way, Slot.objects.get(begins_at=at("2027-03-08 09:30")))
    first.refresh_from_db()
    assert (there.in_person, first.closed_at is not None) == (True, True)
    back = book(there, way, way.slot(74))
    assert back.in_person is False
    assert back.room is not None
    assert (back.room.closed_at, back.room.starts_at) == (None, booking_of(back).slot.begins_at)
    assert back.room != first


def test_opened_now_it_is_a_call_after_all(way: Way, case: Consultation) -> None:
    scheduling.cancel(case, because="下雪", by=way.doctor, at=MONDAY)
    scheduling.open_now(case, by=way.expert, at=MONDAY + timedelta(minutes=1))
    assert case.room is not None
    assert Consultation.objects.get(pk=case.pk).in_person is False
