"""Races: the database names one winner, and everybody else is told by name that they came second."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from alliance import clocks
from alliance.models import AuditEntry, Person
from care import consenting, danger
from care.danger import Danger, Reason
from care.models import ConsentGrant, DangerAlarm, Level
from teleconsult import asking, disposing, drafting, emergencies, hours, meeting, opining, scheduling, signing, triaging
from teleconsult.disposing import Decision
from teleconsult.models import (
    AdviceItem,
    Availability,
    Booking,
    CloseOut,
    Consultation,
    Draft,
    MovedOn,
    Opinion,
    Slot,
    State,
    Step,
)
from tests import factories
from tests.teleconsult.factories import ADVICE, OPINION, Way, give_consent, make_patient
from tests.teleconsult.racing import race, winners

pytestmark = pytest.mark.django_db(transaction=True)
now = timezone.now
MANY = 12


def fresh(case: Consultation) -> Consultation:
    """A copy as another request has it."""
    return Consultation.objects.get(pk=case.pk)


def book(case: Consultation, slot: Slot, by: Person) -> Booking:
    scheduling.hold(case, slot, by=by, at=now())
    return scheduling.confirm(case, by=by, at=now())


def test_of_many_who_book_one_hour_exactly_one_gets_it(transactional_db: None, way: Way) -> None:
    slot = way.slot()
    cases = [way.accepted() for _ in range(MANY)]
    ends = race(*(partial(book, case, slot, way.doctor) for case in cases))
    assert len(winners(ends, scheduling.SlotTaken, scheduling.HoldLapsed)) == 1
    assert Booking.objects.live().filter(slot=slot).count() == 1
    assert Consultation.objects.filter(state=State.SCHEDULED).count() == 1


def test_an_hour_whose_hold_has_lapsed_goes_to_one_of_those_who_want_it(way: Way) -> None:
    slot, first, others = way.slot(), way.accepted(), [way.accepted() for _ in range(8)]
    held = scheduling.hold(first, slot, by=way.doctor, at=now())
    later = held.held_until
    ends = race(*(partial(scheduling.hold, case, slot, by=way.doctor, at=later) for case in others))
    assert len(winners(ends, scheduling.SlotTaken)) == 1
    assert Booking.objects.live().filter(slot=slot).count() == 1


def test_a_hold_that_is_confirmed_many_times_is_one_booking(way: Way) -> None:
    case = way.accepted()
    scheduling.hold(case, way.slot(), by=way.doctor, at=now())
    ends = race(*(partial(scheduling.confirm, fresh(case), by=way.doctor, at=now()) for _ in range(8)))
    assert len(winners(ends, scheduling.HoldLapsed, MovedOn)) == 1
    assert Booking.objects.filter(consultation=case).exclude(confirmed_at=None).count() == 1
    assert Step.objects.filter(consultation=case, after=State.SCHEDULED).count() == 1


def test_one_case_holds_one_hour_however_often_one_clicks(way: Way) -> None:
    case, slots = way.accepted(), [way.slot(30 + 2 * number) for number in range(8)]
    ends = race(*(partial(scheduling.hold, fresh(case), slot, by=way.doctor, at=now()) for slot in slots))
    assert winners(ends, scheduling.SlotTaken)
    assert Booking.objects.live().filter(consultation=case).count() == 1


def test_an_hour_withdrawn_in_the_moment_it_is_booked_is_one_or_the_other(way: Way) -> None:
    case = way.accepted()
    case.refresh_from_db()
    ends = race(
        partial(asking.cancel, fresh(case), because="x", by=way.doctor, at=now()),
        partial(book, fresh(case), way.slot(), way.doctor),
    )
    winners(ends, MovedOn, scheduling.SlotGone, scheduling.HoldLapsed, scheduling.NotBookable)
    case.refresh_from_db()
    live = Booking.objects.live().filter(consultation=case, confirmed_at__isnull=False).exists()
    assert (case.state, live) in ((State.CANCELLED, False), (State.SCHEDULED, True))


def test_of_many_coordinators_one_assigns_and_the_others_learn_who(way: Way, centre) -> None:
    case = way.submitted()
    people = [(factories.make_member("coordinator", centre), factories.make_expert(centre)) for _ in range(8)]
    ends = race(*(partial(triaging.assign, fresh(case), to=to, by=by, at=now()) for by, to in people))
    assert len(winners(ends, MovedOn)) == 1
    case.refresh_from_db()
    step = case.steps.get(after=State.TRIAGED)
    assert {end.step.by for end in ends if isinstance(end, MovedOn)} == {step.by}
    assert (step.by, case.expert) in people


def test_of_many_who_reroute_one_case_one_does(way: Way, centre) -> None:
    case = way.triaged()
    experts = [factories.make_expert(centre) for _ in range(8)]
    ends = race(*(partial(triaging.assign, fresh(case), to=to, by=way.coordinator, at=now()) for to in experts))
    assert len(winners(ends, MovedOn)) == 1
    assert Step.objects.filter(consultation=case, before=State.TRIAGED, after=State.TRIAGED).count() == 1


def test_the_expert_accepts_while_the_doctor_takes_it_back(way: Way) -> None:
    case = way.triaged()
    ends = race(
        partial(triaging.accept, fresh(case), by=way.expert, at=now()),
        partial(asking.cancel, fresh(case), because="x", by=way.doctor, at=now()),
        partial(triaging.decline, fresh(case), because="x", suggestion="", by=way.expert, at=now()),
    )
    assert len(winners(ends, MovedOn)) == 1


def test_many_signatures_are_one_opinion(way: Way) -> None:
    case = way.opinion_draft()
    ends = race(*(partial(opining.sign, fresh(case), OPINION, ADVICE, by=way.expert, at=now()) for _ in range(8)))
    assert len({opinion.pk for opinion in winners(ends, MovedOn)}) == 1
    assert (Opinion.objects.count(), AdviceItem.objects.count()) == (1, len(ADVICE))
    assert opining.intact(Opinion.objects.get())


def test_one_person_has_one_key_although_many_documents_ask_for_it_first(way: Way) -> None:
    ends = race(*(partial(signing.key_of, way.expert, at=now()) for _ in range(8)))
    assert len({key.pk for key in winners(ends)}) == 1


def test_addenda_written_at_once_are_numbered_one_by_one(way: Way) -> None:
    opinion = Opinion.objects.get(consultation=way.signed())
    ends = race(*(partial(opining.add, opinion, f"补充 {n}", by=way.expert, at=now()) for n in range(4)))
    assert len(winners(ends)) == 4
    assert sorted(one.number for one in opinion.addenda.all()) == [1, 2, 3, 4]


def test_an_alarm_raised_by_many_tabs_is_one(way: Way) -> None:
    case = way.draft()

    def raised() -> Any:
        return danger.raise_alarm(
            Danger(Level.NOW, (Reason.PLAN,)),
            about=case.code,
            by=way.doctor,
            at_place=way.place,
            to=way.centre,
            call_back="1",
            at=now(),
        )

    assert len({alarm.pk for alarm in winners(race(*[raised] * 8))}) == 1
    assert DangerAlarm.objects.count() == 1
    assert AuditEntry.objects.filter(action="danger.raised").count() == 1


def test_invitations_sent_at_once_have_numbers_of_their_own(way: Way) -> None:
    cases = [way.consent_pending() for _ in range(MANY)]
    for case in cases:
        give_consent(case, by=way.doctor)
    ends = race(*(partial(asking.submit, case, by=way.doctor, at=now()) for case in cases))
    numbers = {case.number for case in winners(ends)}
    assert len(numbers) == MANY
    assert sorted(number.rpartition("-")[2] for number in numbers) == [f"{n:03d}" for n in range(1, MANY + 1)]


def test_a_patient_asked_about_in_two_tabs_has_one_draft(way: Way) -> None:
    patient = make_patient(way.doctor, way.place)
    begin = partial(asking.begin, patient, by=way.doctor, at_place=way.place, to=way.centre, at=now())
    assert len({case.pk for case in winners(race(*[begin] * 4))}) == 1


def test_the_same_hours_put_in_twice_are_put_in_once(way: Way) -> None:
    spans = ((time(9), time(11)), (time(10), time(12))) * 2
    add = partial(hours.add_hours, way.expert, way.centre, weekday=0, slot_minutes=60, at=now())
    ends = race(*(partial(add, begins=begins, ends=ends) for begins, ends in spans))
    assert winners(ends).count(True) == 1
    assert Availability.objects.count() == 1


def test_a_request_sent_twice_is_one_invitation(way: Way) -> None:
    case = way.consent_pending()
    give_consent(case, by=way.doctor)
    ends = race(*(partial(asking.submit, fresh(case), by=way.doctor, at=now()) for _ in range(4)))
    assert len(winners(ends, MovedOn)) == 1
    assert Step.objects.filter(consultation=case, after=State.SUBMITTED).count() == 1


def test_of_many_colleagues_one_takes_over(way: Way, beiqiao) -> None:
    case = way.scheduled()
    people = [factories.make_member("community_doctor", beiqiao) for _ in range(6)]
    ends = race(*(partial(asking.take_over, fresh(case), by=one, at=now(), because="x") for one in people))
    won = [person for person, end in zip(people, ends, strict=True) if not isinstance(end, Exception)]
    winners(ends, asking.NotUnowned)
    case.refresh_from_db()
    assert case.owner in won
    assert case.room.seats.filter(part="guest", revoked_at=None).get().person == case.owner


def test_an_emergency_is_decided_once(way: Way, alliance) -> None:
    leaders = [factories.make_member("leader", alliance) for _ in range(4)]
    case = way.consent_pending(urgency="emergency")
    asked = emergencies.ask(case, because="x", consent=True, agreement=False, by=way.doctor, at=now())
    ends = race(
        *(
            partial(emergencies.decide, asked, approved=bool(n % 2), because="x", by=leader, at=now())
            for n, leader in enumerate(leaders)
        )
    )
    assert len(winners(ends, emergencies.AlreadyDecided)) == 1
    assert AuditEntry.objects.filter(action__in=("emergency.approved", "emergency.refused")).count() == 1


def test_a_withdrawal_meets_a_session_that_is_just_beginning(way: Way) -> None:
    case = way.checked(way.scheduled(0.01))
    grants = list(ConsentGrant.objects.filter(consent__about_code=case.code).select_related("consent__patient"))
    ends = race(
        partial(meeting.begin, fresh(case), by=way.expert, at=now()),
        partial(consenting.withdraw, grants, by=way.doctor, at=now()),
    )
    winners(ends, MovedOn, asking.ConsentMissing)
    assert not isinstance(ends[1], Exception)
    case.refresh_from_db()
    assert case.consent_withdrawn_at is not None
    assert case.state in (State.IN_SESSION, State.CANCELLED)


def test_a_withdrawal_meets_a_session_that_is_just_ending(way: Way) -> None:
    case = way.in_session()
    grants = list(ConsentGrant.objects.filter(consent__about_code=case.code).select_related("consent__patient"))
    ends = race(
        partial(meeting.end, fresh(case), by=way.expert, at=now()),
        partial(consenting.withdraw, grants, by=way.doctor, at=now()),
    )
    winners(ends, MovedOn, asking.ConsentMissing)
    assert not isinstance(ends[1], Exception)
    case.refresh_from_db()
    assert case.state in (State.IN_SESSION, State.CANCELLED)


def test_what_many_tabs_type_at_once_is_all_kept(way: Way) -> None:
    case = way.draft()
    ends = race(
        *(
            partial(drafting.save, case, Draft.Sort.REQUEST, {f"f{n}": [str(n)]}, by=way.doctor, at=now(), tab=str(n))
            for n in range(8)
        )
    )
    assert len(winners(ends)) == 8
    draft = drafting.of(case, Draft.Sort.REQUEST)
    assert draft is not None
    assert (draft.version, len(draft.fields)) == (8, 8)


def test_advice_is_acted_on_once(way: Way) -> None:
    case = way.signed()
    decisions = {item.pk: Decision("adopted") for item in AdviceItem.objects.all()}
    one = partial(disposing.dispose, decisions=decisions, patient_told=True, progress_note="", by=way.doctor, at=now())
    ends = race(*(partial(one, fresh(case)) for _ in range(4)))
    assert len(winners(ends, MovedOn)) == 1
    assert CloseOut.objects.count() == 1


def test_two_ticks_at_once_let_one_request_lapse_once(way: Way) -> None:
    case = way.returned()
    later = now() + timedelta(days=60)
    winners(race(*[partial(clocks.tick, later)] * 4))
    case.refresh_from_db()
    assert case.state == State.EXPIRED
    assert Step.objects.filter(consultation=case, after=State.EXPIRED).count() == 1
