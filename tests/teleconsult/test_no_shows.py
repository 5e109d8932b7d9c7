"""Somebody did not come: said late enough, by who may say it, and the case is offered a time again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance import overview
from alliance.models import Deadline, Notice
from teleconsult import no_shows, scheduling, timers, waiting_list
from teleconsult.call import presence
from teleconsult.models import Booking, Consultation, MovedOn, Slot, State
from tests.teleconsult.factories import Way

now = timezone.now
NoShow = Booking.NoShow


def started(way: Way, minutes: int) -> Consultation:
    """A booked case whose time began so many minutes ago."""
    case = way.scheduled(0.01)
    begins = now() - timedelta(minutes=minutes)
    Slot.objects.filter(bookings__consultation=case).update(begins_at=begins, ends_at=begins + timedelta(hours=1))
    return case


def mark(case: Consultation, way: Way, who: str = NoShow.PATIENT) -> None:
    no_shows.mark(case, who=who, because="电话无人接听", by=way.expert, at=now())


# --- refusals -------------------------------------------------------------------------------------------------------
def test_in_the_first_quarter_of_an_hour_nobody_is_said_not_to_have_come(way: Way) -> None:
    with pytest.raises(no_shows.TooEarly):
        mark(started(way, 14), way)


@pytest.mark.parametrize("state", ["accepted", "in_session", "opinion_draft"])
def test_only_a_case_that_is_booked_and_has_not_begun_is_missed(way: Way, state: str) -> None:
    with pytest.raises(MovedOn):
        mark(getattr(way, state)(), way)


def test_whoever_is_in_the_room_is_there(way: Way) -> None:
    case = started(way, 20)
    seat = case.room.seats.get(person=way.doctor)
    presence.join(seat, uuid4(), uuid4(), now())
    with pytest.raises(no_shows.TheyAreThere):
        mark(case, way, NoShow.DOCTOR)
    mark(case, way, NoShow.PATIENT)  # the doctor came without the patient


def test_the_database_knows_no_missed_booking_that_still_stands(way: Way) -> None:
    way.scheduled()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.update(no_show=NoShow.PATIENT)


def test_the_doctor_does_not_mark_it_herself(way: Way, browser: Any) -> None:
    case = started(way, 20)
    answer = browser(way.doctor).post(f"/consultations/{case.code}/no-show/", {"who": "expert", "because": "x"})
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (302, State.SCHEDULED)


# --- the way --------------------------------------------------------------------------------------------------------
def test_a_missed_case_is_accepted_again_waits_since_it_was_sent_and_both_sides_are_told(
    way: Way, browser: Any
) -> None:
    case = started(way, 20)
    page = browser(way.coordinator)
    assert page.get(case.get_absolute_url()).context["missed"]
    answer = page.post(f"/consultations/{case.code}/no-show/", {"who": "patient", "because": "没有到"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("/slots/")  # the next free times
    case.refresh_from_db()
    booking = case.bookings.get()
    assert (case.state, booking.no_show, booking.cancelled_because) == (State.ACCEPTED, "patient", "没有到")
    assert Deadline.objects.filter(subject_code=case.code, kind=timers.START, met_at=None).exists()
    assert waiting_list.entry_of(case).since == case.submitted_at
    told = Notice.objects.filter(kind="no-show").values_list("person", flat=True)
    assert sorted(told) == sorted([way.doctor.pk, way.expert.pk])
    words = page.get(case.get_absolute_url()).content.decode()
    assert "没有到" in words


def test_the_next_free_time_is_offered_to_the_missed_case(way: Way) -> None:
    case, slot = started(way, 20), way.slot(48)
    mark(case, way, NoShow.DOCTOR)
    waiting_list.fill(way.expert, at=now())
    assert waiting_list.offer_of(case, at=now()).slot == slot


def test_the_leader_reads_how_often_who_did_not_come(way: Way, leader: Any) -> None:
    mark(started(way, 20), way, NoShow.PATIENT)
    counts = [row.count for row in overview.read(leader, now()).rows if str(NoShow.PATIENT.label) in row.label]
    assert counts == [1]


def test_a_missed_case_can_be_booked_anew(way: Way) -> None:
    case = started(way, 20)
    mark(case, way)
    scheduling.hold(case, way.slot(48), by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now())
    assert (case.state, waiting_list.entry_of(case)) == (State.SCHEDULED, None)
