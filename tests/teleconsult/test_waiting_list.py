"""A freed time goes to whoever waits most urgently, then longest; it is held, and offered to nobody twice."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance import clocks, telling_time
from alliance.models import AuditEntry, Notice
from teleconsult import asking, scheduling, slotting, triaging, waiting_list
from teleconsult.models import Booking, Consultation, Door, Offer, Slot, State, WaitingEntry
from tests import factories
from tests.factories import at
from tests.teleconsult.factories import Way

now = timezone.now


def wait(way: Way, case: Consultation | None = None, **wish: Any) -> Consultation:
    """A case on the list, for which short notice is fine."""
    case = case or way.accepted()
    waiting_list.join(case, by=way.doctor, at=now(), **{"short_notice": True, **wish})
    return case


def offered(case: Consultation, moment=None) -> Slot | None:
    found = waiting_list.offer_of(case, at=moment or now())
    return found.slot if found else None


def free(way: Way, case: Consultation, because: str = "下乡") -> Slot:
    """The case gives its time back; the list hears of it as after the commit."""
    slot = scheduling.live_booking(case).slot
    scheduling.cancel(case, because=because, by=way.doctor, at=now())
    waiting_list.fill(way.expert, at=now())
    return slot


# --- refusals -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["submitted", "triaged", "declined", "in_session", "signed", "cancelled"])
def test_a_case_that_cannot_be_booked_does_not_wait_for_a_time(way: Way, state: str) -> None:
    case = getattr(way, state)()
    with pytest.raises(scheduling.NotBookable):
        waiting_list.join(case, by=way.doctor, at=now())


def test_nothing_is_accepted_or_passed_on_that_was_not_offered(way: Way) -> None:
    case = wait(way)
    scheduling.hold(case, way.slot(), by=way.doctor, at=now())  # chosen by hand: confirmed, not accepted
    with pytest.raises(waiting_list.NothingOffered):
        waiting_list.accept(case, by=way.doctor, at=now())
    with pytest.raises(waiting_list.NothingOffered):
        waiting_list.pass_on(case, by=way.doctor, at=now())


def test_the_database_knows_one_place_on_the_list_and_one_offer_of_a_slot_per_case(way: Way) -> None:
    case = wait(way)
    entry = WaitingEntry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.create(consultation=case, since=now(), entered_by=way.doctor, entered_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.filter(pk=entry.pk).update(ended_at=now())  # without saying why
    slot = way.slot(48)
    made = waiting_list.offer(case, slot, by=way.doctor, at=now())
    waiting_list.pass_on(case, by=way.doctor, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting_list.offer(case, slot, by=way.doctor, at=now())
    assert Offer.objects.get() == made


def test_a_time_that_does_not_suit_is_not_offered(way: Way) -> None:
    moment = at("2027-03-01 07:00")  # a Monday
    case = way.accepted()
    for hour in (9, 14):
        begins = at(f"2027-03-03 {hour:02}:00")  # the Wednesday
        fields = {"expert": way.expert, "institution": way.centre, "begins_at": begins}
        Slot.objects.create(**fields, ends_at=begins + timedelta(hours=1))
    join = partial(waiting_list.join, case, by=way.doctor, at=moment)
    for wish in ({"weekdays": [0, 1]}, {"begins": time(15)}, {"ends": time(9, 30)}):
        join(**wish)
        assert waiting_list.fill(way.expert, at=moment) == []
    join(weekdays=[2], begins=time(12), ends=time(15))
    assert [each.slot.begins_at for each in waiting_list.fill(way.expert, at=moment)] == [at("2027-03-03 14:00")]


def test_a_near_time_is_offered_only_where_short_notice_is_fine_and_never_where_nobody_could_answer(way: Way) -> None:
    calm, quick = wait(way, short_notice=False), wait(way)
    near = way.slot(5)
    way.slot(0.2)  # in twelve minutes
    waiting_list.fill(way.expert, at=now())
    assert (offered(calm), offered(quick)) == (None, near)


def test_whoever_is_just_choosing_is_not_interrupted_by_an_offer(way: Way) -> None:
    case, mine = wait(way), way.slot(30)
    scheduling.hold(case, mine, by=way.doctor, at=now())
    way.slot(40)
    assert waiting_list.fill(way.expert, at=now()) == []
    assert scheduling.running_hold(case, at=now()).slot == mine


def test_an_offer_of_the_expert_before_is_worth_nothing_after_a_reassignment(way: Way, centre) -> None:
    case = wait(way)
    way.slot(48)
    waiting_list.fill(way.expert, at=now())
    other = factories.make_expert(centre)
    triaging.assign(case, to=other, by=way.coordinator, at=now())
    triaging.accept(case, by=other, at=now())
    with pytest.raises(waiting_list.NothingOffered):
        waiting_list.accept(case, by=way.doctor, at=now())
    assert waiting_list.entry_of(case) is not None  # it waits for the new one


# --- the way --------------------------------------------------------------------------------------------------------
def test_a_freed_time_goes_by_urgency_then_by_age(way: Way) -> None:
    booked = way.scheduled(48)
    first, second, urgent = wait(way), wait(way), wait(way, way.accepted(urgency="urgent"))
    slot = free(way, booked)
    assert [offered(case) for case in (first, second, urgent)] == [None, None, slot]
    waiting_list.pass_on(urgent, by=way.doctor, at=now())
    waiting_list.fill(way.expert, at=now())
    assert [offered(case) for case in (first, second, urgent)] == [slot, None, None]
    waiting_list.pass_on(first, by=way.doctor, at=now())
    waiting_list.fill(way.expert, at=now())
    assert [offered(case) for case in (first, second, urgent)] == [None, slot, None]
    waiting_list.pass_on(second, by=way.doctor, at=now())
    assert waiting_list.fill(way.expert, at=now()) == []  # nobody twice: now it is free for everybody
    assert slot in slotting.free_slots(way.accepted(), at=now())


def test_while_it_is_offered_nobody_else_can_hold_it(way: Way) -> None:
    booked, waiting = way.scheduled(48), wait(way)
    slot = free(way, booked)
    with pytest.raises(scheduling.SlotTaken):
        scheduling.hold(booked, slot, by=way.doctor, at=now())
    assert slot not in slotting.free_slots(booked, at=now())
    assert offered(waiting) == slot


def test_the_doctor_is_told_when_and_until_when_in_her_own_time_and_accepts_in_one_press(way: Way) -> None:
    booked, waiting = way.scheduled(48), wait(way)
    slot = free(way, booked)
    notice = Notice.objects.get(person=way.doctor, kind="slot-offered")
    assert notice.facts["when"] == telling_time.kept(slot.begins_at, slot.institution)
    assert waiting.patient.name not in str(notice.facts)
    waiting_list.accept(waiting, by=way.doctor, at=now())
    waiting.refresh_from_db()
    assert (waiting.state, scheduling.live_booking(waiting).slot) == (State.SCHEDULED, slot)
    assert waiting_list.entry_of(waiting) is None
    assert WaitingEntry.objects.get().ended_because == "booked"
    assert AuditEntry.objects.filter(action="offer.made", subject_code=waiting.code).exists()


def test_a_booked_case_moves_to_the_earlier_time_and_its_old_one_is_offered_on(way: Way) -> None:
    early, booked, last = way.scheduled(30), way.scheduled(60), wait(way)
    late_slot = scheduling.live_booking(booked).slot
    wait(way, booked, since=now() - timedelta(days=3))
    slot = free(way, early)
    assert (offered(booked), offered(last)) == (slot, None)
    assert scheduling.live_booking(booked).slot == late_slot  # it stands until the other is accepted
    waiting_list.accept(booked, by=way.doctor, at=now())
    waiting_list.fill(way.expert, at=now())
    assert scheduling.live_booking(booked).slot == slot
    assert offered(last) == late_slot


def test_a_booked_case_is_not_offered_a_later_time(way: Way) -> None:
    booked = wait(way, way.scheduled(30))
    way.slot(60)
    assert waiting_list.fill(way.expert, at=now()) == []
    assert offered(booked) is None


def test_an_offer_that_nobody_answers_lapses_and_the_tick_offers_it_to_the_next(way: Way) -> None:
    first, second, slot = wait(way), wait(way), way.slot(24 * 6)
    clocks.tick(now())
    until = Booking.objects.live().get().held_until
    assert offered(first) == slot
    clocks.tick(until + timedelta(seconds=1))
    assert (offered(first, until), offered(second, until + timedelta(seconds=1))) == (None, slot)
    assert waiting_list.entry_of(first) is not None


def test_a_near_time_is_kept_for_half_of_what_is_left_and_a_far_one_for_two_working_hours(way: Way) -> None:
    case, moment = way.accepted(), at("2027-03-01 09:00")
    near, far = (
        Slot(begins_at=moment + length, ends_at=moment + length + timedelta(hours=1))
        for length in (timedelta(hours=1), timedelta(days=5))
    )
    kept = partial(waiting_list.kept_until, consultation=case, at=moment)
    assert kept(near) == moment + timedelta(minutes=30)
    assert kept(far) == moment + timedelta(hours=2)
    assert waiting_list.kept_until(far, case, at=at("2027-03-01 17:00")) == at("2027-03-02 09:30")


def test_new_hours_are_offered_to_whoever_waits_before_anybody_else_sees_them(way: Way, browser: Any) -> None:
    from teleconsult import hours

    waiting, other = wait(way), way.accepted()
    day = (now() + timedelta(days=3)).astimezone(way.centre.tz).date()
    hours.add_extra(way.expert, way.centre, day=day, begins=time(9), ends=time(10), slot_minutes=60, at=now())
    page = browser(way.doctor).get(f"/consultations/{other.code}/slots/")
    assert page.context["days"] == []
    assert offered(waiting) is not None


def test_leaving_the_list_passes_the_offer_on(way: Way) -> None:
    first, second, slot = wait(way), wait(way), way.slot(48)
    waiting_list.fill(way.expert, at=now())
    waiting_list.leave(first, by=way.doctor, at=now())
    waiting_list.fill(way.expert, at=now())
    assert (offered(first), offered(second)) == (None, slot)


def test_changing_what_suits_keeps_the_place_and_booking_by_hand_ends_it(way: Way) -> None:
    case = wait(way)
    since = WaitingEntry.objects.get().since
    wait(way, case, weekdays=[1])
    assert WaitingEntry.objects.get().since == since
    scheduling.hold(case, way.slot(), by=way.doctor, at=now())
    scheduling.confirm(case, by=way.doctor, at=now())
    assert waiting_list.entry_of(case) is None


def test_a_case_that_ended_leaves_the_list_with_the_tick(way: Way) -> None:
    case = wait(way)
    asking.cancel(case, because="x", by=way.doctor, at=now())
    clocks.tick(now())
    assert WaitingEntry.objects.get().ended_because == "over"


def test_pages_offer_the_list_show_the_offer_and_take_the_answer(way: Way, browser: Any) -> None:
    case, page = way.accepted(), browser(way.doctor)
    join = f"/consultations/{case.code}/waiting-list/"
    assert page.post(join, {"begins": "15:00", "ends": "09:00"}).status_code == 422
    assert page.post(join, {"weekdays": ["0", "1", "2", "3", "4", "5", "6"], "short_notice": "on"}).status_code == 302
    slot = way.slot(48)
    waiting_list.fill(way.expert, at=now())
    assert page.get(case.get_absolute_url()).context["offer"].slot == slot
    assert "note--good" in page.get("/consultations/").content.decode()
    assert browser(way.coordinator).get("/consultations/board/").context["waiting_list"][0][1]
    assert page.post(f"/consultations/{case.code}/offer/", {"answer": "accept"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.SCHEDULED
    late = page.post(f"/consultations/{case.code}/offer/", {"answer": "accept"}, follow=True)
    assert late.status_code == 200


def test_a_case_that_is_answered_in_writing_waits_for_no_time(way: Way) -> None:
    case = wait(way)
    Consultation.objects.filter(pk=case.pk).update(door=Door.WRITTEN)
    case.refresh_from_db()
    with pytest.raises(scheduling.NotBookable):
        waiting_list.join(case, by=way.doctor, at=now())
    clocks.tick(now())
    assert WaitingEntry.objects.get().ended_because == "over"
