"""An expert is away: whom it hits is shown first; each case is offered another time, and each side told once."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alliance.models import Notice
from teleconsult import absences, hours, scheduling, slotting, waiting_list
from teleconsult.models import Absence, Booking, Consultation, MovedOn, Slot, State
from tests.factories import at
from tests.teleconsult.factories import Way
from tests.teleconsult.racing import race, winners

MONDAY = at("2027-03-01 07:00")
TUESDAY = at("2027-03-02 00:00")


@pytest.fixture(autouse=True)
def monday(clock: Any) -> Any:
    """It is Monday morning, before anybody works."""
    with clock("2027-03-01 07:00"):
        yield


def weekly(way: Way, *days: int) -> None:
    """Two hours on each of these days of the week."""
    for day in days:
        hours.add_hours(way.expert, way.centre, weekday=day, begins=time(9), ends=time(11), slot_minutes=60, at=MONDAY)


def booked(way: Way, begins: datetime) -> Consultation:
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    case = way.accepted()
    scheduling.hold(case, Slot.objects.get(begins_at=begins), by=way.doctor, at=MONDAY)
    scheduling.confirm(case, by=way.doctor, at=MONDAY)
    return case


def away(way: Way, begins_at: datetime = MONDAY, ends_at: datetime = TUESDAY, by: Any = None) -> Absence:
    span = {"begins_at": begins_at, "ends_at": ends_at}
    return absences.enter(way.expert, way.centre, **span, because="外出开会", by=by or way.coordinator, at=MONDAY)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


# --- refusals -------------------------------------------------------------------------------------------------------
def test_an_absence_that_is_over_or_runs_backwards_is_refused(way: Way) -> None:
    for ends_at in (MONDAY, MONDAY - timedelta(days=1)):
        with pytest.raises(absences.EndsBeforeItBegins):
            away(way, MONDAY - timedelta(days=2), ends_at)
    away(way)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.update(ends_at=MONDAY)


def test_nobody_books_into_an_absence_not_even_with_a_hold_from_before(way: Way) -> None:
    weekly(way, 0, 1)
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    case, slot = way.accepted(), Slot.objects.earliest("begins_at")
    scheduling.hold(case, slot, by=way.doctor, at=MONDAY)
    away(way)
    with pytest.raises(scheduling.HoldLapsed):
        scheduling.confirm(case, by=way.doctor, at=MONDAY)
    with pytest.raises(scheduling.SlotGone):
        scheduling.hold(case, slot, by=way.doctor, at=MONDAY)
    assert slotting.free_slots(case, at=MONDAY)[0].begins_at == at("2027-03-02 09:00")


def test_a_session_that_runs_is_not_taken_away(way: Way) -> None:
    case = way.in_session()
    away(way)
    case.refresh_from_db()
    assert case.state == State.IN_SESSION


def test_it_is_lifted_once(way: Way) -> None:
    absence = away(way)
    absences.lift(absence, by=way.expert, at=MONDAY)
    with pytest.raises(absences.AlreadyLifted):
        absences.lift(absence, by=way.expert, at=MONDAY)


def test_a_doctor_enters_nobodys_absence_and_an_expert_her_own_alone(way: Way, browser: Any, centre) -> None:
    from tests import factories

    other = factories.make_expert(centre)
    form = {"expert": str(other.code), "first_day": "2027-03-01", "because": "x", "action": "enter"}
    assert browser(way.doctor).post("/absences/", form).status_code == 403
    assert browser(way.expert).post("/absences/", form).status_code == 422
    assert not Absence.objects.exists()


# --- the way --------------------------------------------------------------------------------------------------------
def test_the_preview_names_every_booking_with_a_time_of_its_own_and_changes_nothing(way: Way) -> None:
    weekly(way, 0, 1)
    first, second = booked(way, at("2027-03-01 09:00")), booked(way, at("2027-03-01 10:00"))
    hits = absences.preview(way.expert, begins_at=MONDAY, ends_at=TUESDAY, at=MONDAY)
    assert [hit.booking.consultation for hit in hits] == [first, second]
    assert [hit.instead.begins_at for hit in hits] == [at("2027-03-02 09:00"), at("2027-03-02 10:00")]
    assert Booking.objects.live().count() == 2
    assert not Absence.objects.exists()


def test_every_booking_of_the_day_is_offered_the_next_time_and_each_side_is_told_once(way: Way) -> None:
    weekly(way, 0, 1)
    cases = [booked(way, at("2027-03-01 09:00")), booked(way, at("2027-03-01 10:00"))]
    Notice.objects.all().delete()
    away(way)
    for case, hour in zip(cases, ("09", "10"), strict=True):
        case.refresh_from_db()
        offer = waiting_list.offer_of(case, at=MONDAY)
        assert (case.state, offer.slot.begins_at, offer.because) == (
            State.ACCEPTED,
            at(f"2027-03-02 {hour}:00"),
            "absence",
        )
        assert case.steps.last().because == "外出开会"
    assert told("absence-offered") == [way.doctor.name] * 2
    assert told("absence-entered") == [way.expert.name]
    assert told("booking-cancelled") == []
    waiting_list.accept(cases[0], by=way.doctor, at=MONDAY)
    assert cases[0].state == State.SCHEDULED


def test_where_no_time_is_left_the_coordinator_is_asked_and_the_case_waits(way: Way) -> None:
    weekly(way, 0)
    case = booked(way, at("2027-03-01 09:00"))
    away(way, ends_at=at("2027-03-20 00:00"), by=way.expert)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert told("absence-no-time") == sorted([way.doctor.name, way.coordinator.name])
    assert told("absence-entered") == [way.coordinator.name]
    assert waiting_list.entry_of(case).since == case.submitted_at


def test_hours_of_a_day_take_only_what_lies_within(way: Way) -> None:
    weekly(way, 0)
    early, late = booked(way, at("2027-03-01 09:00")), booked(way, at("2027-03-01 10:00"))
    away(way, at("2027-03-01 10:30"), at("2027-03-01 12:00"))
    for case, state in ((early, State.SCHEDULED), (late, State.ACCEPTED)):
        case.refresh_from_db()
        assert case.state == state


def test_lifting_brings_free_times_back_and_offers_them_to_whoever_waits(way: Way) -> None:
    weekly(way, 0)
    absence = away(way, ends_at=at("2027-03-20 00:00"))
    case = way.accepted()
    assert slotting.free_slots(case, at=MONDAY) == []
    waiting_list.join(case, by=way.doctor, at=MONDAY, short_notice=True)
    absences.lift(absence, by=way.coordinator, at=MONDAY)
    waiting_list.fill(way.expert, at=MONDAY)
    assert waiting_list.offer_of(case, at=MONDAY).slot.begins_at == at("2027-03-01 09:00")


def test_the_doctor_may_ask_for_another_expert_and_the_offer_goes_on(way: Way) -> None:
    weekly(way, 0, 1)
    case = booked(way, at("2027-03-01 09:00"))
    away(way)
    case.refresh_from_db()
    absences.ask_another(case, by=way.doctor, at=MONDAY)
    assert waiting_list.offer_of(case, at=MONDAY) is None
    assert told("other-expert-asked") == [way.coordinator.name]
    with pytest.raises(MovedOn):
        absences.ask_another(way.scheduled(), by=way.doctor, at=MONDAY)


def test_the_page_shows_whom_it_hits_before_it_is_entered(way: Way, browser: Any) -> None:
    weekly(way, 0, 1)
    case = booked(way, at("2027-03-01 09:00"))
    page = browser(way.coordinator)
    form = {"expert": str(way.expert.code), "first_day": "2027-03-01", "because": "病假"}
    seen = page.post("/absences/", {**form, "action": "preview"})
    assert [hit.booking.consultation for hit in seen.context["hits"]] == [case]
    assert not Absence.objects.exists()
    assert page.post("/absences/", {**form, "action": "enter"}).status_code == 302
    absence = Absence.objects.get()
    assert (absence.begins_at, absence.ends_at) == (at("2027-03-01 00:00"), TUESDAY)
    wrong = {**form, "first_day": "2027-03-05", "last_day": "2027-03-04", "action": "enter"}
    assert page.post("/absences/", wrong).status_code == 422
    assert page.post(f"/absences/{absence.code}/lift/").status_code == 302
    absence.refresh_from_db()
    assert absence.lifted_by == way.coordinator


@pytest.mark.django_db(transaction=True)
def test_an_absence_entered_in_the_moment_of_a_booking_leaves_none_inside(way: Way) -> None:
    weekly(way, 0, 1)
    slotting.make_slots(way.expert, at=MONDAY, until=MONDAY + slotting.HORIZON)
    slots = list(Slot.objects.filter(begins_at__lt=TUESDAY))
    cases = [way.accepted() for _ in slots]

    def book(case: Consultation, slot: Slot) -> None:
        scheduling.hold(case, slot, by=way.doctor, at=MONDAY)
        scheduling.confirm(case, by=way.doctor, at=MONDAY)

    ends = race(partial(away, way), *(partial(book, case, slot) for case, slot in zip(cases, slots, strict=True)))
    winners(ends, scheduling.SlotGone, scheduling.HoldLapsed, scheduling.SlotTaken)
    assert Absence.objects.count() == 1
    assert not Booking.objects.live().filter(slot__in=slots).exists()
    for case in cases:
        case.refresh_from_db()
        assert case.state == State.ACCEPTED
