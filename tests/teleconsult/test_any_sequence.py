"""Whatever the cast does, in whatever order: a case moves along its table, and every refusal has a name and no effect.

One machine is one case from its draft on. A step is either the natural next one or any verb by anybody; after each the
rules of the case are looked up in the database. Nothing wraps the verbs: what they leave half done would be seen.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alliance.models import AuditEntry, Deadline, Person
from teleconsult.models import (
    MOVES,
    Booking,
    Consultation,
    HandOver,
    Opinion,
    Outcome,
    OutcomeRound,
    PanelComment,
    PanelSeat,
    State,
    Step,
    Survey,
)
from tests import factories
from tests.teleconsult import case_rules, deeds, deeds_aside, ways_on
from tests.teleconsult.factories import Way

# What the audit calls a move to each state, whoever makes it.
WRITTEN = {
    State.CONSENT_PENDING: {"request.completed"},
    State.SUBMITTED: {"consultation.submitted"},
    State.RETURNED: {"consultation.returned"},
    State.TRIAGED: {"consultation.assigned"},
    State.DECLINED: {"consultation.declined"},
    State.ACCEPTED: {"consultation.accepted", "booking.cancelled", "consultation.turned_to_video"},
    State.SCHEDULED: {"booking.confirmed", "session.aborted", "consultation.unowned"},
    State.IN_SESSION: {"session.begun"},
    State.OPINION_DRAFT: {
        "session.ended",
        "answer.begun",
        "consultation.turned_to_writing",
        "thread.replied",
        "thread.gone_on",
    },
    State.ASKED_BACK: {"thread.asked_back"},
    State.SIGNED: {"opinion.signed"},
    State.DISPOSED: {"consultation.disposed"},
    State.FOLLOW_UP: {"consultation.closed_out"},
    State.CLOSED: {"consultation.closed", "consultation.ended_departed"},
    State.CANCELLED: {"consultation.cancelled", "session.closed_after_withdrawal", "consultation.ended_departed"},
    State.EXPIRED: {"consultation.lapsed"},
}


class AnySequence(RuleBasedStateMachine):
    """One case, and everybody's hands on it."""

    cast: deeds.Cast
    visited: Counter[str] = Counter()

    @initialize(on=st.integers(0, 13), aside=st.integers(0, 13))
    def begin(self, on: int, aside: int) -> None:
        """A case some way on, which once went otherwise; everything is taken back at the end."""
        self.all = transaction.atomic()
        self.all.__enter__()
        self.at = timezone.now()
        self.case = self.cast.way.draft()
        for step in range(on):
            self.go_on(way=abs(step - aside))
            self.the_rules_of_a_case_hold()

    def teardown(self) -> None:
        """Leaves nothing behind."""
        if hasattr(self, "all"):
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

    @rule(way=st.integers(0, 2))
    def go_on(self, way: int) -> None:
        """What the people concerned would do next; one time in three it goes otherwise."""
        for verb, person in ways_on.next_steps(self.fresh(), self.cast, straight=way > 0):
            self.attempt(verb, person)

    @rule(verb=st.sampled_from(sorted(deeds.VERBS)), who=st.sampled_from(deeds.CAST))
    def anything(self, verb: str, who: str) -> None:
        """Any verb, by anybody."""
        self.attempt(verb, self.cast.people[who])

    @rule(verb=st.sampled_from(deeds.TURNS))
    def turn(self, verb: str) -> None:
        """What leads aside: consent taken back, somebody leaves or returns, the clock."""
        self.attempt(verb, self.cast.people["doctor"])

    # --- what a deed may leave --------------------------------------------------------------------------------------
    def attempt(self, verb: str, person: Person) -> None:
        """A refusal is named and changes nothing; a deed leaves at most one step, along the table, with its entry."""
        self.at += timedelta(minutes=1)
        case, by = self.fresh(), Person.objects.get(pk=person.pk)
        if not deeds.let_in(verb, case, by):
            return
        before, entries = self.picture(), AuditEntry.objects.count()
        try:
            deeds.VERBS[verb](case, by, self.at, self.cast)
        except deeds.NAMED:
            assert self.picture() == before
            assert AuditEntry.objects.count() == entries
            return
        new = list(Step.objects.filter(consultation=self.case).order_by("pk")[before["steps"] :])
        assert len(new) <= 1
        for step in new:
            assert State(step.after) in MOVES[State(step.before)]
            actions = list(AuditEntry.objects.order_by("pk")[entries:].values_list("action", flat=True))
            assert sum(action in WRITTEN[State(step.after)] for action in actions) == 1, actions

    def fresh(self) -> Consultation:
        """As the next request reads it."""
        return Consultation.objects.get(pk=self.case.pk)

    def picture(self) -> dict[str, Any]:
        """Everything about the case that a forbidden verb might have changed."""
        return {
            "case": Consultation.objects.filter(pk=self.case.pk).values().get(),
            "steps": Step.objects.filter(consultation=self.case).count(),
            "bookings": list(Booking.objects.filter(consultation=self.case).order_by("pk").values()),
            "clocks": list(Deadline.objects.filter(subject_code=self.case.code).order_by("pk").values()),
            "requests": self.case.requests.count(),
            "opinion": Opinion.objects.filter(consultation=self.case).values_list("sha256", "addenda").first(),
            "survey": Survey.objects.filter(consultation=self.case).count(),
            "rounds": list(OutcomeRound.objects.filter(consultation=self.case).order_by("pk").values()),
            "outcomes": Outcome.objects.filter(round__consultation=self.case).count(),
            "hand_overs": HandOver.objects.filter(consultation=self.case).count(),
            "thread": self.case.thread.count(),
            "panel": list(PanelSeat.objects.filter(consultation=self.case).order_by("pk").values()),
            "comments": PanelComment.objects.filter(seat__consultation=self.case).count(),
            "checks": list(self.case.start_checks.order_by("pk").values("pk", "checked_at")),
        }

    # --- what always holds ------------------------------------------------------------------------------------------
    @invariant()
    def the_rules_of_a_case_hold(self) -> None:
        """Looked up after every step."""
        if not hasattr(self, "case"):
            return
        case = self.fresh()
        self.visited[case.state] += 1
        case_rules.hold(case, self.cast)


