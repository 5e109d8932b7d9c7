"""How long each step may take: by urgency, in working time, around Spring Festival and in a year nobody knows yet."""

import pytest
from django.conf import settings

from alliance import clocks
from alliance.models import Deadline, Notice
from teleconsult import timers
from teleconsult.models import Consultation, State
from tests.factories import at
from tests.teleconsult.factories import Way

# 14 February 2026 is a Saturday that is worked; 15 to 23 February are Spring Festival; the 24th is a Tuesday.
# 5 March 2027 is a Friday in a year whose holidays nobody has entered.
TABLE = """
triage            emergency  2026-02-15 03:00  2026-02-15 03:10
triage            urgent     2026-02-15 03:00  2026-02-15 04:00
triage            routine    2026-02-13 15:30  2026-02-14 10:00
triage            routine    2026-02-14 15:30  2026-02-24 10:00
triage            routine    2026-02-18 12:00  2026-02-24 12:00
triage            routine    2027-03-05 15:30  2027-03-08 10:00
triage            routine    2027-03-05 06:00  2027-03-05 12:00
accept            emergency  2026-02-18 23:55  2026-02-19 00:05
accept            urgent     2026-02-18 23:55  2026-02-19 01:55
accept            routine    2026-02-13 10:00  2026-02-14 17:30
accept            routine    2026-02-14 10:00  2026-02-24 17:30
accept            routine    2027-03-05 10:00  2027-03-08 17:30
reroute           routine    2026-02-18 12:00  2026-02-18 13:00
start             emergency  2026-02-18 12:00  2026-02-18 12:30
start             urgent     2026-02-18 12:00  2026-02-19 12:00
start             routine    2026-02-13 10:00  2026-02-25 17:30
start             routine    2027-03-05 10:00  2027-03-10 17:30
start             school     2027-03-05 10:00  2027-03-09 17:30
opinion           emergency  2026-02-18 12:00  2026-02-18 14:00
opinion           urgent     2026-02-18 12:00  2026-02-19 12:00
opinion           routine    2027-03-05 12:00  2027-03-06 12:00
dispose           routine    2026-02-14 10:00  2026-02-24 17:30
dispose           routine    2027-03-05 10:00  2027-03-08 17:30
returned          routine    2026-02-14 10:00  2026-02-26 17:30
returned          routine    2027-03-05 10:00  2027-03-10 17:30
consent_due       emergency  2027-03-05 10:00  2027-03-08 17:30
review_emergency  emergency  2026-02-14 10:00  2026-02-24 17:30
review_emergency  emergency  2027-03-05 10:00  2027-03-08 17:30
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("kind", "urgency", "day", "time", "due_day", "due_time"), LINES)
def test_a_step_is_due(beiqiao, kind: str, urgency: str, day: str, time: str, due_day: str, due_time: str) -> None:
    case = Consultation(urgency=urgency, kind="liaison")
    if urgency == "school":
        case.urgency, case.kind = "routine", "school"
    since, expected = at(f"{day} {time}"), at(f"{due_day} {due_time}")
    assert timers.due(f"teleconsult.{kind}", case, since=since, at_place=beiqiao) == expected


def test_every_step_knows_every_urgency(beiqiao) -> None:
    for kind in timers.TIMERS:
        for urgency in ("emergency", "urgent", "routine"):
            timers.length(kind, Consultation(urgency=urgency, kind="school"))


def test_an_urgent_school_case_does_not_wait_for_the_schools_two_days() -> None:
    case = Consultation(urgency="urgent", kind="school")
    assert timers.length(timers.START, case) == ("minutes", 1440)


def test_an_installation_may_set_its_own_lengths(settings, beiqiao) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "TIMERS": {timers.TRIAGE: {"routine": ("minutes", 30)}}}
    case = Consultation(urgency="routine", kind="liaison")
    assert timers.length(timers.TRIAGE, case) == ("minutes", 30)
    assert timers.length(timers.TRIAGE, Consultation(urgency="urgent", kind="liaison")) == ("minutes", 60)


def test_the_clock_counts_in_the_opening_hours_of_whoever_owes_it(way: Way, clock) -> None:
    with clock("2027-03-05 15:30"):
        case = way.submitted()
    assert Deadline.objects.get(subject_code=case.code).due_at == at("2027-03-08 10:00")
    assert Deadline.objects.get(subject_code=case.code).institution == way.centre


def test_a_deadline_fires_once_and_is_late_from_then_on(way: Way, clock) -> None:
    with clock("2027-03-05 15:30"):
        case = way.submitted(urgency="emergency")
    running = Deadline.objects.get(subject_code=case.code)
    before, after = at("2027-03-05 15:39"), at("2027-03-05 15:41")
    assert clocks.tick(before) == 0
    assert clocks.tick(after) == 1
    assert clocks.tick(after) == 0
    assert (running.late(before), running.late(after)) == (False, True)


def test_a_returned_request_lapses_when_its_time_is_over_and_not_before(way: Way, clock) -> None:
    with clock("2026-02-14 10:00"):
        case = way.returned()
    clocks.tick(at("2026-02-26 17:29"))
    case.refresh_from_db()
    assert case.state == State.RETURNED
    clocks.tick(at("2026-02-26 17:31"))
    case.refresh_from_db()
    assert case.state == State.EXPIRED
    assert Notice.objects.filter(person=way.doctor, kind="case-lapsed").count() == 1


def test_a_request_completed_in_time_does_not_lapse(way: Way, clock) -> None:
    from teleconsult import asking

    with clock("2026-02-14 10:00"):
        case = way.returned()
        asking.submit(case, by=way.doctor, at=at("2026-02-24 09:00"))
    clocks.tick(at("2026-03-30 10:00"))
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_the_lent_time_and_the_hold_are_settings() -> None:
    assert settings.XINQIAO["SLOT_HOLD"].total_seconds() == 600
    assert settings.XINQIAO["GRANT_AFTER_CLOSE"].days == 30
