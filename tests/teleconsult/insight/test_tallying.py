"""What is counted equals what a plain walk over the rows finds, however often and in whatever order it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alliance.models import CalendarDay, Deadline, Institution
from teleconsult import no_shows
from teleconsult.insight import histograms, tallying
from teleconsult.insight.working import Clock, after, first_of
from teleconsult.models import Booking, Consultation, Counting, ItemOutcome, Opinion, Slot, State, Supply, Tally
from tests.teleconsult.factories import Way

COLUMNS = (
    "answer_judged", "answer_on_time", "opinion_judged", "opinion_on_time", "ended", "completed", "owed", "acted",
    "decided", "adopted", "early_asked", "early_carried", "late_asked", "late_carried", "booked", "missed",
)  # fmt: skip


def month_of(moment: datetime | None, place: Institution) -> date:
    assert moment
    return first_of(moment.astimezone(place.tz).date())


Note = Callable[..., None]


def walked(at: datetime) -> dict[tuple[Any, ...], Counter[str]]:
    """The same counts, case by case, without a query that counts."""
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for case in Consultation.objects.exclude(submitted_at=None):

        def note(column: str, moment: datetime | None, number: int = 1, case: Consultation = case) -> None:
            if moment is not None and number:
                key = (case.inviting_id, case.invited_id, month_of(moment, case.invited), case.urgency, case.door)
                found.setdefault(key, Counter())[column] += number

        clocks = list(Deadline.objects.filter(subject_code=case.code))
        _note_times(case, clocks, note)
        _note_opinion(case, clocks, note, at)
        _note_ends(case, note)
    return found


def _note_opinion(case: Consultation, clocks: list[Deadline], note: Note, at: datetime) -> None:
    for opinion in Opinion.objects.filter(consultation=case):
        late = any(c.kind.endswith("dispose") and c.met_at is None and c.due_at <= at for c in clocks)
        note("owed", case.signed_at, int(case.disposed_at is not None or late))
        note("acted", case.signed_at, int(case.disposed_at is not None))
        for item in opinion.advice.all():
            if decided := getattr(item, "disposition", None):
                note("decided", case.disposed_at)
                note("adopted", case.disposed_at, int(decided.decision in ("adopted", "partly")))
    for line in ItemOutcome.objects.filter(outcome__round__consultation=case):
        when = "early" if line.outcome.round.weeks == 2 else "late"
        note(f"{when}_asked", line.outcome.answered_at)
        note(f"{when}_carried", line.outcome.answered_at, int(line.carried in ("done", "changed")))


def _note_ends(case: Consultation, note: Note) -> None:
    if case.state in (State.CLOSED, State.CANCELLED, State.EXPIRED):
        note("ended", case.closed_at)
        note("completed", case.closed_at, int(case.state == State.CLOSED and case.signed_at is not None))
    for booking in case.bookings.exclude(confirmed_at=None):
        met = booking.cancelled_at is None and case.began_at is not None
        note("booked", booking.slot.begins_at, int(met or booking.no_show != ""))
        note("missed", booking.slot.begins_at, int(booking.no_show != ""))


def _note_times(case: Consultation, clocks: list[Deadline], note: Note) -> None:
    stages = {
        "answer": (case.accepted_at, ("triage", "accept", "reroute")),
        "opinion": (case.signed_at, ("opinion",)),
    }
    for name, (done, kinds) in stages.items():
        ran = [c for c in clocks if c.kind.split(".")[1] in kinds and c.met_at and done and c.started_at <= done]
        if ran:
            note(f"{name}_judged", done)
            note(f"{name}_on_time", done, int(all(c.met_at <= c.due_at for c in ran)))


def kept() -> dict[tuple[Any, ...], dict[str, int]]:
    keys = ("inviting", "invited", "month", "urgency", "door")
    rows = Tally.objects.filter(brought=False).values(*keys, *COLUMNS)
    return {tuple(row[key] for key in keys): {c: row[c] for c in COLUMNS if row[c]} for row in rows}


def test_the_counts_are_those_of_a_walk_over_every_case(past, today):
    tallying.refresh(today)
    assert kept() == {key: dict(counts) for key, counts in walked(today).items()}
    assert sum(sum(tally.values()) for tally in kept().values()) > 1000


def test_every_histogram_holds_the_times_of_its_cases(past, today):
    tallying.refresh(today)
    clock = Clock(date(2026, 1, 1), date(2027, 12, 31))
    expected: Counter[int] = Counter()
    for case in Consultation.objects.exclude(accepted_at=None).select_related("invited"):
        assert case.submitted_at and case.accepted_at  # noqa: PT018 - for the types
        took = clock.took(case.urgency, case.submitted_at, case.accepted_at, case.invited)
        expected[histograms.rounded(took)] += 1
    assert histograms.merged(Tally.objects.values_list("answer_times", flat=True)) == dict(sorted(expected.items()))


def test_counting_twice_changes_nothing(past, today):
    tallying.refresh(today)
    before, supplies = kept(), list(Supply.objects.values_list("month", "offered", "used").order_by("month"))
    tallying.refresh(today + timedelta(minutes=10))
    Counting.objects.update(last_step=0)
    tallying.refresh(today + timedelta(minutes=20))
    assert kept() == before
    assert list(Supply.objects.values_list("month", "offered", "used").order_by("month")) == supplies


def test_a_late_change_counts_in_its_old_month(past, today):
    tallying.refresh(today)
    case = Consultation.objects.filter(state=State.CLOSED).exclude(signed_at=None).earliest("signed_at")
    assert case.signed_at
    month = month_of(case.signed_at, case.invited)
    assert month < after(first_of(today.date()), -1)
    Consultation.objects.filter(pk=case.pk).update(signed_at=case.signed_at + timedelta(seconds=1), disposed_at=None)
    case.steps.create(before=State.CLOSED, after=State.CLOSED, at=today)  # as any verb leaves one
    tallying.refresh(today)
    assert kept() == {key: dict(counts) for key, counts in walked(today).items()}


def test_a_first_count_goes_back_a_few_months_at_a_time(past, today):
    tallying.refresh(today, most=3)
    pending = Counting.objects.get().pending
    assert pending[0] == "2026-10"
    assert set(Tally.objects.values_list("month", flat=True)) <= {date(2027, 3 - n, 1) for n in range(3)} | {
        date(2026, 12, 1),
        date(2026, 11, 1),
    }
    for _turn in range(0, len(pending), 3):
        tallying.refresh(today, most=3)
    assert Counting.objects.get().pending == []
    assert kept() == {key: dict(counts) for key, counts in walked(today).items()}


def test_what_was_brought_over_is_never_counted_anew(past, today, beiqiao, centre):
    month = date(2027, 2, 1)
    Tally.objects.create(
        inviting=beiqiao, invited=centre, month=month, urgency="routine", door="video", brought=True, ended=40
    )
    tallying.refresh(today)
    tallying.refresh(today)
    assert Tally.objects.get(brought=True).ended == 40


def test_expert_hours_are_what_was_offered_and_what_was_used(past, today, centre, settings):
    tallying.refresh(today)
    for supply in Supply.objects.all():
        slots = [s for s in Slot.objects.filter(withdrawn_at=None) if month_of(s.begins_at, centre) == supply.month]
        assert supply.offered == 50 * len(slots)
        used = [b for b in Booking.objects.all() if month_of(b.slot.begins_at, centre) == supply.month]
        signed = Consultation.objects.filter(door="written").exclude(signed_at=None)
        written = sum(month_of(case.signed_at, centre) == supply.month for case in signed)
        assert (supply.sessions, supply.written) == (len(used), written)
        assert supply.used == 50 * len(used) + settings.XINQIAO["WRITTEN_MINUTES"] * written


def test_a_case_that_the_verbs_made_is_counted_like_any_other(way: Way, settings):
    settings.XINQIAO = {**settings.XINQIAO, "NO_SHOW_AFTER": timedelta(0)}
    way.closed()
    way.cancelled()
    way.writing()
    missed = way.scheduled(0)
    missed.refresh_from_db()
    no_shows.mark(missed, who="patient", because="未到", by=way.expert, at=timezone.now() + timedelta(hours=9))
    now = timezone.now() + timedelta(hours=10)
    tallying.refresh(now)
    assert kept() == {key: dict(counts) for key, counts in walked(now).items()}
    assert sum(tally["missed"] for tally in Tally.objects.values("missed")) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "minutes"),
    [
        ("2027-03-05 17:00", "2027-03-08 08:30", 60),  # Friday evening to Monday morning
        ("2027-03-06 10:00", "2027-03-07 10:00", 0),  # a weekend
        ("2027-03-10 09:00", "2027-03-10 10:30", 90),
        ("2027-03-10 10:30", "2027-03-10 09:00", 0),
        ("2027-05-03 08:00", "2027-05-04 09:00", 60),  # a holiday that was entered, then a working day
    ],
)
def test_routine_time_is_opening_time(centre, begins, ends, minutes):
    CalendarDay.objects.create(day=date(2027, 5, 3), works=False)
    CalendarDay.objects.create(day=date(2027, 5, 4), works=True)
    clock = Clock(date(2027, 3, 1), date(2027, 5, 31))
    since, until = datetime.fromisoformat(f"{begins}+08:00"), datetime.fromisoformat(f"{ends}+08:00")
    assert clock.took("routine", since, until, centre) == minutes


def test_urgent_time_runs_day_and_night(centre, today):
    assert Clock(today.date(), today.date()).took("urgent", today, today + timedelta(days=3), centre) == 3 * 1440


def test_a_quantile_is_the_time_by_which_so_many_were_done():
    times = {5: 1, 10: 1, 20: 1, 40: 1}
    assert [histograms.quantile(times, share) for share in (0.25, 0.5, 0.75, 0.9)] == [5, 10, 20, 40]
    assert histograms.quantile({}, 0.5) is None
    assert [histograms.rounded(m) for m in (-3, 59.9, 119, 123, 604, 2404)] == [0, 59, 119, 120, 600, 2400]
