"""One timeline per case: everything in the order it happened, each reader with the words that are theirs."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone, translation

from care import danger
from care.danger import Danger, Reason
from care.models import Level
from teleconsult import meeting, opining, scheduling, timeline, triaging
from teleconsult.call import presence, visiting
from teleconsult.models import Consultation, Opinion
from teleconsult.reading import Reader
from tests.call.visitors import come
from tests.teleconsult.factories import Way

now = timezone.now


def events(case: Consultation, person) -> list[timeline.Event]:
    with translation.override("en"):
        return timeline.of(Consultation.objects.get(pk=case.pk), Reader(person, case))


def words(case: Consultation, person) -> list[str]:
    return [event.what for event in events(case, person)]


def test_a_whole_case_is_told_in_order(way: Way) -> None:
    case = way.closed()
    assert words(case, way.doctor) == [
        "Draft started",
        "Request written",
        "Centre invited",
        "Assigned",
        "Accepted",
        "Time booked",
        "Consultation began",
        "Consultation ended",
        "Opinion signed",
        "Acted on",
        "Closed out, follow-up begins",
        "Closed",
    ]
    found = events(case, way.doctor)
    assert [event.at for event in found] == sorted(event.at for event in found)
    assert found[3].who == way.coordinator.name


def test_moves_that_lead_back_have_their_own_words(way: Way) -> None:
    case = way.in_session()
    meeting.abort(case, because="断线", by=way.expert, at=now())
    scheduling.cancel(case, because="改日", by=way.expert, at=now())
    triaging.assign(case, to=way.expert, by=way.coordinator, at=now(), because="再试")
    assert words(case, way.doctor)[-3:] == ["Broken off", "Booking cancelled", "Reassigned"]
    assert [event.words for event in events(case, way.doctor)][-3:] == ["断线", "改日", "再试"]


def test_what_the_clock_did_says_so(way: Way) -> None:
    case = way.returned()
    triaging.let_returned_lapse(case, at=now())
    assert (events(case, way.doctor)[-1].what, events(case, way.doctor)[-1].who) == ("Expired", "the system")


def test_danger_is_told_from_the_alarm_to_the_words_that_settled_it(way: Way) -> None:
    case = way.submitted()
    found = Danger(Level.NOW, (Reason.PLAN,))
    alarm = danger.raise_alarm(
        found, about=case.code, by=way.doctor, at_place=way.place, to=way.centre, call_back="1", at=now()
    )
    danger.acknowledge(alarm, by=way.expert, at=now())
    danger.settle(alarm, how="家属已陪护", by=way.expert, at=now())
    last = events(case, way.doctor)[-3:]
    assert [event.what for event in last] == ["Danger reported", "Alarm seen", "Alarm settled"]
    assert (last[0].look, last[2].words) == ("is-danger", "家属已陪护")


def test_who_was_in_the_room_and_for_how_long(way: Way) -> None:
    case, at = way.in_session(), now()
    seat = case.room.seats.get(person=way.doctor)
    for minute in (0, 10):  # a lost line in between
        connection = uuid4()
        presence.join(seat, connection, uuid4(), at + timedelta(minutes=minute))
        presence.leave(connection, at + timedelta(minutes=minute + 9))
    there = [event for event in events(case, way.doctor) if event.what.startswith("In the room")]
    assert [(event.who, event.what) for event in there] == [(way.doctor.name, "In the room, 19 min")]


def test_each_relative_is_told_by_name_to_those_who_read_the_request_and_each_for_themselves(way: Way) -> None:
    case, at = way.in_session(), now()
    assert case.room
    for minutes in (4, 9):  # one of the same name came after the other
        seat = come(case.room, way.doctor)
        connection = uuid4()
        presence.join(seat, connection, uuid4(), at)
        presence.leave(connection, at + timedelta(minutes=minutes))
        visiting.end(case.room, seat.visitor.code, by=way.doctor, at=at)
    for reader, name in ((way.coordinator, "Relative"), (way.doctor, "许桂兰 (Relative)")):
        stays = [event for event in events(case, reader) if event.what.startswith("In the room")]
        assert [(event.who, event.what) for event in stays] == [
            (name, "In the room, 4 min"),
            (name, "In the room, 9 min"),
        ]


def test_addenda_are_told_to_whoever_reads_the_opinion(way: Way) -> None:
    case = way.signed()
    opining.add(Opinion.objects.get(consultation=case), "补充", by=way.expert, at=now())
    assert words(case, way.doctor)[-1] == "Addendum signed"
    assert "Addendum signed" not in words(case, way.coordinator)


def test_an_expert_without_consent_reads_no_words_of_the_way(way: Way) -> None:
    case = way.in_session()
    meeting.abort(case, because="患者情绪激动", by=way.expert, at=now())
    meeting.begin(way.checked(case), by=way.expert, at=now())
    Consultation.objects.filter(pk=case.pk).update(consent_withdrawn_at=now())
    case.refresh_from_db()
    assert "患者情绪激动" in {event.words for event in events(case, way.doctor)}
    assert {event.words for event in events(case, way.expert)} == {""}