@pytest.fixture
def machine(way: Way, colleague, leader, centre) -> type[AnySequence]:
    second = factories.make_expert(centre, name="许见山")
    third = factories.make_expert(centre, name="周以宁")
    AnySequence.cast = deeds.Cast(way, colleague, leader, second, third)
    return AnySequence


@pytest.mark.parametrize("aside", [99, 4], ids=["by video", "in writing"])
def test_wherever_a_case_stands_it_may_be_handed_over_and_its_place_may_leave(machine, aside, coordinator) -> None:
    ended = set()
    for on in range(1, 13):
        walk = machine()
        walk.begin(on=on, aside=aside)
        for verb in (*deeds_aside.HANDED, "place_leaves", "hand_lead", "end_departed", "place_returns", "hand_doctor"):
            walk.attempt(verb, coordinator)
            walk.the_rules_of_a_case_hold()
        ended |= {walk.fresh().state} if case_rules.was_ended_departed(walk.fresh()) else set()
        walk.teardown()
    assert ended == {State.CANCELLED, State.CLOSED}


def test_any_sequence_of_deeds_keeps_the_rules_of_a_case(machine, community_doctor) -> None:
    for aside in range(9):  # every state is visited, whatever the walks happen to do
        walk = machine()
        walk.begin(on=aside + 2, aside=aside)
        walk.attempt("take_back", community_doctor)
        walk.the_rules_of_a_case_hold()
        walk.teardown()
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failing walk is short enough to read; shrinking it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    never = {state for state in State if not AnySequence.visited[state]}
    assert never <= {State.EXPIRED}, "the walks have become too short to see anything"
